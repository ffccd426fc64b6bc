import { type HintCode, hintCodes } from './hints.ts'

/** What one looked-at frame says: everything that would block a still, in any order. */
export type Observation = Readonly<{
  /** When the frame was taken: milliseconds on any one clock. */
  at: number
  blocking: readonly HintCode[]
}>

export type Guidance = Readonly<{
  /** The one hint to show and say; null until the first is sure. */
  hint: HintCode | null
  /** True once, when nothing has blocked for `steadyMs`: take the picture. */
  shutter: boolean
}>

export type HintEngine = Readonly<{
  observe(observation: Observation): Guidance
  /** After a picture: the next shutter needs its own steady time. */
  rearm(): void
}>

/** Nothing blocks for so long, and the picture is taken (photo rules, "Live guidance"). */
export const steadyMs = 800
/** A fault must last so long before it is said: one odd frame is noise. */
export const appearMs = 250
/** A blink lasts 100–400 ms: closed eyes are said only after that. */
export const blinkMs = 600
/** A said fault must be gone so long before it counts as mended. */
export const vanishMs = 350
/** A mended hint stays this long, or the screen flickers. */
export const mendedShownMs = 500
/** A hint still true stays this long before a more important one takes its place: it is being read and spoken. */
export const leastShownMs = 1_500
/** Frames further apart than this prove nothing of the time between. */
export const largestGapMs = 1_000

/** When a fault began to be seen without pause, or ended. */
type Evidence = { seenSince: number | null; goneSince: number | null; sure: boolean }

/** Chooses one hint at a time, without flicker, and finds the moment to take the picture. */
export function createHintEngine(): HintEngine {
  const evidence = new Map<HintCode, Evidence>()
  let last: number | null = null
  let shown: HintCode | null = null
  let shownSince = 0
  let clearSince: number | null = null
  let fired = false

  function weigh(code: HintCode, present: boolean, at: number): void {
    const known = evidence.get(code) ?? { seenSince: null, goneSince: null, sure: false }
    evidence.set(code, known)
    if (present) {
      known.goneSince = null
      known.seenSince ??= at
      if (at - known.seenSince >= (code === 'eyes' ? blinkMs : appearMs)) known.sure = true
    } else {
      known.seenSince = null
      known.goneSince ??= at
      if (at - known.goneSince >= vanishMs) known.sure = false
    }
  }

  function choose(nothingBlocks: boolean, at: number): void {
    const sure = hintCodes.find((code) => evidence.get(code)?.sure)
    const next = sure ?? (nothingBlocks ? 'hold' : shown)
    if (next === null || next === shown) return
    if (shown !== null && shown !== 'hold') {
      const least = evidence.get(shown)?.sure ? leastShownMs : mendedShownMs
      if (at - shownSince < least) return
    }
    shown = next
    shownSince = at
  }

  return {
    observe({ at, blocking }) {
      if (last !== null && at - last > largestGapMs) {
        for (const known of evidence.values()) known.seenSince = known.goneSince = null
        clearSince = null
      }
      last = at
      for (const code of hintCodes) weigh(code, blocking.includes(code), at)
      const nothingBlocks = blocking.length === 0
      choose(nothingBlocks, at)
      if (!nothingBlocks) clearSince = null
      else clearSince ??= at
      const shutter = !fired && clearSince !== null && at - clearSince >= steadyMs
      if (shutter) fired = true
      return { hint: shown, shutter }
    },
    rearm() {
      fired = false
      clearSince = null
    },
  }
}
