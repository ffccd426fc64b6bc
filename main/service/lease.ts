import { heartbeatMs, missedHeartbeats, type PageReport } from './contract.ts'

export type LeaseAnswer = 'new' | 'same' | 'held-elsewhere'

/** Silence that is no longer a late heartbeat: the ones that may be missed, and one more on its way. */
export const silentAfterMs = heartbeatMs * (missedHeartbeats + 1)
/** A page that lives but paints nothing for so many heartbeats is frozen or white. */
const unpaintedBeats = 2
/** A living page whose stream broke has opened it again within a tenth of a second; a dead one never does. */
export const reconnectsWithinMs = 2_000
/** A page that has said it goes is followed by the next applicant's, which a busy machine takes seconds to load. */
export const followsWithinMs = 8_000

/**
 * Which page speaks for the applicant, and how it is. Each page load has a nonce: the same nonce resumes, a new one
 * takes over once the page before is gone (its stream closed, or its heart silent), and until then is refused.
 */
export class Lease {
  #holder: string | null = null
  #streams = 0
  #joined = 0
  #lastHeard = 0
  #unpainted = 0
  #closedAt = -Infinity
  #leaving = false
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  holds(page: string): boolean {
    return this.#holder === page
  }

  get alive(): boolean {
    return this.#holder !== null && this.#streams > 0 && this.#now() - this.#lastHeard <= silentAfterMs
  }

  /** What a window decides by whether its page has to be brought back. */
  get report(): PageReport {
    return { joined: this.#joined, health: this.#health() }
  }

  /** Asks for the lease as a view stream opens. */
  take(page: string): LeaseAnswer {
    const same = this.#holder === page
    if (!same && this.alive) return 'held-elsewhere'
    this.#streams = same ? this.#streams + 1 : 1
    this.#lastHeard = this.#now()
    if (same) return 'same'
    this.#holder = page
    this.#joined += 1
    this.#unpainted = 0
    this.#leaving = false
    return 'new'
  }

  /** A heartbeat, with the frames it tells of. */
  heard(painted: number): void {
    this.#lastHeard = this.#now()
    this.#unpainted = painted > 0 ? 0 : this.#unpainted + 1
  }

  /** The service itself stood still: what the page has said meanwhile is read only now. */
  excuse(): void {
    this.#lastHeard = this.#now()
  }

  /** The page goes of its own accord, for the next applicant's. */
  leaves(): void {
    this.#leaving = true
  }

  /** A stream of the page has closed. It may come back until somebody else takes the lease. */
  released(page: string): void {
    if (this.#holder !== page) return
    this.#streams -= 1
    this.#closedAt = this.#now()
  }

  drop(): void {
    this.#holder = null
    this.#streams = 0
  }

  #health(): PageReport['health'] {
    const now = this.#now()
    if (this.#streams === 0)
      return now - this.#closedAt <= (this.#leaving ? followsWithinMs : reconnectsWithinMs) ? 'well' : 'gone'
    if (now - this.#lastHeard > silentAfterMs) return 'silent'
    return this.#unpainted >= unpaintedBeats ? 'frozen' : 'well'
  }
}
