import { heartbeatMs, missedHeartbeats } from '../service/contract.ts'

/** A window needs this long to start, load the page and send its first heartbeat; a cold booth takes the longest. */
const firstHeartbeatWithinMs = 30_000
/** Silence that is no longer a late heartbeat: the ones that may be missed, and one more on its way. */
const silentAfterMs = heartbeatMs * (missedHeartbeats + 1)
/** A page that lives but paints nothing for so many heartbeats is frozen or white. */
const unpaintedBeats = 2

export type PageHealth = 'starting' | 'well' | 'silent' | 'frozen'

/** Follows a page by its heartbeats: is it there, and does it still paint? */
export class PageWatch {
  readonly #now: () => number
  #openedAt: number
  #heardAt: number | null = null
  #unpainted = 0

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#openedAt = now()
  }

  /** A new window: the page before counts no more. */
  opened(): void {
    this.#openedAt = this.#now()
    this.#heardAt = null
    this.#unpainted = 0
  }

  heard(painted: number): void {
    this.#heardAt = this.#now()
    this.#unpainted = painted > 0 ? 0 : this.#unpainted + 1
  }

  get health(): PageHealth {
    const now = this.#now()
    if (this.#heardAt === null) return now - this.#openedAt < firstHeartbeatWithinMs ? 'starting' : 'silent'
    if (now - this.#heardAt > silentAfterMs) return 'silent'
    return this.#unpainted >= unpaintedBeats ? 'frozen' : 'well'
  }
}
