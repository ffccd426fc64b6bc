import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullJitter } from '../../../main/submission/backoff.ts'
import { defaultTiming } from '../../../main/submission/courier-timing.ts'

const bounds = { baseMs: defaultTiming.retryBaseMs, capMs: defaultTiming.retryCapMs }

test('a pause is never longer than the cap, however long the line was dead', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const pause = fullJitter(failures, bounds, () => random)
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThanOrEqual(bounds.capMs)
      },
    ),
  )
})

test('its bound doubles with each failure, up to the cap', () => {
  const bound = (failures: number): number => fullJitter(failures, bounds, () => 1)
  expect([1, 2, 3, 4].map(bound)).toEqual([1_000, 2_000, 4_000, 8_000])
  expect(bound(20)).toBe(bounds.capMs)
})

test('full jitter: booths that lost the line together come back spread over the whole pause', () => {
  const pauses = Array.from({ length: 2_000 }, (_, booth) => fullJitter(5, bounds, () => booth / 2_000))
  expect(Math.min(...pauses)).toBe(0)
  expect(Math.max(...pauses)).toBeGreaterThan(15_900)
})
