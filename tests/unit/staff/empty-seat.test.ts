import { describe, expect, it } from 'vitest'
import { judgeSeat } from '../../../main/diagnostics/seat-test.ts'
import { wallOf } from '../../../renderer/staff/wall-measure.ts'

/** A picture of 32 × 24 fields. */
const picture = (colour: (column: number, row: number) => readonly [number, number, number]): number[] =>
  Array.from({ length: 24 }, (_, row) =>
    Array.from({ length: 32 }, (__, column) => [...colour(column, row), 255]).flat(),
  ).flat()
const judged = (pixels: ArrayLike<number>) => {
  const seat = wallOf(pixels)
  if (seat === null) throw new Error('no picture')
  return judgeSeat(seat)
}

describe('the wall behind an empty seat', () => {
  it('passes when it is light, even and without colour', () => {
    const { measures, code } = judged(picture(() => [228, 230, 232]))
    expect(code).toBeUndefined()
    // L* of sRGB 230 is 91.3 (CIE 15).
    expect(measures[0]?.value).toBeCloseTo(91.2, 0)
    expect(measures[1]?.value).toBe(0)
  })

  it('is dark, burnt out, tinted or in shadow', () => {
    expect(judged(picture(() => [120, 120, 120])).code).toBe('light-off')
    expect(judged(picture(() => [255, 255, 255])).code).toBe('light-off')
    expect(judged(picture(() => [240, 225, 190])).code).toBe('wall-uneven')
    expect(judged(picture((column) => (column < 16 ? [235, 235, 235] : [200, 200, 200]))).code).toBe(
      'wall-uneven',
    )
  })

  it('is not judged before a frame has come', () => {
    expect(wallOf(Array.from({ length: 4 * 32 * 24 }, () => 0))).toBeNull()
  })
})
