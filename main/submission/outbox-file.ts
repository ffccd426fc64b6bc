import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'
import { syncFolder } from '../durable-file.ts'
import { assertSqlite, migrate } from './outbox-schema.ts'

const fileName = 'outbox.db'

/** What became of a damaged file: it is kept, whole, in `folder`; what could be read of it went on. */
export type SetAside = Readonly<{ folder: string; rescued: number }>

/** Primary result code of an error of SQLite (sqlite.org/rescode.html), without the extension bits. */
export const sqliteCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined
export const sqliteFull = 13
const sqliteCorrupt = 11
const sqliteNotADatabase = 26

const isDamage = (error: unknown): boolean => {
  const code = sqliteCode(error)
  return code === sqliteCorrupt || code === sqliteNotADatabase
}

/**
 * The log is carried into the file after about two applications (pages of 4 KiB), so that a disk never holds a
 * backlog twice, and a full one still has a log to write "sent" into.
 */
const checkpointPages = 150

const connect = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: 5_000 })
  try {
    db.exec('PRAGMA journal_mode = WAL')
    // FULL: in WAL mode the log is synced at every commit, so that "committed" survives a power cut.
    db.exec('PRAGMA synchronous = FULL')
    db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

export const outboxExists = (folder: string): boolean => existsSync(join(folder, fileName))

/** Opens the outbox of `folder`, without looking for damage. */
export const reopenOutboxFile = (folder: string): DatabaseSync => {
  const db = connect(join(folder, fileName))
  try {
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Opens the outbox of `folder` (made where absent, 0700). A damaged file is moved to `set-aside/`, never
 * deleted, and every row that can still be read and proves whole is carried over into a fresh one.
 * @throws where the disk itself refuses, or the file is from a newer release.
 */
export const openOutboxFile = (folder: string, now: Date): { db: DatabaseSync; setAside?: SetAside } => {
  assertSqlite(process.versions['sqlite'] ?? '0')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let db: DatabaseSync | undefined
  try {
    db = connect(join(folder, fileName))
    const verdict = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
    if (verdict === 'ok') {
      migrate(db)
      return { db }
    }
  } catch (error) {
    db?.close()
    if (!isDamage(error)) throw error
    return startAfresh(folder, now)
  }
  db.close()
  return startAfresh(folder, now)
}

const startAfresh = (folder: string, now: Date): { db: DatabaseSync; setAside: SetAside } => {
  const aside = join(folder, 'set-aside', now.toISOString().replaceAll(/[^0-9]/g, ''))
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(join(folder, fileName + suffix))) {
      renameSync(join(folder, fileName + suffix), join(aside, fileName + suffix))
    }
  }
  syncFolder(aside)
  syncFolder(folder)
  const db = reopenOutboxFile(folder)
  return { db, setAside: { folder: aside, rescued: rescue(join(aside, fileName), db) } }
}

type Row = Record<string, SQLOutputValue>

/** Copies every whole row of a damaged file; sending one twice is harmless, its ID makes the intake answer alike. */
const rescue = (damaged: string, into: DatabaseSync): number => {
  let from: DatabaseSync
  try {
    from = new DatabaseSync(damaged, { readOnly: true })
  } catch {
    return 0
  }
  try {
    let rescued = 0
    for (const rowid of readableRowids(from)) {
      try {
        const row = from.prepare('SELECT * FROM application WHERE rowid = ?').get(rowid)
        if (!row || !isWhole(row)) continue
        const columns = Object.keys(row)
        into
          .prepare(
            `INSERT OR IGNORE INTO application (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
          )
          .run(...Object.values(row))
        rescued += 1
      } catch {
        // This row is beyond reading; the damaged file keeps what there is of it.
      }
    }
    return rescued
  } finally {
    from.close()
  }
}

/** From both ends, so that one broken page in the middle hides nothing behind it. */
const readableRowids = (db: DatabaseSync): Set<number> => {
  const found = new Set<number>()
  for (const order of ['ASC', 'DESC']) {
    try {
      for (const row of db.prepare(`SELECT rowid FROM application ORDER BY rowid ${order}`).iterate()) {
        found.add(Number(row['rowid']))
      }
    } catch {
      // Read up to the damage.
    }
  }
  return found
}

const isWhole = (row: Row): boolean => {
  const envelope = row['envelope']
  if (row['state'] === 'settled') return envelope === null
  return (
    envelope instanceof Uint8Array &&
    createHash('sha256').update(envelope).digest('base64url') === row['digest']
  )
}
