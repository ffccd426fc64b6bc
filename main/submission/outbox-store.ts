import { readdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Decision, RefusalReason } from '../../intake/contract.ts'
import type { Result } from '../../hardware/result.ts'
import { err, ok } from '../../hardware/result.ts'
import { openOutboxFile, outboxExists, reopenOutboxFile, sqliteCode, sqliteFull } from './outbox-file.ts'
import type { SetAside } from './outbox-file.ts'

export type OutboxState = 'queued' | 'sending' | 'settled' | 'held' | 'quarantined'

/** A row without its envelope: nothing of it is personal data. Times are milliseconds since 1970. */
export type OutboxRow = Readonly<{
  id: string
  reference: string
  state: OutboxState
  digest: string
  bytes: number
  createdAt: number
  changedAt: number
  attempts: number
  fault: string | null
  receiptNumber: string | null
  decision: Decision | null
  reason: RefusalReason | null
}>

export type NewRow = Readonly<{
  id: string
  reference: string
  formMac: Uint8Array
  envelope: Uint8Array
  digest: string
}>

export type OutboxLimits = Readonly<{
  /** Sealed applications that wait at most. */
  maxWaiting: number
  /** Free bytes below which nothing new is taken. */
  minFreeBytes: number
}>

export type AddFault =
  | Readonly<{ code: 'already-kept'; reference: string }>
  | Readonly<{ code: 'queue-full' | 'disk-full' | 'storage-failed' }>

export type OutboxCounts = Readonly<{
  /** Queued and sending. */
  queued: number
  held: number
  quarantined: number
  undecided: number
  /** Of all that still lie sealed. */
  oldestAt: number | null
  freeBytes: number
  /** Damaged files kept in `set-aside/`. */
  setAside: number
}>

export type Settlement = Readonly<{
  receipt: string
  receiptNumber: string
  decision: Decision
  reason: RefusalReason | null
}>

const rowColumns = `id, reference, state, digest, bytes, created_at AS createdAt, changed_at AS changedAt,
  attempts, fault, receipt_number AS receiptNumber, decision, reason`

/**
 * The outbox in SQLite, synchronous: it lives in the outbox's worker thread, and in the command line.
 * What a method has returned from is durable.
 */
export class OutboxStore {
  readonly #folder: string
  readonly #now: () => Date
  #db: DatabaseSync | undefined
  /** Rows whose commit failed half-way: the disk may hold them although their applicant was told no. */
  readonly #unsure = new Set<string>()
  /** What happened to a damaged file at opening. */
  readonly setAside: SetAside | undefined

  private constructor(folder: string, now: () => Date, db: DatabaseSync, setAside?: SetAside) {
    this.#folder = folder
    this.#now = now
    this.#db = db
    this.setAside = setAside
  }

  /** For the one process that sends: the folder is made where absent, a damaged file set aside. */
  static open(folder: string, now: () => Date = () => new Date()): OutboxStore {
    const { db, setAside } = openOutboxFile(folder, now())
    return new OutboxStore(folder, now, db, setAside)
  }

  /** Beside a booth service that may be running: repairs nothing. @throws where there is no outbox. */
  static attach(folder: string, now: () => Date = () => new Date()): OutboxStore {
    if (!outboxExists(folder)) throw new Error('There is no outbox in this folder.')
    return new OutboxStore(folder, now, reopenOutboxFile(folder))
  }

  /** Commits one sealed application. `ok` is returned after the disk has it. */
  add(row: NewRow, limits: OutboxLimits): Result<void, AddFault> {
    try {
      const kept = this.keptReference(row.formMac)
      if (kept !== undefined) return err({ code: 'already-kept', reference: kept })
      const counts = this.counts()
      if (counts.queued + counts.held + counts.quarantined >= limits.maxWaiting)
        return err({ code: 'queue-full' })
      if (counts.freeBytes < limits.minFreeBytes) return err({ code: 'disk-full' })
      const now = this.#now().getTime()
      this.#run(
        `INSERT INTO application (id, reference, form_mac, state, digest, bytes, created_at, changed_at, envelope)
         VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?)`,
        row.id,
        row.reference,
        row.formMac,
        row.digest,
        row.envelope.byteLength,
        now,
        now,
        row.envelope,
      )
      return ok(undefined)
    } catch (error) {
      this.#doubt(row.id)
      return err({ code: sqliteCode(error) === sqliteFull ? 'disk-full' : 'storage-failed' })
    }
  }

  /** The row to send next: one that somebody waits for, else the oldest. */
  next(wanted: readonly string[], postponed: readonly string[]): OutboxRow | undefined {
    return this.#row(
      `SELECT ${rowColumns} FROM application
       WHERE state IN ('queued', 'sending') AND id NOT IN (SELECT value FROM json_each(?))
       ORDER BY id IN (SELECT value FROM json_each(?)) DESC, created_at, id LIMIT 1`,
      JSON.stringify(postponed),
      JSON.stringify(wanted),
    )
  }

  row(id: string): OutboxRow | undefined {
    return this.#row(`SELECT ${rowColumns} FROM application WHERE id = ?`, id)
  }

  rows(): readonly OutboxRow[] {
    return this.#all(`SELECT ${rowColumns} FROM application ORDER BY created_at, id`).map(asRow)
  }

  envelope(id: string): Uint8Array | undefined {
    const bytes = this.#get('SELECT envelope FROM application WHERE id = ?', id)?.['envelope']
    return bytes instanceof Uint8Array ? bytes : undefined
  }

  /** Before the first byte leaves: after a crash a `sending` row is asked about before it is sent again. */
  sending(id: string): void {
    this.#run(
      `UPDATE application SET state = 'sending', attempts = attempts + 1, changed_at = ?
       WHERE id = ? AND state IN ('queued', 'sending')`,
      this.#now().getTime(),
      id,
    )
  }

  failed(id: string, fault: string): void {
    this.#run(
      `UPDATE application SET fault = ?, changed_at = ? WHERE id = ? AND state IN ('queued', 'sending')`,
      fault,
      this.#now().getTime(),
      id,
    )
  }

  /** Custody has passed: the sealed bytes and the form's HMAC go, the receipt stays. */
  settle(id: string, settlement: Settlement): void {
    this.#run(
      `UPDATE application SET state = 'settled', envelope = NULL, form_mac = NULL, fault = NULL,
         receipt = ?, receipt_number = ?, decision = ?, reason = ?, changed_at = ? WHERE id = ?`,
      settlement.receipt,
      settlement.receiptNumber,
      settlement.decision,
      settlement.reason,
      this.#now().getTime(),
      id,
    )
  }

  /** Everything that waits is held for the operator. @returns how many were not held before. */
  holdAll(fault: string): number {
    return this.#run(
      `UPDATE application SET state = 'held', fault = ?, changed_at = ? WHERE state IN ('queued', 'sending')`,
      fault,
      this.#now().getTime(),
    )
  }

  /** Held rows may go on; as `sending`, so that the intake is asked first what it has of them. */
  releaseHeld(): number {
    return this.#run(
      `UPDATE application SET state = 'sending', fault = NULL, changed_at = ? WHERE state = 'held'`,
      this.#now().getTime(),
    )
  }

  quarantine(id: string, fault: string): void {
    this.#run(
      `UPDATE application SET state = 'quarantined', fault = ?, changed_at = ?
       WHERE id = ? AND state IN ('queued', 'sending')`,
      fault,
      this.#now().getTime(),
      id,
    )
  }

  /** The operator's "try again" for a held or quarantined row. @returns whether there was one. */
  retry(id: string): boolean {
    const changed = this.#run(
      `UPDATE application SET state = 'sending', fault = NULL, attempts = 0, changed_at = ?
       WHERE id = ? AND state IN ('held', 'quarantined')`,
      this.#now().getTime(),
      id,
    )
    return changed > 0
  }

  keptReference(formMac: Uint8Array): string | undefined {
    const reference = this.#get('SELECT reference FROM application WHERE form_mac = ?', formMac)?.[
      'reference'
    ]
    return typeof reference === 'string' ? reference : undefined
  }

  /** Settled ones on which the authority has still to decide, the longest unasked first. */
  undecided(limit: number): readonly OutboxRow[] {
    return this.#all(
      `SELECT ${rowColumns} FROM application WHERE state = 'settled' AND decision = 'pending'
       ORDER BY changed_at LIMIT ?`,
      limit,
    ).map(asRow)
  }

  /** Deletes receipts older than `before`; whatever is still sealed or undecided stays whatever its age. */
  prune(before: Date): number {
    return this.#run(
      `DELETE FROM application WHERE state = 'settled' AND decision <> 'pending' AND changed_at < ?`,
      before.getTime(),
    )
  }

  counts(): OutboxCounts {
    const row = this.#get(
      `SELECT count(*) FILTER (WHERE state IN ('queued', 'sending')) AS queued,
              count(*) FILTER (WHERE state = 'held') AS held,
              count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
              count(*) FILTER (WHERE state = 'settled' AND decision = 'pending') AS undecided,
              min(created_at) FILTER (WHERE state <> 'settled') AS oldestAt
       FROM application`,
    )
    const disk = statfsSync(this.#folder)
    return {
      queued: Number(row?.['queued']),
      held: Number(row?.['held']),
      quarantined: Number(row?.['quarantined']),
      undecided: Number(row?.['undecided']),
      oldestAt: typeof row?.['oldestAt'] === 'number' ? row['oldestAt'] : null,
      freeBytes: disk.bavail * disk.bsize,
      setAside: countSetAside(this.#folder),
    }
  }

  close(): void {
    this.#db?.close()
    this.#db = undefined
  }

  /**
   * After a failed commit nobody knows what the disk holds: the log may end in a whole transaction whose sync
   * failed, and a later start would find it. So the file is opened anew and the row deleted, durably, before
   * anything else is done; until that has worked every call fails.
   */
  #doubt(id: string): void {
    this.#unsure.add(id)
    try {
      this.close()
    } catch {
      this.#db = undefined
    }
    try {
      this.#opened()
    } catch {
      // Still failing: the next call tries again.
    }
  }

  #opened(): DatabaseSync {
    this.#db ??= reopenOutboxFile(this.#folder)
    for (const id of this.#unsure) {
      this.#db.prepare('DELETE FROM application WHERE id = ?').run(id)
      this.#unsure.delete(id)
    }
    return this.#db
  }

  #get(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined {
    return this.#opened()
      .prepare(sql)
      .get(...values)
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[] {
    return this.#opened()
      .prepare(sql)
      .all(...values)
  }

  #row(sql: string, ...values: SQLInputValue[]): OutboxRow | undefined {
    const row = this.#get(sql, ...values)
    return row && asRow(row)
  }

  #run(sql: string, ...values: SQLInputValue[]): number {
    return Number(
      this.#opened()
        .prepare(sql)
        .run(...values).changes,
    )
  }
}

/** The table's CHECKs vouch for the shape. */
const asRow = (row: Record<string, SQLOutputValue>): OutboxRow => row as unknown as OutboxRow

const countSetAside = (folder: string): number => {
  try {
    return readdirSync(join(folder, 'set-aside')).length
  } catch {
    return 0
  }
}
