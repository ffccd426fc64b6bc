/** So many reloads within the span are tried; then the shell exits and systemd begins anew (design §5 of models: crash ladder). */
export const reloadBudget = { count: 3, withinMs: 60_000 } as const

/** Counts what went wrong with the page and says what to do: reload it, or leave the rest to the service manager. */
export class ReloadLadder {
  readonly #now: () => number
  #reloads: number[] = []

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  next(): 'reload' | 'exit' {
    const now = this.#now()
    this.#reloads = this.#reloads.filter((at) => now - at < reloadBudget.withinMs)
    if (this.#reloads.length >= reloadBudget.count) return 'exit'
    this.#reloads.push(now)
    return 'reload'
  }
}
