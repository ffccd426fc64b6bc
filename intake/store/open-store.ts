import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { StartError } from '../start-error.ts'
import { migrate } from './migrations.ts'
import type { Tables } from './schema.ts'
import { SqlStore } from './sql-store.ts'
import { SqliteThread, SqliteThreadDialect } from './sqlite-dialect.ts'
import type { Store } from './store.ts'

/** Of one intake: 16 receive (sql-store.ts), the rest read and settle. PostgreSQL's default limit is 100 for all. */
const maxPostgresConnections = 20
/** Milliseconds until a PostgreSQL that does not answer counts as unreachable. */
const postgresConnectTimeoutMs = 5_000
const oldestPostgres = 150_000

/**
 * `receive`: an intake. SQLite: one process at a time. `administer`: a command beside a running intake.
 * `read`: the ledger.
 */
export type Purpose = 'receive' | 'administer' | 'read'

/** Opens `postgres://…` or the path of a SQLite file, and brings its tables to the newest form. */
export async function openStore(database: string, purpose: Purpose): Promise<Store> {
  return /^postgres(ql)?:\/\//.test(database)
    ? await openPostgres(database)
    : await openSqlite(resolve(database), purpose)
}

async function openSqlite(file: string, purpose: Purpose): Promise<Store> {
  if (purpose !== 'read') mkdirSync(dirname(file), { recursive: true })
  const mode = { receive: 'exclusive', administer: 'shared', read: 'read' } as const
  const thread = await SqliteThread.open({ file, mode: mode[purpose] })
  const db = new Kysely<Tables>({ dialect: new SqliteThreadDialect(thread) })
  if (purpose !== 'read') await migrate(db, 'sqlite')
  // The only process that asked the authority is gone: what it was asking for is due at once.
  if (purpose === 'receive')
    await db
      .updateTable('applications')
      .set({ next_attempt_at: '' })
      .where('decision', '=', 'pending')
      .execute()
  return new SqlStore(db, 'sqlite')
}

async function openPostgres(url: string): Promise<Store> {
  const pool = new Pool({
    connectionString: url,
    max: maxPostgresConnections,
    connectionTimeoutMillis: postgresConnectTimeoutMs,
    // A receipt promises what lies on the disk, whatever the server is set to.
    options: '-c synchronous_commit=on',
  })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num')
    if (Number(rows[0]?.server_version_num) < oldestPostgres)
      throw new StartError('The database must be PostgreSQL 15 or newer.')
    const { rows: durable } = await pool.query<{ fsync: string }>('show fsync')
    if (durable[0]?.fsync !== 'on') throw new StartError('The PostgreSQL server runs with fsync off.')
  } catch (error) {
    await pool.end()
    if (error instanceof StartError) throw error
    throw new StartError(
      `The PostgreSQL database cannot be reached: ${error instanceof Error ? error.message : 'unknown'}.`,
    )
  }
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  await migrate(db, 'postgres')
  return new SqlStore(db, 'postgres')
}
