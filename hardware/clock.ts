/** Time as devices see it, so that tests can run a year in a millisecond. */
export interface Clock {
  now(): Date
  /** Runs `run` once after so many milliseconds; the returned function calls it off. */
  after(milliseconds: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Resolves after so many milliseconds, or at once when `signal` aborts. */
export function wait(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    const finish = (): void => {
      callOff()
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const callOff = clock.after(Math.max(0, milliseconds), finish)
    signal?.addEventListener('abort', finish, { once: true })
  })
}

/** Resolves when the clock shows `instant`, or at once when `signal` aborts. Timers can fire a millisecond early. */
export async function waitUntil(clock: Clock, instant: Date, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const left = instant.getTime() - clock.now().getTime()
    if (left <= 0 || signal?.aborted === true) return
    await wait(clock, left, signal)
  }
}
