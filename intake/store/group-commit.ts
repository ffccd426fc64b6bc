/**
 * Joins calls made at about the same time into one batch, so that they share one transaction and one wait
 * for the disk. While a batch runs, the next one gathers: no timer, no delay when there is no crowd.
 */
export class GroupCommit<Item, Answer> {
  readonly #run: (items: readonly Item[]) => Promise<readonly Answer[]>
  readonly #limits: Readonly<{ maxItems: number; maxBatches: number }>
  readonly #waiting: { item: Item; resolve(answer: Answer): void; reject(reason: unknown): void }[] = []
  #running = 0

  constructor(
    run: (items: readonly Item[]) => Promise<readonly Answer[]>,
    limits: Readonly<{ maxItems: number; maxBatches: number }>,
  ) {
    this.#run = run
    this.#limits = limits
  }

  async add(item: Item): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    if (this.#running >= this.#limits.maxBatches || this.#waiting.length === 0) return
    this.#running += 1
    // One turn of the event loop later, everything that arrived together is in the queue.
    setImmediate(() => {
      void this.#batch().finally(() => {
        this.#running -= 1
        this.#start()
      })
    })
  }

  async #batch(): Promise<void> {
    const batch = this.#waiting.splice(0, this.#limits.maxItems)
    if (batch.length === 0) return
    try {
      const answers = await this.#run(batch.map(({ item }) => item))
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer)
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await this.#alone(one)
    }
  }

  /** One call that cannot be carried out must not take the others down with it. */
  async #alone(one: {
    item: Item
    resolve(answer: Answer): void
    reject(reason: unknown): void
  }): Promise<void> {
    try {
      const [answer] = await this.#run([one.item])
      if (answer === undefined) throw new Error('A batch of one answered nothing.')
      one.resolve(answer)
    } catch (error) {
      one.reject(error)
    }
  }
}
