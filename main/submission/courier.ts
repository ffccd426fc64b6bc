import type { Journal } from '../journal/journal.ts'
import type { IntakeKey, IntakeKeys, ReceiptClaims } from '../../intake/contract.ts'
import type { CourierTiming } from './courier-timing.ts'
import type { Exchange, IntakeClient } from './intake-client.ts'
import type { Outbox } from './outbox.ts'
import { StorageError } from './outbox.ts'
import type { OutboxRow } from './outbox-store.ts'
import { Pace, instant } from './pace.ts'
import type { Setback } from './pace.ts'
import { verifyReceipt } from './receipts.ts'
import { digestOf } from './seal.ts'

export type LinkState = 'unknown' | 'reachable' | 'unreachable' | 'refusing'

export type CourierOptions = Readonly<{
  outbox: Outbox
  client: Pick<IntakeClient, 'put' | 'status' | 'keys'>
  boothId: string
  receiptKey: (kid: string) => IntakeKey | undefined
  /** @returns whether anything changed. */
  takeKeys: (keys: IntakeKeys) => boolean
  /** Whether the clock is known to be wrong: then it is measured more often. */
  clockWrong: () => boolean
  journal: Journal
  timing: CourierTiming
  random: () => number
  /** Something a person could see has changed: a row or the line. */
  onChange: () => void
  /** The disk refuses, in its own words, or does so no more. */
  onStorage: (fault: string | undefined) => void
}>

/**
 * Carries the outbox to the intake: one row at a time, as often as it takes. A row leaves only by a verified
 * receipt, or into quarantine; whatever is not understood is tried again.
 */
export class Courier {
  readonly #options: CourierOptions
  readonly #pace: Pace
  readonly #stop = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #wake: () => void = () => {}
  #woken = false

  #link: LinkState = 'unknown'
  #keysAt = 0
  #decisionsAt = 0
  #newest: string | undefined
  readonly #watched = new Map<string, number>()
  readonly #listeners = new Set<(row: string | undefined) => void>()

  constructor(options: CourierOptions) {
    this.#options = options
    this.#pace = new Pace(options.timing, options.random)
  }

  start(): void {
    this.#running = this.#run()
  }

  get link(): LinkState {
    return this.#link
  }

  /** True while an attempt would be refused or unwelcome: there is no use in an applicant's waiting for one. */
  get knownDown(): boolean {
    return this.#link === 'refusing' || this.#pace.askedToWait
  }

  /** A row was added: it is tried at once, unless the intake itself asked for a pause. */
  nudge(id: string): void {
    this.#newest = id
    this.#pace.hurry()
    this.#woken = true
    this.#wake()
  }

  /** Rows that somebody waits for go first. @returns ends the watch. */
  watch(id: string): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1)
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1
      if (left > 0) this.#watched.set(id, left)
      else this.#watched.delete(id)
    }
  }

  /** Told of each row that changed; with `undefined`, that the line went down. */
  onProgress(listener: (row: string | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Breaks off what is under way; a row that was being sent is asked about at the next start. */
  async close(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    const { timing } = this.#options
    while (!this.#stop.signal.aborted) {
      let pause = timing.idlePollMs
      try {
        pause = await this.#turn()
        this.#options.onStorage(undefined)
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        this.#options.onStorage(error.message)
      }
      await this.#sleep(Math.min(pause, timing.idlePollMs))
    }
  }

  /** One piece of work. @returns milliseconds until there may be more. */
  async #turn(): Promise<number> {
    if (this.#link === 'unknown' && (await this.#oldestHeld()) !== undefined) this.#setLink('refusing')
    if (this.#link === 'refusing') return await this.#whileRefused()
    const paused = this.#pace.pauseLeft()
    if (paused > 0) return paused
    if (instant() >= this.#keysAt) {
      await this.#refreshKeys()
      return 0
    }
    const row = await this.#nextRow()
    if (row) {
      await this.#deliver(row)
      return 0
    }
    if (instant() >= this.#decisionsAt) await this.#askDecisions()
    return Math.min(this.#keysAt - instant(), this.#pace.postponedLeft())
  }

  async #nextRow(): Promise<OutboxRow | undefined> {
    const wanted = [...this.#watched.keys(), ...(this.#newest === undefined ? [] : [this.#newest])]
    return await this.#options.outbox.call('next', wanted, this.#pace.postponed())
  }

  async #deliver(row: OutboxRow): Promise<void> {
    const { outbox, client } = this.#options
    const { signal } = this.#stop
    if (row.state === 'sending') {
      // An earlier attempt ended without an answer: ask before sending.
      const known = await client.status(row.id, signal)
      if (known.kind !== 'not-found') return await this.#conclude(row, known)
    }
    const envelope = await outbox.call('envelope', row.id)
    if (!envelope || digestOf(envelope) !== row.digest) return await this.#quarantine(row, 'damaged')
    await outbox.call('sending', row.id)
    return await this.#conclude(row, await client.put(row.id, envelope, signal))
  }

  async #conclude(row: OutboxRow, answer: Exchange<string>): Promise<void> {
    switch (answer.kind) {
      case 'answer':
        return await this.#settle(row, answer.value)
      case 'envelope-refused':
        this.#reached()
        return await this.#quarantine(row, answer.because)
      case 'booth-refused':
        return await this.#refused(answer.because)
      case 'not-found':
        return await this.#failed(row, { because: 'http-404', concernsAll: false })
      case 'failed':
        return await this.#failed(row, answer)
      case 'aborted':
    }
  }

  async #settle(row: OutboxRow, token: string): Promise<void> {
    const { outbox, journal } = this.#options
    const receipt = await this.#verified(row, token)
    if (!receipt.ok) {
      journal.record('receipt-refused', { reference: row.reference, because: receipt.because })
      // Genuine, but for other bytes under the same ID: no repetition will mend that.
      if (receipt.because === 'for-another-content') return await this.#quarantine(row, 'conflict')
      return await this.#failed(row, { because: `receipt-${receipt.because}`, concernsAll: false })
    }
    const { claims } = receipt
    await outbox.call('settle', row.id, {
      receipt: token,
      receiptNumber: claims.receiptNumber,
      decision: claims.decision,
      reason: claims.reason ?? null,
    })
    journal.record('application-settled', {
      reference: row.reference,
      receiptNumber: claims.receiptNumber,
      decision: claims.decision,
      reason: claims.reason ?? null,
    })
    this.#reached()
    this.#progress(row.id)
  }

  async #verified(
    row: OutboxRow,
    token: string,
  ): Promise<{ ok: true; claims: ReceiptClaims } | { ok: false; because: string }> {
    const expected = { applicationId: row.id, boothId: this.#options.boothId, digest: row.digest }
    let verified = await verifyReceipt(token, expected, this.#options.receiptKey)
    if (!verified.ok && verified.error === 'unknown-key') {
      await this.#refreshKeys()
      verified = await verifyReceipt(token, expected, this.#options.receiptKey)
    }
    return verified.ok ? { ok: true, claims: verified.value } : { ok: false, because: verified.error }
  }

  async #quarantine(row: OutboxRow, because: string): Promise<void> {
    await this.#options.outbox.call('quarantine', row.id, because)
    this.#options.journal.record('application-quarantined', { reference: row.reference, because })
    this.#progress(row.id)
  }

  async #failed(row: OutboxRow, failure: Setback & Readonly<{ because: string }>): Promise<void> {
    const { timing, journal, outbox } = this.#options
    const { pause, asked } = this.#pace.failed(row.id, failure)
    await outbox.call('failed', row.id, failure.because)
    journal.record('sending-failed', {
      reference: row.reference,
      because: failure.because,
      failures: this.#pace.failures,
      retryInSeconds: Math.ceil(pause / 1000),
    })
    if (this.#pace.failures > 1 || asked > timing.applicantWaitMs || this.#link === 'unreachable') {
      this.#setLink('unreachable')
      this.#progress(undefined)
    } else {
      this.#options.onChange()
    }
  }

  async #refused(because: string): Promise<void> {
    const { outbox, journal } = this.#options
    this.#pace.refused()
    this.#setLink('refusing')
    const count = await outbox.call('holdAll', because)
    if (count > 0) journal.record('application-held', { because, count })
    this.#progress(undefined)
  }

  /** Everything is held; now and then, or by the operator's `retry`, one row is asked about. */
  async #whileRefused(): Promise<number> {
    const { outbox, client } = this.#options
    const waiting = await outbox.call('next', [], [])
    const retried = waiting?.state === 'sending' ? waiting : undefined
    if (waiting && !retried) await this.#holdNewcomers()
    const left = this.#pace.probeLeft()
    if (!retried && left > 0) return left
    const asked = retried?.id ?? (await this.#oldestHeld())
    const answer =
      asked === undefined
        ? await client.keys(this.#stop.signal)
        : await client.status(asked, this.#stop.signal)
    if (answer.kind === 'answer' || answer.kind === 'not-found') {
      this.#reached()
      await outbox.call('releaseHeld')
      return 0
    }
    if (answer.kind === 'booth-refused') await this.#refused(answer.because)
    else this.#pace.refused()
    return this.#pace.probeLeft()
  }

  async #holdNewcomers(): Promise<void> {
    const count = await this.#options.outbox.call('holdAll', 'booth-refused')
    this.#options.journal.record('application-held', { because: 'booth-refused', count })
    this.#progress(undefined)
  }

  async #oldestHeld(): Promise<string | undefined> {
    const rows = await this.#options.outbox.call('rows')
    return rows.find((row) => row.state === 'held')?.id
  }

  /** Also tells whether the line is there before anybody needs it, and how wrong the clock is. */
  async #refreshKeys(): Promise<void> {
    const { timing, client, clockWrong, takeKeys, journal } = this.#options
    const answer = await client.keys(this.#stop.signal)
    if (answer.kind === 'answer') {
      if (takeKeys(answer.value)) journal.record('intake-keys-changed')
      this.#reached()
    } else if (answer.kind === 'booth-refused') {
      await this.#refused(answer.because)
    } else if (answer.kind === 'failed' && answer.concernsAll) {
      this.#setLink('unreachable')
    }
    const soon = answer.kind !== 'answer' || clockWrong()
    this.#keysAt = instant() + (soon ? timing.clockEveryMs : timing.keysEveryMs)
  }

  async #askDecisions(): Promise<void> {
    const { outbox, client, journal, timing } = this.#options
    this.#decisionsAt = instant() + timing.decisionsEveryMs
    for (const row of await outbox.call('undecided', 20)) {
      const answer = await client.status(row.id, this.#stop.signal)
      if (answer.kind !== 'answer') return
      const receipt = await this.#verified(row, answer.value)
      if (!receipt.ok) {
        journal.record('receipt-refused', { reference: row.reference, because: receipt.because })
        continue
      }
      const { receiptNumber, decision, reason = null } = receipt.claims
      await outbox.call('settle', row.id, { receipt: answer.value, receiptNumber, decision, reason })
      if (decision === 'pending') continue
      journal.record('application-decided', { receiptNumber, decision, reason })
      this.#progress(row.id)
    }
  }

  #reached(): void {
    this.#pace.reached()
    this.#setLink('reachable')
  }

  #setLink(state: LinkState): void {
    if (this.#link === state) return
    this.#link = state
    this.#options.journal.record('intake-link', { state })
    this.#options.onChange()
  }

  #progress(row: string | undefined): void {
    this.#options.onChange()
    for (const listener of this.#listeners) listener(row)
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (this.#stop.signal.aborted) return
    if (!this.#woken && milliseconds > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = resolve
      await promise
      clearTimeout(timer)
    }
    this.#woken = false
  }
}
