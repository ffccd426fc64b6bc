import type { Journal } from '../journal/journal.ts'
import type { SubmissionHealth } from './contract.ts'
import type { LinkState } from './courier.ts'
import type { SubmissionLimits } from './limits.ts'
import type { OutboxCounts } from './outbox-store.ts'

/** Milliseconds between the wall clock and the one that cannot be set: changes only when somebody sets the clock. */
const wallOffset = (now: () => Date): number => now().getTime() - performance.now()

/** Gathers what is known of sending into one health, tells listeners of changes, and journals what becomes a worry. */
export class HealthWatch {
  readonly #journal: Journal
  readonly #limits: SubmissionLimits
  readonly #now: () => Date
  readonly #listeners = new Set<(health: SubmissionHealth) => void>()
  #counts: OutboxCounts | undefined
  #link: LinkState = 'unknown'
  #storageFault: string | undefined
  #skew: Readonly<{ milliseconds: number; offset: number }> | undefined
  #told = ''
  #worries: ReadonlySet<string> = new Set()

  constructor(journal: Journal, limits: SubmissionLimits, now: () => Date) {
    this.#journal = journal
    this.#limits = limits
    this.#now = now
  }

  counted(counts: OutboxCounts): void {
    this.#counts = counts
    this.#tell()
  }

  linked(link: LinkState): void {
    this.#link = link
    this.#tell()
  }

  /** @param fault what the disk or SQLite says, or nothing where it works. */
  storage(fault: string | undefined): void {
    this.#storageFault = fault
    this.#tell()
  }

  measuredSkew(milliseconds: number): void {
    this.#skew = { milliseconds, offset: wallOffset(this.#now) }
    this.#tell()
  }

  current(): SubmissionHealth {
    const counts = this.#counts
    const skew = this.#clockSkew()
    const because = this.#because(skew)
    return {
      ready: because === undefined,
      ...(because !== undefined && { because }),
      queued: counts?.queued ?? 0,
      held: counts?.held ?? 0,
      quarantined: counts?.quarantined ?? 0,
      setAside: counts?.setAside ?? 0,
      oldestQueuedAt: typeof counts?.oldestAt === 'number' ? new Date(counts.oldestAt) : null,
      intake: this.#link,
      clockSkewMs: skew,
    }
  }

  onChange(listener: (health: SubmissionHealth) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** As measured at the last answer, and moved along where the clock was set since. */
  #clockSkew(): number | null {
    if (!this.#skew) return null
    return Math.round(this.#skew.milliseconds + wallOffset(this.#now) - this.#skew.offset)
  }

  #because(skew: number | null): SubmissionHealth['because'] {
    if (this.#storageFault !== undefined) return 'storage-failed'
    if (skew !== null && Math.abs(skew) > this.#limits.maxClockSkewMs) return 'clock-wrong'
    if (!this.#counts) return undefined
    if (waiting(this.#counts) >= this.#limits.maxWaiting) return 'queue-full'
    if (this.#counts.freeBytes < this.#limits.minFreeBytes) return 'disk-full'
    return undefined
  }

  #tell(): void {
    const health = this.current()
    this.#journalWorries(health)
    // A skew wanders by milliseconds all the time; seconds are news.
    const skew = health.clockSkewMs === null ? null : Math.round(health.clockSkewMs / 1000)
    const news = JSON.stringify({ ...health, clockSkewMs: skew })
    if (news === this.#told) return
    this.#told = news
    for (const listener of this.#listeners) listener(health)
  }

  /** Each worry once, when it begins. */
  #journalWorries(health: SubmissionHealth): void {
    const worries = this.#worriesOf(health)
    for (const worry of worries) {
      if (this.#worries.has(worry)) continue
      if (worry === 'clock-wrong') {
        this.#journal.record('clock-wrong', { skewSeconds: Math.round((health.clockSkewMs ?? 0) / 1000) })
      } else if (worry === 'storage-failed') {
        this.#journal.record('outbox-failed', { because: this.#storageFault ?? '' })
      } else {
        this.#journal.record('outbox-filling', { because: worry, waiting: health.queued + health.held })
      }
    }
    this.#worries = worries
  }

  #worriesOf(health: SubmissionHealth): ReadonlySet<string> {
    const worries = new Set<string>()
    const { because } = health
    if (because === 'clock-wrong' || because === 'storage-failed') worries.add(because)
    const counts = this.#counts
    if (!counts) return worries
    const { maxWaiting, warnShare, warnFreeBytes, warnAgeMs } = this.#limits
    if (waiting(counts) >= maxWaiting * warnShare) worries.add('count')
    if (counts.freeBytes < warnFreeBytes) worries.add('disk')
    if (counts.oldestAt !== null && this.#now().getTime() - counts.oldestAt > warnAgeMs) worries.add('age')
    return worries
  }
}

const waiting = (counts: OutboxCounts): number => counts.queued + counts.held + counts.quarantined
