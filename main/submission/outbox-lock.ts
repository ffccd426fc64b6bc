import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sqliteCode } from './outbox-file.ts'

const sqliteBusy = 5

/**
 * One sender per outbox, across processes. The lock is a write transaction left open on a file of its own: the
 * system lets go of it whatever way the process ends, so no stale lock can keep a booth from starting.
 * @returns lets go.
 * @throws a one-sentence Error where another process has it, or the folder cannot be written to.
 */
export const lockOutbox = (folder: string): (() => void) => {
  const db = opened(folder)
  try {
    // No journal on disk: a full disk must not keep the booth from sending what fills it.
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (sqliteCode(error) === sqliteBusy) {
      throw new Error('Another booth service sends from this outbox already.', { cause: error })
    }
    throw error
  }
  return () => db.close()
}

const opened = (folder: string): DatabaseSync => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return new DatabaseSync(join(folder, 'sender.lock'))
  } catch (error) {
    throw new Error(`The outbox ${folder} cannot be opened (${(error as Error).message}).`, { cause: error })
  }
}
