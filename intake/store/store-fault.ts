import { DatabaseError } from 'pg'

/** The database did not do what was asked: disk full, connection lost, shut down. Nothing was committed. */
export class StoreFault extends Error {
  override name = 'StoreFault'
}

const lostConnection = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/

/** True for every way the two databases have of not being there. */
export function isStoreFault(error: unknown): boolean {
  if (error instanceof StoreFault || error instanceof DatabaseError) return true
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && lostConnection.test(code)) return true
  // pg names these by their text alone.
  return /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
}
