import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** What may grow in a service that runs for months. Bytes, or counts. */
export type Measure = Readonly<{
  heap: number
  resident: number
  descriptors: number
  timers: number
  tempFiles: number
}>

/** Taken of the process that calls it, after a forced collection (`--expose-gc`). */
export function measure(): Measure {
  // The second pass takes what finalizers of the first have let go.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return {
    heap: heapUsed,
    resident: rss,
    descriptors: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    tempFiles: readdirSync(tmpdir(), { recursive: true }).length,
  }
}

/** Least squares over values at 0, 1, 2, …; `upper` is the upper bound of the two-sided 95 % interval. */
export function slopeOf(values: readonly number[]): Readonly<{ slope: number; upper: number }> {
  const n = values.length
  const middle = (n - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  let spread = 0
  let shared = 0
  for (const [i, value] of values.entries()) {
    spread += (i - middle) ** 2
    shared += (i - middle) * (value - mean)
  }
  const slope = shared / spread
  const left = values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0)
  // 1.96: the normal quantile, which Student's comes close to from 60 values on.
  return { slope, upper: slope + 1.96 * Math.sqrt(left / (n - 2) / spread) }
}
