import type { DatabaseSync } from 'node:sqlite'

/** Older ones can lose committed pages when a WAL is reset while a checkpoint runs (design §5). */
export const oldestSqlite = [3, 51, 3] as const

/**
 * One step per version of the file; `PRAGMA user_version` counts those taken. Steps are only ever added.
 * A row holds no personal data: the envelope is ciphertext, `form_mac` is keyed and goes with it.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE application (
     id TEXT PRIMARY KEY NOT NULL,
     reference TEXT NOT NULL UNIQUE,
     form_mac BLOB,
     state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'settled', 'held', 'quarantined')),
     digest TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     created_at INTEGER NOT NULL,
     changed_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     fault TEXT,
     receipt TEXT,
     receipt_number TEXT,
     decision TEXT CHECK (decision IN ('accepted', 'refused', 'pending')),
     reason TEXT,
     envelope BLOB,
     CHECK ((state = 'settled') = (envelope IS NULL)),
     CHECK ((state = 'settled') = (form_mac IS NULL)),
     CHECK ((state = 'settled') = (receipt IS NOT NULL AND receipt_number IS NOT NULL AND decision IS NOT NULL))
   ) STRICT;
   CREATE UNIQUE INDEX one_open_application_per_form ON application (form_mac) WHERE form_mac IS NOT NULL;
   CREATE INDEX application_by_state ON application (state, created_at);`,
]

/** The file was written by a newer release: it is left exactly as it is. */
export class NewerOutboxError extends Error {
  override readonly name = 'NewerOutboxError'
}

/** Brings the file up to the newest schema, all steps in one transaction. */
export const migrate = (db: DatabaseSync, steps: readonly string[] = migrations): void => {
  const taken = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (taken > steps.length) {
    throw new NewerOutboxError(`the outbox is of version ${taken}, this release knows up to ${steps.length}`)
  }
  if (taken === steps.length) return
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const step of steps.slice(taken)) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}`)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** Three dotted numbers, compared one by one. */
export const assertSqlite = (version: string): void => {
  const parts = version.split('.').map(Number)
  for (const [index, least] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0
    if (part > least) return
    if (part < least) {
      throw new Error(
        `SQLite ${version} is too old for the outbox: ${oldestSqlite.join('.')} or newer is needed`,
      )
    }
  }
}
