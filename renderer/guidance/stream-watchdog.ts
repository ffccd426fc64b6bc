/**
 * Tells a living camera stream from a dead one, by time and by content: a hung driver stops sending,
 * or hands out the same few buffers for ever while every timestamp moves on. A real sensor's noise
 * makes each frame differ in some pixel, so equal content is a fault, not a person sitting still.
 */

/** No frame for so long is a fault: 60 missed frames at 30/s, far above a scheduler's hiccup on a busy booth. */
export const silentAfterMs = 2_000
/** No new content for so long is a fault: eight samples at `samplePeriodMs`. */
export const repeatingAfterMs = 2_000
/** A camera may take so long from opening to its second, different frame (cold USB cameras: up to 5 s). */
export const startGraceMs = 8_000
/** Content is looked at so often: reading pixels back costs a few milliseconds, so not each frame. */
export const samplePeriodMs = 250
/** V4L2 drivers queue four buffers as a rule; a stuck one can cycle through all of them. */
const recentSamples = 4

export type StreamHealth = 'waiting' | 'alive' | 'silent' | 'repeating'

export type StreamWatchdog = Readonly<{
  frame(at: number): void
  /** `content` is a hash of unscaled pixels. */
  sample(content: number, at: number): void
  health(now: number): StreamHealth
  /** Over the last two seconds. */
  framesPerSecond(now: number): number
  /** Milliseconds since the newest frame; since the start if there was none. */
  frameAge(now: number): number
}>

const rateWindowMs = 2_000

/** All times are milliseconds on one clock. */
export function watchStream(startedAt: number): StreamWatchdog {
  let newestFrame: number | null = null
  let changedAt: number | null = null
  let seen: readonly number[] = []
  let arrivals: number[] = []

  return {
    frame(at) {
      newestFrame = at
      arrivals = arrivals.filter((arrival) => arrival > at - rateWindowMs)
      arrivals.push(at)
    },
    sample(content, at) {
      // The first sample has nothing to differ from: life shows with the second, different one.
      if (!seen.includes(content) && seen.length > 0) changedAt = at
      seen = [content, ...seen.filter((earlier) => earlier !== content)].slice(0, recentSamples)
    },
    health(now) {
      const newest = newestFrame ?? startedAt
      if (changedAt === null) {
        if (now - startedAt <= startGraceMs) return 'waiting'
        return now - newest > silentAfterMs ? 'silent' : 'repeating'
      }
      if (now - newest > silentAfterMs) return 'silent'
      return newest - changedAt > repeatingAfterMs ? 'repeating' : 'alive'
    },
    framesPerSecond(now) {
      const recent = arrivals.filter((arrival) => arrival > now - rateWindowMs)
      const first = recent[0]
      const last = recent.at(-1)
      if (first === undefined || last === undefined || last === first) return 0
      return ((recent.length - 1) * 1000) / (last - first)
    },
    frameAge: (now) => now - (newestFrame ?? startedAt),
  }
}

/** FNV-1a over the words of an RGBA buffer: cheap, and a single changed pixel changes it. */
export function contentHash(rgba: Uint8ClampedArray): number {
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength >> 2)
  let hash = 0x811c9dc5
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193)
  return hash >>> 0
}
