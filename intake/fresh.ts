/**
 * Remembers an answer for `milliseconds`, and lets calls for the same key share one question. Only what was
 * found is remembered: somebody who has just been enrolled is not kept out.
 */
export function fresh<T>(
  milliseconds: number,
  ask: (key: string) => Promise<T | undefined>,
): (key: string) => Promise<T | undefined> {
  const known = new Map<string, { until: number; answer: Promise<T | undefined> }>()
  return async (key) => {
    const now = performance.now()
    const entry = known.get(key)
    if (entry && now < entry.until) return await entry.answer
    if (known.size > maxKnown) known.clear()
    const answer = ask(key)
    known.set(key, { until: now + milliseconds, answer })
    const found = await answer.catch((error: unknown) => {
      known.delete(key)
      throw error
    })
    if (found === undefined) known.delete(key)
    return found
  }
}

/** More booths than any fleet has; bounds memory against made-up names. */
const maxKnown = 20_000
