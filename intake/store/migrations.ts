import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Migration } from 'kysely/migration'
import { StartError } from '../start-error.ts'
import type { Tables } from './schema.ts'

export type Engine = 'sqlite' | 'postgres'

const first = (engine: Engine): Migration => ({
  async up(db) {
    await db.schema
      .createTable('applications')
      .addColumn('application_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('booth_id', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('receipt_number', 'text', (column) => column.notNull().unique())
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addColumn('form_mark', 'text')
      .addColumn('decision', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('decided_at', 'text')
      .addColumn('next_attempt_at', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      // Last: whoever reads the others does not walk through 300 KB.
      .addColumn('sealed', engine === 'sqlite' ? 'blob' : 'bytea')
      .addCheckConstraint('sealed_while_pending', sql`(decision = 'pending') = (sealed is not null)`)
      .execute()
    // Ciphertext does not compress: PostgreSQL need not try.
    if (engine === 'postgres')
      await sql`alter table applications alter column sealed set storage external`.execute(db)
    await db.schema
      .createIndex('one_open_application_per_form')
      .unique()
      .on('applications')
      .column('form_mark')
      .where('form_mark', 'is not', null)
      .execute()
    await db.schema
      .createIndex('pending_by_next_attempt')
      .on('applications')
      .column('next_attempt_at')
      .where(sql.ref('decision'), '=', 'pending')
      .execute()
    await db.schema
      .createTable('booths')
      .addColumn('booth_id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('enrolled_at', 'text', (column) => column.notNull())
      .addColumn('revoked_at', 'text')
      .execute()
    await db.schema
      .createTable('booth_keys')
      .addColumn('kid', 'text', (column) => column.primaryKey().notNull())
      .addColumn('booth_id', 'text', (column) => column.notNull())
      .addColumn('x', 'text', (column) => column.notNull())
      .addColumn('revoked_at', 'text')
      .execute()
    await db.schema
      .createTable('booth_certificates')
      .addColumn('fingerprint', 'text', (column) => column.primaryKey().notNull())
      .addColumn('booth_id', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .execute()
  },
})

/** Brings the database to the newest form; throws a StartError if it is newer than this program. */
export async function migrate(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const migrations = { '0001-first': first(engine) }
  const provider = { getMigrations: () => Promise.resolve(migrations) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error instanceof Error && error.message.startsWith('corrupted migrations'))
    throw new StartError('The database was made by a newer intake than this one.')
  if (error) throw error
}
