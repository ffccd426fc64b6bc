import { heartbeatMs, missedHeartbeats } from './contract.ts'

export type LeaseAnswer = 'new' | 'same' | 'held-elsewhere'

/** A page that has missed so many heartbeats is gone. */
export const pageLostAfterMs = heartbeatMs * missedHeartbeats

/**
 * Which page speaks for the applicant. Each page load has a nonce: the same nonce resumes, a new one takes
 * over once the page before is gone (its stream closed, or its heart silent), and until then is refused.
 */
export class Lease {
  #holder: string | null = null
  #streams = 0
  #lastHeard = 0
  readonly #now: () => number

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  holds(page: string): boolean {
    return this.#holder === page
  }

  get alive(): boolean {
    return this.#holder !== null && this.#streams > 0 && this.#now() - this.#lastHeard <= pageLostAfterMs
  }

  /** Asks for the lease as a view stream opens. */
  take(page: string): LeaseAnswer {
    if (this.#holder === page) {
      this.#streams += 1
      this.#lastHeard = this.#now()
      return 'same'
    }
    if (this.alive) return 'held-elsewhere'
    this.#holder = page
    this.#streams = 1
    this.#lastHeard = this.#now()
    return 'new'
  }

  heard(): void {
    this.#lastHeard = this.#now()
  }

  /** A stream of the page has closed. It may come back until somebody else takes the lease. */
  released(page: string): void {
    if (this.#holder === page) this.#streams -= 1
  }

  drop(): void {
    this.#holder = null
    this.#streams = 0
  }
}
