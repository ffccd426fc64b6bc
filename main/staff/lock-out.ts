import { join } from 'node:path'
import * as z from 'zod'
import { err, ok, type Result } from '../../hardware/result.ts'
import { readIfThere, writeDurably } from '../durable-file.ts'

/** At most so many wrong PINs within the window: 10 an hour leave six digits a chance of 1 in 11 a year. */
const mostTries = 10
const windowMs = 60 * 60_000
/** Slips of the finger cost nothing; from the third wrong PIN on each doubles the wait: 15 s … 16 min. */
const freeTries = 2
const firstWaitMs = 15_000

const Tries = z.strictObject({
  version: z.literal(1),
  /** The booth's running time when this was written, and when each wrong PIN was tried. */
  runningMs: z.number().nonnegative(),
  tries: z.array(z.number().nonnegative()).max(1000),
})

export type LockOut = Readonly<{
  /** Milliseconds until the next PIN is looked at; 0 is now. */
  waitMs(): number
  triesInWindow(): number
  /** Counts a try before its PIN is looked at. Resolves when the count outlives a power cut. */
  count(): Promise<Result<Counted, string>>
}>
/** The try was a right PIN after all. */
export type Counted = Readonly<{ forgive(): Promise<void> }>

/**
 * Counts in running time of the booth: neither a clock set forward nor a power switch buys a guesser tries,
 * for what passes while the booth is off does not count. An unreadable file counts as an exhausted hour.
 * `uptimeMs` is monotonic.
 */
export const openLockOut = async (folder: string, uptimeMs: () => number): Promise<LockOut> => {
  const path = join(folder, 'staff-tries.json')
  const kept = await readTries(path)
  const began = uptimeMs()
  const running = (): number => kept.runningMs + uptimeMs() - began
  let tries = kept.tries

  const recent = (): number[] => tries.filter((at) => running() - at < windowMs)
  const write = (): Promise<Result<void, string>> => {
    tries = recent()
    return writeDurably(path, JSON.stringify({ version: 1, runningMs: running(), tries }))
  }

  return {
    waitMs() {
      const last = recent()
      const newest = last.at(-1)
      if (newest === undefined) return 0
      const oldestThatCounts = last.at(-mostTries)
      const untilWindowMoves = oldestThatCounts === undefined ? 0 : oldestThatCounts + windowMs - running()
      const beyondFree = last.length - freeTries
      const untilBackOffEnds = beyondFree <= 0 ? 0 : newest + firstWaitMs * 2 ** (beyondFree - 1) - running()
      return Math.max(0, untilWindowMoves, Math.min(untilBackOffEnds, windowMs))
    },
    triesInWindow: () => recent().length,
    async count() {
      const at = running()
      tries = [...recent(), at]
      const written = await write()
      if (!written.ok) return err(written.error)
      return ok({
        async forgive() {
          tries = tries.toSpliced(tries.lastIndexOf(at), 1)
          // Where this cannot be written the try stays counted: a right PIN is let in all the same.
          await write()
        },
      })
    },
  }
}

const readTries = async (path: string): Promise<Readonly<{ runningMs: number; tries: number[] }>> => {
  const text = await readIfThere(path)
  if (text.ok && text.value === null) return { runningMs: 0, tries: [] }
  const parsed = Tries.safeParse(text.ok ? parseJson(text.value ?? '') : undefined)
  if (!parsed.success) return { runningMs: 0, tries: Array.from({ length: mostTries }, () => 0) }
  // A try later than the file is nonsense: it counts as the newest.
  const { runningMs, tries } = parsed.data
  return { runningMs, tries: tries.map((at) => Math.min(at, runningMs)) }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
