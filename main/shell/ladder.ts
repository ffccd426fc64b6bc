/** So many new beginnings within the span are tried; then the service manager begins anew. */
export const renewalBudget = { count: 3, withinMs: 60_000 } as const

/** One rung of the crash ladder: says whether what has failed is begun again, or left to the rung above. */
export class CrashLadder {
  readonly #now: () => number
  #renewals: number[] = []

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  next(): 'renew' | 'give-up' {
    const now = this.#now()
    this.#renewals = this.#renewals.filter((at) => now - at < renewalBudget.withinMs)
    if (this.#renewals.length >= renewalBudget.count) return 'give-up'
    this.#renewals.push(now)
    return 'renew'
  }
}
