import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import type { ReadTest } from '../staff/contract.ts'

/** Time to take a test sheet and hold it to the window. */
const readWithinMs = 20_000

/**
 * A person holds any code to the reader. Its text is looked at for its length alone and is gone when this
 * returns. Only while no session uses the reader.
 */
export const readTest = async (reader: CodeReader, withinMs: number = readWithinMs): Promise<ReadTest> => {
  const began = performance.now()
  const elapsed = (): number => Math.round(performance.now() - began)
  const { promise, resolve } = Promise.withResolvers<ReadTest>()
  const unsubscribe = reader.onCode(({ text }) =>
    resolve({ outcome: 'read', characters: text.length, milliseconds: elapsed() }),
  )
  const unwatch = reader.onStatus(({ fault }) => {
    if (fault !== undefined)
      resolve({ outcome: 'device-fault', characters: null, milliseconds: elapsed(), code: fault.code })
  })
  const timer = setTimeout(
    () =>
      resolve({
        outcome: 'nothing-read',
        characters: null,
        milliseconds: elapsed(),
        code: 'code-reader-silent',
      }),
    withinMs,
  )
  try {
    const enabled = await reader.enable()
    if (!enabled.ok) {
      return { outcome: 'device-fault', characters: null, milliseconds: elapsed(), code: enabled.error.code }
    }
    return await promise
  } finally {
    clearTimeout(timer)
    unsubscribe()
    unwatch()
    await reader.disable()
    reader.clearInput()
  }
}
