import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something is so; the test fails when it does not come to be. Generous, for two cores are shared. */
export async function until(
  condition: () => boolean,
  what = 'the condition',
  withinMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}.`)
    await sleep(2)
  }
}

/** Long enough for something that must not happen to have happened. */
export const aWhile = (): Promise<void> => sleep(60)

export { sleep }
