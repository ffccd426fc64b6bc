import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolutionMs = 20
const minuteMs = 60_000

/**
 * How late the service's loop was: the 99th percentile of the last whole minute, `undefined` before the first.
 * `onMinute` is told each.
 */
export const watchLoop = (
  onMinute: (lagMs: number) => void = () => undefined,
): Readonly<{ lagMs(): number | undefined; stop(): void }> => {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  histogram.enable()
  let lag: number | undefined
  const timer = setInterval(() => {
    // The histogram counts the interval itself.
    lag = Math.max(0, Math.round(histogram.percentile(99) / 1e6 - resolutionMs))
    histogram.reset()
    onMinute(lag)
  }, minuteMs)
  timer.unref()
  return {
    lagMs: () => lag,
    stop() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}
