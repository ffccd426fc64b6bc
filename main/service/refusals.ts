import type { Journal } from '../journal/journal.ts'

/** Refusals come by the thousand: a kind that goes on is written down so often, in milliseconds. */
const writtenEveryMs = 60_000

/** Writes refused requests down: the first of a kind at once, those that follow as a count. */
export class Refusals {
  readonly #journal: Journal
  readonly #counts = new Map<string, { status: number; count: number }>()
  readonly #writing: NodeJS.Timeout

  constructor(journal: Journal) {
    this.#journal = journal
    this.#writing = setInterval(() => this.#write(), writtenEveryMs)
    this.#writing.unref()
  }

  note(problem: string, status: number): void {
    const known = this.#counts.get(problem)
    if (known !== undefined) {
      known.count += 1
      return
    }
    this.#counts.set(problem, { status, count: 0 })
    this.#journal.record('request-refused', { problem, status, count: 1 })
  }

  close(): void {
    clearInterval(this.#writing)
    this.#write()
  }

  #write(): void {
    for (const [problem, { status, count }] of this.#counts) {
      if (count > 0) this.#journal.record('request-refused', { problem, status, count })
      // Silent for a whole period: the next one is told at once again.
      else this.#counts.delete(problem)
    }
    for (const known of this.#counts.values()) known.count = 0
  }
}
