import type { Trace } from './traces.ts'

export type FoundTrace = Readonly<{ trace: Trace; offset: number }>

const tableBits = 20
/** Knuth's multiplicative hash: the four bytes of a prefix spread over the table. */
const slotOf = (prefix: number): number => Math.imul(prefix, 2_654_435_761) >>> (32 - tableBits)

/**
 * Finds hundreds of traces in one pass: at each byte the four bytes that end there are looked up among the
 * prefixes of the traces. A heap snapshot of 100 MB takes a second rather than minutes.
 */
export class TraceIndex {
  readonly #marked = new Uint8Array(2 ** tableBits)
  readonly #byPrefix = new Map<number, Trace[]>()

  constructor(traces: readonly Trace[]) {
    for (const trace of traces) {
      const prefix = trace.bytes.readInt32LE(0)
      this.#marked[slotOf(prefix)] = 1
      const alike = this.#byPrefix.get(prefix)
      if (alike) alike.push(trace)
      else this.#byPrefix.set(prefix, [trace])
    }
  }

  /** Each trace once, where it occurs first. */
  find(bytes: Buffer): readonly FoundTrace[] {
    const marked = this.#marked
    const found = new Map<Trace, number>()
    let last4 = 0
    for (let at = 0; at < bytes.length; at += 1) {
      last4 = (last4 >>> 8) | ((bytes[at] ?? 0) << 24)
      if (marked[slotOf(last4)] === 0 || at < 3) continue
      const offset = at - 3
      for (const trace of this.#byPrefix.get(last4) ?? []) {
        if (found.has(trace)) continue
        if (bytes.subarray(offset, offset + trace.bytes.length).equals(trace.bytes)) found.set(trace, offset)
      }
    }
    return [...found].map(([trace, offset]) => ({ trace, offset }))
  }
}
