import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Decision } from '../contract.ts'
import { newReceiptNumber } from '../receipt-number.ts'
import { BoothRegister } from './booth-register.ts'
import { GroupCommit } from './group-commit.ts'
import type { Engine } from './migrations.ts'
import type { Tables } from './schema.ts'
import type {
  NewApplication,
  PendingApplication,
  Reception,
  Settlement,
  Store,
  StoredApplication,
} from './store.ts'

/**
 * How calls share commits. SQLite has one writer and one wait for the disk at a time: everything that waits
 * goes into the next commit (64 envelopes of 300 KB are 19 MB). PostgreSQL joins the commits of its
 * connections itself, and takes large rows faster beside each other than behind each other; only the small
 * settlements are joined.
 */
const joined = {
  sqlite: { receptions: { maxItems: 64, maxBatches: 1 }, settlements: { maxItems: 64, maxBatches: 1 } },
  postgres: { receptions: { maxItems: 1, maxBatches: 16 }, settlements: { maxItems: 64, maxBatches: 2 } },
}
const ledgerPage = 500

const columns = [
  'application_id',
  'booth_id',
  'digest',
  'receipt_number',
  'received_at',
  'decision',
  'reason',
  'decided_at',
] as const
type Row = Pick<Selectable<Tables['applications']>, (typeof columns)[number]>
type Settling = Readonly<{ applicationId: string; settlement: Settlement }>

/** The store over SQL: the same statements for SQLite and PostgreSQL, but for the lock of `claimDue`. */
export class SqlStore extends BoothRegister implements Store {
  readonly #db: Kysely<Tables>
  readonly #engine: Engine
  readonly #receptions: GroupCommit<NewApplication, Reception>
  readonly #settlements: GroupCommit<Settling, StoredApplication>

  constructor(db: Kysely<Tables>, engine: Engine) {
    super(db)
    this.#db = db
    this.#engine = engine
    const { receptions, settlements } = joined[engine]
    this.#receptions = new GroupCommit(async (items) => await this.#receiveAll(items), receptions)
    this.#settlements = new GroupCommit(async (items) => await this.#settleAll(items), settlements)
  }

  receive = async (application: NewApplication): Promise<Reception> => await this.#receptions.add(application)

  settle = async (applicationId: string, settlement: Settlement): Promise<StoredApplication> =>
    await this.#settlements.add({ applicationId, settlement })

  async find(applicationId: string): Promise<StoredApplication | undefined> {
    const row = await this.#db
      .selectFrom('applications')
      .select(columns)
      .where('application_id', '=', applicationId)
      .executeTakeFirst()
    return row && stored(row)
  }

  async formIsOpen(formMark: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('applications')
      .select('application_id')
      .where('form_mark', '=', formMark)
      .executeTakeFirst()
    return row !== undefined
  }

  async claimDue(now: string, until: string, limit: number): Promise<readonly PendingApplication[]> {
    return await this.#db.transaction().execute(async (transaction) => {
      let due = transaction
        .selectFrom('applications')
        .select('application_id')
        .where('decision', '=', 'pending')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(limit)
      // Several intakes on one database each take others' rows; SQLite has one process and one writer.
      if (this.#engine === 'postgres') due = due.forUpdate().skipLocked()
      const ids = (await due.execute()).map((row) => row.application_id)
      if (ids.length === 0) return []
      await transaction
        .updateTable('applications')
        .set({ next_attempt_at: until, attempts: sql`attempts + 1` })
        .where('application_id', 'in', ids)
        .execute()
      const rows = await transaction
        .selectFrom('applications')
        .select(['application_id', 'booth_id', 'sealed', 'attempts'])
        .where('application_id', 'in', ids)
        .execute()
      return rows.map((row) => ({
        applicationId: row.application_id,
        boothId: row.booth_id,
        sealed: row.sealed ?? new Uint8Array(),
        attempts: row.attempts,
      }))
    })
  }

  async postpone(applicationId: string, nextAttemptAt: string): Promise<void> {
    await this.#db
      .updateTable('applications')
      .set({ next_attempt_at: nextAttemptAt })
      .where('application_id', '=', applicationId)
      .where('decision', '=', 'pending')
      .execute()
  }

  async *ledger(): AsyncIterable<StoredApplication> {
    let after = ''
    for (;;) {
      const rows = await this.#db
        .selectFrom('applications')
        .select(columns)
        .where('application_id', '>', after)
        .orderBy('application_id')
        .limit(ledgerPage)
        .execute()
      for (const row of rows) yield stored(row)
      const last = rows.at(-1)
      if (!last || rows.length < ledgerPage) return
      after = last.application_id
    }
  }

  async counts(): Promise<Readonly<Record<Decision, number>>> {
    const rows = await this.#db
      .selectFrom('applications')
      .select(['decision', (expression) => expression.fn.countAll().as('count')])
      .groupBy('decision')
      .execute()
    const counts = { accepted: 0, refused: 0, pending: 0 }
    for (const row of rows) counts[row.decision] = Number(row.count)
    return counts
  }

  async closeForms(acceptedBefore: string): Promise<number> {
    const { numUpdatedRows } = await this.#db
      .updateTable('applications')
      .set({ form_mark: null })
      .where('form_mark', 'is not', null)
      .where('decision', '=', 'accepted')
      .where('decided_at', '<', acceptedBefore)
      .executeTakeFirst()
    return Number(numUpdatedRows)
  }

  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db)
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }

  /** One statement, hence one commit, for all that is new. */
  async #receiveAll(items: readonly NewApplication[]): Promise<readonly Reception[]> {
    const rows = await this.#db
      .insertInto('applications')
      .values(items.map((item) => newRow(item)))
      .onConflict((conflict) => conflict.doNothing())
      .returning(columns)
      .execute()
    const fresh = new Map(rows.map((row) => [row.application_id, stored(row)]))
    const answers: Reception[] = []
    for (const item of items) {
      const application = fresh.get(item.applicationId)
      // The same application may stand twice in a batch: its first occurrence is the new one.
      fresh.delete(item.applicationId)
      answers.push(application ? { kind: 'new', application } : await this.#receiveKnown(item))
    }
    return answers
  }

  /** Why a row was not inserted: the application is known, its form is open, or the receipt number is taken. */
  async #receiveKnown(item: NewApplication): Promise<Reception> {
    const known = await this.find(item.applicationId)
    if (known) return isSame(known, item) ? { kind: 'known', application: known } : { kind: 'conflict' }
    const refused = {
      decision: 'refused',
      reason: 'form-id-in-progress',
      decided_at: item.receivedAt,
      form_mark: null,
      sealed: null,
    } as const
    const row = await this.#db
      .insertInto('applications')
      .values({ ...newRow(item), ...((await this.formIsOpen(item.formMark)) ? refused : {}) })
      .returning(columns)
      .executeTakeFirstOrThrow()
    return { kind: 'new', application: stored(row) }
  }

  async #settleAll(items: readonly Settling[]): Promise<readonly StoredApplication[]> {
    const settled = new Map<string, StoredApplication>()
    for (const { settlement, applicationIds } of bySettlement(items)) {
      const rows = await this.#db
        .updateTable('applications')
        .set({
          decision: settlement.decision,
          decided_at: new Date().toISOString(),
          sealed: null,
          ...(settlement.decision === 'refused' ? { reason: settlement.reason, form_mark: null } : {}),
        })
        .where('application_id', 'in', applicationIds)
        .where('decision', '=', 'pending')
        .returning(columns)
        .execute()
      for (const row of rows) settled.set(row.application_id, stored(row))
    }
    const answers: StoredApplication[] = []
    for (const { applicationId } of items) {
      // Not among them: another intake was first, and its decision stands.
      const application = settled.get(applicationId) ?? (await this.find(applicationId))
      if (!application) throw new Error('An application was settled that was never received.')
      answers.push(application)
    }
    return answers
  }
}

const newRow = (item: NewApplication) => ({
  application_id: item.applicationId,
  booth_id: item.boothId,
  digest: item.digest,
  receipt_number: newReceiptNumber(),
  received_at: item.receivedAt,
  form_mark: item.formMark,
  decision: 'pending' as const,
  reason: null,
  decided_at: null,
  next_attempt_at: item.nextAttemptAt,
  attempts: 0,
  sealed: item.sealed,
})

const isSame = (known: StoredApplication, item: NewApplication): boolean =>
  known.digest === item.digest && known.boothId === item.boothId

const stored = (row: Row): StoredApplication => ({
  applicationId: row.application_id,
  boothId: row.booth_id,
  digest: row.digest,
  receiptNumber: row.receipt_number,
  receivedAt: row.received_at,
  decision: row.decision,
  reason: row.reason,
  decidedAt: row.decided_at,
})

function bySettlement(items: readonly Settling[]) {
  const groups = new Map<string, { settlement: Settlement; applicationIds: string[] }>()
  for (const { settlement, applicationId } of items) {
    const key = settlement.decision === 'refused' ? settlement.reason : settlement.decision
    const group = groups.get(key) ?? { settlement, applicationIds: [] }
    group.applicationIds.push(applicationId)
    groups.set(key, group)
  }
  return groups.values()
}
