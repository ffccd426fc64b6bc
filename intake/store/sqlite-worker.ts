import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * The SQLite database on a thread of its own: waiting for the disk there leaves the server's thread free
 * to read and open the next envelopes. One request at a time, answered in order.
 */
export type SqliteRequest = Readonly<{ sql: string; parameters: readonly unknown[] }>
export type SqliteAnswer = Readonly<{ rows: unknown[]; changes: number }> | Readonly<{ error: string }>

/** `exclusive`: for as long as the thread lives nobody else opens the file so. A side file is locked, not the database. */
export type SqliteOpen = Readonly<{ file: string; mode: 'exclusive' | 'shared' | 'read' }>

/** Milliseconds to wait for a command of another process (enrol, revoke) that is writing. */
const busyTimeoutMs = 5_000
/** Batches differ in length, so their statements do too; kept up to here. */
const maxStatements = 256

/** An envelope of 300 KB fills 19 pages, not 75. Takes effect when the file is made. */
const pageBytes = 16_384
/** 16 MB: most envelopes are gone again before they would be copied from the log into the file. */
const checkpointPages = 1_024

if (!parentPort) throw new Error('This file is a worker thread.')
const port = parentPort
const { file, mode } = workerData as SqliteOpen

const lock = mode === 'exclusive' ? new DatabaseSync(`${file}.lock`, { timeout: 0 }) : undefined
lock?.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')

const db = new DatabaseSync(file, { readOnly: mode === 'read', timeout: busyTimeoutMs })
if (mode !== 'read') {
  db.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
  db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
}

const statements = new Map<string, StatementSync>()

function prepared(sql: string): StatementSync {
  const known = statements.get(sql)
  if (known) return known
  if (statements.size >= maxStatements) statements.clear()
  const statement = db.prepare(sql)
  statements.set(sql, statement)
  return statement
}

function run({ sql, parameters }: SqliteRequest): SqliteAnswer {
  try {
    const statement = prepared(sql)
    const values = parameters as SQLInputValue[]
    if (statement.columns().length > 0) return { rows: statement.all(...values), changes: 0 }
    return { rows: [], changes: Number(statement.run(...values).changes) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'unknown' }
  }
}

port.on('message', (request: SqliteRequest | 'close') => {
  if (request !== 'close') {
    port.postMessage(run(request))
    return
  }
  db.close()
  lock?.close()
  port.close()
})
port.postMessage('open')
