import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blinkMs,
  createHintEngine,
  type Guidance,
  leastShownMs,
  mendedShownMs,
  steadyMs,
} from '../../../renderer/guidance/hint-engine.ts'
import { type HintCode, hintCodes } from '../../../renderer/guidance/hints.ts'

/** 15 frames a second, as the worker delivers them on the smallest machine. */
const period = 66

/** Plays scenes one after the other in simulated time. */
function play(scenes: readonly Readonly<{ ms: number; blocking: readonly HintCode[] }>[]) {
  const engine = createHintEngine()
  const told: (Guidance & { at: number })[] = []
  let at = 0
  for (const { ms, blocking } of scenes) {
    for (const end = at + ms; at < end; at += period) told.push({ at, ...engine.observe({ at, blocking }) })
  }
  return { engine, told, at, hint: told.at(-1)?.hint, shots: told.filter(({ shutter }) => shutter) }
}

const changes = (told: readonly Guidance[]): (HintCode | null)[] =>
  told.map(({ hint }) => hint).filter((hint, index, all) => index === 0 || hint !== all[index - 1])

describe('which hint is shown', () => {
  it('shows nothing before it is sure', () => {
    expect(play([{ ms: 200, blocking: ['closer'] }]).hint).toBeNull()
  })

  it('shows the most important of several', () => {
    expect(play([{ ms: 1_000, blocking: ['mouth', 'eyes', 'closer'] }]).hint).toBe('closer')
  })

  it('goes on to the next as each is mended', () => {
    const { told } = play([
      { ms: 2_000, blocking: ['closer', 'eyes'] },
      { ms: 2_000, blocking: ['eyes'] },
      { ms: 2_000, blocking: [] },
    ])
    expect(changes(told)).toEqual([null, 'closer', 'eyes', 'hold'])
  })

  it('lets a more important hint wait until the shown one could be read', () => {
    const { told } = play([
      { ms: 600, blocking: ['eyes', 'mouth'] },
      { ms: 3_000, blocking: ['left', 'mouth'] },
    ])
    const mouth = told.find(({ hint }) => hint === 'mouth')
    const left = told.find(({ hint }) => hint === 'left')
    expect(changes(told)).toEqual([null, 'mouth', 'left'])
    expect((left?.at ?? 0) - (mouth?.at ?? 0)).toBeGreaterThanOrEqual(leastShownMs)
  })

  it('does not mind a blink', () => {
    const { told } = play([
      { ms: 2_000, blocking: [] },
      { ms: blinkMs - 2 * period, blocking: ['eyes'] },
      { ms: 2_000, blocking: [] },
    ])
    expect(changes(told)).toEqual(['hold'])
  })

  it('does not flicker when a measure dances around its limit', () => {
    const dance = Array.from({ length: 60 }, (_, index) => ({
      ms: period,
      blocking: index % 2 === 0 ? (['left'] as const) : ([] as const),
    }))
    expect(changes(play([{ ms: 2_000, blocking: ['left'] }, ...dance]).told)).toEqual([null, 'left'])
  })

  it('never changes faster than can be seen, whatever is observed', () => {
    const scene = fc.record({
      ms: fc.integer({ min: period, max: 1_500 }),
      blocking: fc.subarray(hintCodes.filter((code) => code !== 'hold')),
    })
    fc.assert(
      fc.property(fc.array(scene, { maxLength: 30 }), (scenes) => {
        const { told } = play(scenes)
        let since = Number.NEGATIVE_INFINITY
        for (const [index, { at, hint }] of told.entries()) {
          const before = told[index - 1]?.hint ?? null
          if (index === 0 || hint === before) continue
          if (before !== null && before !== 'hold') expect(at - since).toBeGreaterThanOrEqual(mendedShownMs)
          since = at
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('when the picture is taken', () => {
  it('by itself, once, when nothing has blocked for the steady time', () => {
    const { shots } = play([
      { ms: 1_000, blocking: ['closer'] },
      { ms: 5_000, blocking: [] },
    ])
    const cleared = 16 * period
    expect(shots).toHaveLength(1)
    expect((shots[0]?.at ?? 0) - cleared).toBeGreaterThanOrEqual(steadyMs)
    expect((shots[0]?.at ?? 0) - cleared).toBeLessThan(steadyMs + 2 * period)
  })

  it('not while anything blocks, however unimportant', () => {
    expect(play([{ ms: 10_000, blocking: ['light'] }]).shots).toEqual([])
  })

  it('never within the steady time after a frame that blocked', () => {
    const scene = fc.record({
      ms: fc.integer({ min: period, max: 1_500 }),
      blocking: fc.subarray(['eyes', 'mouth', 'left'] as const),
    })
    fc.assert(
      fc.property(fc.array(scene, { maxLength: 30 }), (scenes) => {
        const engine = createHintEngine()
        let at = 0
        let blockedAt = 0
        for (const { ms, blocking } of scenes) {
          for (const end = at + ms; at < end; at += period) {
            const { shutter } = engine.observe({ at, blocking })
            if (blocking.length > 0) blockedAt = at
            if (shutter) {
              expect(at - blockedAt).toBeGreaterThanOrEqual(steadyMs)
              engine.rearm()
            }
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('not on the strength of frames that never came', () => {
    const engine = createHintEngine()
    expect(engine.observe({ at: 0, blocking: [] }).shutter).toBe(false)
    expect(engine.observe({ at: 5_000, blocking: [] }).shutter).toBe(false)
  })

  it('again only after it was armed again, with its own steady time', () => {
    const { engine, at, shots } = play([{ ms: 4_000, blocking: [] }])
    expect(shots).toHaveLength(1)
    engine.rearm()
    expect(engine.observe({ at, blocking: [] }).shutter).toBe(false)
    const later = [1, 2].map(
      (step) => engine.observe({ at: at + step * (steadyMs / 2), blocking: [] }).shutter,
    )
    expect(later).toEqual([false, true])
  })
})
