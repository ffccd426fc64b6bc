import type { PageReport } from '../service/contract.ts'

/** A window needs this long to start, load the page and take the lease; a cold booth takes the longest. */
const joinsWithinMs = 30_000

/** How often the page's health is looked at, in milliseconds: a fraction of what it may be silent. */
export const lookEveryMs = 500

/** Why the page of a window has to be brought back. */
export type PageFault = Exclude<PageReport['health'], 'well'> | 'never-came' | 'service-restarted'

/** Follows the page of one window by what the service knows of it: must it be brought back? */
export class WindowWatch {
  readonly #now: () => number
  readonly #openedAt: number
  readonly #joinedBefore: number
  #serviceAway: boolean

  /** @param before what the service knew as the window was opened; null where it was away. */
  constructor(before: PageReport | null, now: () => number = Date.now) {
    this.#now = now
    this.#openedAt = now()
    this.#joinedBefore = before?.joined ?? 0
    this.#serviceAway = before === null
  }

  /** @param report what the service knows now; null while it is away, which no new window would mend. */
  look(report: PageReport | null): PageFault | null {
    if (report === null) {
      this.#serviceAway = true
      return null
    }
    if (this.#serviceAway || report.joined < this.#joinedBefore) return 'service-restarted'
    if (report.joined === this.#joinedBefore)
      return this.#now() - this.#openedAt < joinsWithinMs ? null : 'never-came'
    return report.health === 'well' ? null : report.health
  }
}
