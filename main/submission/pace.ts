import { fullJitter } from './backoff.ts'
import type { CourierTiming } from './courier-timing.ts'

/** Monotonic milliseconds: a clock that jumps must not make the courier wait a year. */
export const instant = (): number => performance.now()

export type Setback = Readonly<{
  /** Said by the intake, milliseconds. */
  retryAfterMs?: number
  /** Not only the row that was tried. */
  concernsAll: boolean
}>

/** So many failures in a row are not one row's fault, whatever each of them was. */
const toleratedFailures = 2

/** When to try again: later and later after failures, spread by chance, and never before the intake said. */
export class Pace {
  readonly #timing: CourierTiming
  readonly #random: () => number
  /** Consecutive failed attempts, whichever the row. */
  #failures = 0
  /** Nothing is sent before this instant … */
  #pausedUntil = 0
  /** … not even for an applicant who waits, where the intake asked for the pause. */
  #asked = false
  #probeAt = 0
  readonly #postponed = new Map<string, number>()

  constructor(timing: CourierTiming, random: () => number) {
    this.#timing = timing
    this.#random = random
  }

  get failures(): number {
    return this.#failures
  }

  /** The intake asked everybody to stay away, and the time is not over. */
  get askedToWait(): boolean {
    return this.#asked && instant() < this.#pausedUntil
  }

  /** Milliseconds for which nothing is to be sent. */
  pauseLeft(): number {
    return Math.max(0, this.#pausedUntil - instant())
  }

  /** Rows that are not to be tried yet. */
  postponed(): readonly string[] {
    const now = instant()
    for (const [row, until] of this.#postponed) if (until <= now) this.#postponed.delete(row)
    return [...this.#postponed.keys()]
  }

  /** Milliseconds until the first of them may be tried. */
  postponedLeft(): number {
    return Math.max(0, Math.min(...this.#postponed.values()) - instant())
  }

  /** Milliseconds until a refused booth may ask again. */
  probeLeft(): number {
    return Math.max(0, this.#probeAt - instant())
  }

  /** Somebody waits: no pause of our own making is kept. */
  hurry(): void {
    if (!this.#asked) this.#pausedUntil = 0
  }

  reached(): void {
    this.#failures = 0
    this.#pausedUntil = 0
    this.#asked = false
  }

  /** An attempt at a row failed. @returns the pause, and how much of it the intake asked for; milliseconds. */
  failed(row: string, setback: Setback): Readonly<{ pause: number; asked: number }> {
    const { retryBaseMs, retryCapMs, maxRetryAfterMs } = this.#timing
    this.#failures += 1
    const asked = Math.min(setback.retryAfterMs ?? 0, maxRetryAfterMs)
    const pause = Math.max(asked, this.#jitter({ baseMs: retryBaseMs, capMs: retryCapMs }))
    const until = instant() + pause
    this.#postponed.set(row, until)
    if (setback.concernsAll || this.#failures > toleratedFailures) {
      this.#pausedUntil = until
      this.#asked = asked > 0
    }
    return { pause, asked }
  }

  /** The booth is refused, or a refused booth could not ask. */
  refused(): void {
    this.#failures += 1
    this.#probeAt =
      instant() + this.#jitter({ baseMs: this.#timing.retryBaseMs, capMs: this.#timing.probeCapMs })
  }

  #jitter(bounds: Readonly<{ baseMs: number; capMs: number }>): number {
    return fullJitter(this.#failures, bounds, this.#random)
  }
}
