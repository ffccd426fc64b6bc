import type { Journal } from '../journal/journal.ts'
import { err, ok } from '../../hardware/result.ts'
import type { Result } from '../../hardware/result.ts'
import type { CheckAnswer } from '../../intake/contract.ts'
import type {
  Application,
  ConfirmFault,
  Confirmed,
  Outcome,
  Submission,
  SubmissionHealth,
} from './contract.ts'
import { Courier } from './courier.ts'
import { defaultTiming } from './courier-timing.ts'
import type { CourierTiming } from './courier-timing.ts'
import { HealthWatch } from './health-watch.ts'
import { formMac, newApplicationId, newReference } from './identifiers.ts'
import { IntakeClient, checkIntakeUrl, defaultPatience } from './intake-client.ts'
import type { Patience } from './intake-client.ts'
import { KnownIntakeKeys } from './intake-keys.ts'
import { loadBoothKeys } from './keys.ts'
import type { BoothKeys } from './keys.ts'
import { defaultLimits } from './limits.ts'
import type { SubmissionLimits } from './limits.ts'
import { Outbox, StorageError } from './outbox.ts'
import type { OutboxRow } from './outbox-store.ts'
import { lockOutbox } from './outbox-lock.ts'
import { seal } from './seal.ts'

export type SubmissionOptions = Readonly<{
  /** Where the outbox lies; made where absent. */
  outboxFolder: string
  /** What `provision` and `takeEnrolment` wrote. */
  keysFolder: string
  /** https; in development also http to loopback. */
  intakeUrl: string
  development: boolean
  journal: Journal
  limits?: Partial<SubmissionLimits>
  /** For tests of time. */
  now?: () => Date
  random?: () => number
  timing?: Partial<CourierTiming>
  patience?: Partial<Patience>
}>

/**
 * Opens the outbox and begins to send what lies in it. A booth without keys gets a submission that says
 * `not-provisioned` to everything.
 * A disk that refuses makes it `storage-failed`, and is tried again and again.
 * @throws a one-sentence Error where the address may not be used, or another process sends from this outbox.
 */
export const openSubmission = async (options: SubmissionOptions): Promise<Submission> => {
  checkIntakeUrl(options.intakeUrl, options.development)
  const keys = await loadBoothKeys(options.keysFolder)
  if (!keys.ok) {
    options.journal.record('booth-keys-unusable', { because: keys.error.message })
    return notProvisioned
  }
  const submission = new BoothSubmission(options, keys.value, lockOutbox(options.outboxFolder))
  await submission.open()
  return submission
}

/** Receipts of settled applications stay this long for questions over the telephone: the card takes about a month. */
const receiptDays = 90
const day = 24 * 60 * 60_000

class BoothSubmission implements Submission {
  readonly #options: SubmissionOptions
  readonly #keys: BoothKeys
  readonly #unlock: () => void
  readonly #limits: SubmissionLimits
  readonly #timing: CourierTiming
  readonly #now: () => Date
  readonly #outbox: Outbox
  readonly #intakeKeys: KnownIntakeKeys
  readonly #client: IntakeClient
  readonly #courier: Courier
  readonly #health: HealthWatch
  #prunedAt = 0
  #counting = false
  #recount = false
  #watch: NodeJS.Timeout | undefined
  #closing: Promise<void> | undefined

  constructor(options: SubmissionOptions, keys: BoothKeys, unlock: () => void) {
    const { journal, keysFolder, intakeUrl, development, now = () => new Date() } = options
    this.#options = options
    this.#keys = keys
    this.#unlock = unlock
    this.#now = now
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#timing = { ...defaultTiming, ...options.timing }
    this.#outbox = new Outbox(options.outboxFolder, ({ rescued }) =>
      journal.record('outbox-set-aside', { rescued }),
    )
    this.#intakeKeys = new KnownIntakeKeys(keysFolder, keys.enrolment.keys)
    this.#health = new HealthWatch(journal, this.#limits, now)
    this.#client = new IntakeClient({
      url: intakeUrl,
      boothId: keys.identity.boothId,
      tls: keys.tls,
      development,
      patience: { ...defaultPatience, ...options.patience },
      now,
      onClockSkew: (skewMs) => this.#health.measuredSkew(skewMs),
    })
    this.#courier = new Courier({
      outbox: this.#outbox,
      client: this.#client,
      boothId: keys.identity.boothId,
      receiptKey: (kid) => this.#intakeKeys.receiptKey(kid),
      takeKeys: (listed) => this.#intakeKeys.replace(listed),
      clockWrong: () => this.#health.current().because === 'clock-wrong',
      journal,
      timing: this.#timing,
      random: options.random ?? Math.random,
      onChange: () => this.#refresh(),
      onStorage: (fault) => {
        this.#health.storage(fault)
        this.#refresh()
      },
    })
  }

  async open(): Promise<void> {
    this.#recount = true
    await this.#count()
    this.#courier.start()
    // A disk that others fill is noticed without an application.
    this.#watch = setInterval(() => this.#refresh(), this.#timing.idlePollMs)
    this.#watch.unref()
  }

  async confirm(application: Application): Promise<Result<Confirmed, ConfirmFault>> {
    const sealingKey = this.#intakeKeys.sealingKey()
    if (!sealingKey) return this.#notKept({ code: 'not-provisioned' })
    const now = this.#now()
    const confirmed = { applicationId: newApplicationId(now), reference: newReference() }
    const sealed = await seal(
      application,
      { applicationId: confirmed.applicationId, confirmedAt: now },
      this.#keys.identity,
      sealingKey,
    )
    const row = {
      id: confirmed.applicationId,
      reference: confirmed.reference,
      formMac: this.#mac(application.formId),
      ...sealed,
    }
    try {
      const added = await this.#outbox.call('add', row, this.#limits)
      if (!added.ok) return this.#notKept(added.error)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#health.storage(error.message)
      return this.#notKept({ code: 'storage-failed' })
    }
    this.#options.journal.record('application-confirmed', {
      reference: confirmed.reference,
      bytes: sealed.envelope.byteLength,
    })
    this.#health.storage(undefined)
    this.#courier.nudge(confirmed.applicationId)
    this.#refresh()
    return ok(confirmed)
  }

  async outcome(applicationId: string, signal: AbortSignal): Promise<Outcome> {
    const unwatch = this.#courier.watch(applicationId)
    const { promise: held, resolve: giveUp } = Promise.withResolvers<'held'>()
    const changed: (() => void)[] = []
    const stop = this.#courier.onProgress((row) => {
      if (row === undefined) giveUp('held')
      else if (row === applicationId) for (const look of changed.splice(0)) look()
    })
    const onAbort = (): void => giveUp('held')
    signal.addEventListener('abort', onAbort)
    try {
      if (signal.aborted || this.#courier.knownDown) giveUp('held')
      for (;;) {
        const next = new Promise<void>((resolve) => changed.push(resolve))
        const outcome = outcomeOf(await this.#row(applicationId))
        if (outcome) return outcome
        if ((await Promise.race([held, next])) === 'held') {
          return outcomeOf(await this.#row(applicationId)) ?? { kind: 'held' }
        }
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      stop()
      unwatch()
    }
  }

  async check(
    formId: string,
    dateOfBirth: string,
    signal: AbortSignal,
  ): Promise<CheckAnswer['answer'] | 'unreachable'> {
    const answer = await this.#client.check(formId, dateOfBirth, signal)
    return answer.kind === 'answer' ? answer.value : 'unreachable'
  }

  async keptReference(formId: string): Promise<string | undefined> {
    try {
      return await this.#outbox.call('keptReference', this.#mac(formId))
    } catch (error) {
      // Not knowing stops nobody here: `confirm` looks again and fails where the disk does.
      if (error instanceof StorageError) return undefined
      throw error
    }
  }

  health(): SubmissionHealth {
    return this.#health.current()
  }

  onHealth(listener: (health: SubmissionHealth) => void): () => void {
    return this.#health.onChange(listener)
  }

  async close(): Promise<void> {
    await (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    clearInterval(this.#watch)
    await this.#courier.close()
    await this.#client.close()
    await this.#outbox.close()
    this.#unlock()
  }

  #mac(formId: string): Uint8Array {
    return formMac(this.#keys.formMacKey, formId)
  }

  #notKept(fault: ConfirmFault): Result<never, ConfirmFault> {
    this.#options.journal.record('application-not-kept', { because: fault.code })
    if (fault.code === 'storage-failed') this.#health.storage('the disk refused')
    this.#refresh()
    return err(fault)
  }

  async #row(id: string): Promise<OutboxRow | undefined> {
    try {
      return await this.#outbox.call('row', id)
    } catch (error) {
      if (error instanceof StorageError) return undefined
      throw error
    }
  }

  /** Counts anew; what changes while it counts is counted once more, not once each. */
  #refresh(): void {
    this.#health.linked(this.#courier.link)
    this.#recount = true
    if (this.#counting) return
    this.#counting = true
    void this.#count().finally(() => {
      this.#counting = false
    })
  }

  async #count(): Promise<void> {
    try {
      const now = this.#now().getTime()
      if (now - this.#prunedAt > day) {
        this.#prunedAt = now
        await this.#outbox.call('prune', new Date(now - receiptDays * day))
      }
      while (this.#recount) {
        this.#recount = false
        this.#health.counted(await this.#outbox.call('counts'))
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#health.storage(error.message)
    }
  }
}

const outcomeOf = (row: OutboxRow | undefined): Outcome | undefined => {
  switch (row?.state) {
    case 'settled':
      return settledOutcome(row)
    // Pruned or unknown, waiting for the operator: what can be said of all of them.
    case undefined:
    case 'held':
    case 'quarantined':
      return { kind: 'held' }
    case 'queued':
    case 'sending':
      return undefined
  }
}

const settledOutcome = ({ decision, reason, receiptNumber }: OutboxRow): Outcome => {
  if (receiptNumber === null || decision === null) throw new Error('a settled row carries its receipt')
  if (decision !== 'refused') return { kind: decision, receiptNumber }
  if (reason === null) throw new Error('a refusal carries its reason')
  return { kind: 'refused', receiptNumber, reason }
}

const notProvisioned: Submission = {
  confirm: () => Promise.resolve(err({ code: 'not-provisioned' })),
  outcome: () => Promise.resolve({ kind: 'held' }),
  check: () => Promise.resolve('unreachable'),
  keptReference: () => Promise.resolve(undefined),
  health: () => ({
    ready: false,
    because: 'not-provisioned',
    queued: 0,
    held: 0,
    quarantined: 0,
    setAside: 0,
    oldestQueuedAt: null,
    intake: 'unknown',
    clockSkewMs: null,
  }),
  onHealth: () => () => {},
  close: () => Promise.resolve(),
}
