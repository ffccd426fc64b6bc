import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Access } from './access.ts'

/** File in the service's runtime folder that the window's user may read: the address with a code that works once. */
export const ticketFile = (runtimeFolder: string): string => join(runtimeFolder, 'window-address')

/**
 * Keeps a ticket for the window of another user: an address whose code works once, and a new one as soon as it
 * was used, for a window that is restarted. Group-readable only; gone when the service ends.
 */
export function keepWindowTicket(access: Access, url: string, runtimeFolder: string): () => void {
  const file = ticketFile(runtimeFolder)
  const write = (): void => {
    const next = `${file}.next`
    writeFileSync(next, `${url}/#${access.issueCode()}\n`, { mode: 0o600 })
    chmodSync(next, 0o640)
    renameSync(next, file)
  }
  write()
  const unsubscribe = access.onExchange(write)
  return () => {
    unsubscribe()
    rmSync(file, { force: true })
  }
}
