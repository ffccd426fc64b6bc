/** Back-off of a camera that does not come back: 2 s doubling to 20 s, as the service's devices (design §3). */
const firstMs = 2_000
const longestMs = 20_000
/** Full jitter may draw zero: a camera that fails at once must not be asked in a tight loop. */
const leastMs = 200

/** Milliseconds until the next try; full jitter, so that a booth's devices do not all come back at once. */
export function retryDelay(failedTries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(failedTries, 10))
  return Math.max(leastMs, random() * ceiling)
}
