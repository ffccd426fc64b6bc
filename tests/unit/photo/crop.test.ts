import { assert, double, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portraitMillimetres, proposeCrop } from '../../../main/photo/analysis/crop.ts'
import type { FaceGeometry } from '../../../main/photo/contract.ts'

/** A head by its height and the midpoint between its eyes; eyes half-way between chin and crown. */
function head(x: number, y: number, headPx: number): FaceGeometry {
  const interEyePx = headPx / 3.5
  return {
    pupilLeft: { x: x - interEyePx / 2, y },
    pupilRight: { x: x + interEyePx / 2, y },
    chin: { x, y: y + headPx / 2 },
    crown: { x, y: y - headPx / 2 },
    interEyePx,
    headPx,
    yaw: 0,
    pitch: 0,
    roll: 0,
    lidOpening: 0.08,
    lipOpening: 0.01,
  }
}

describe('the 35:45 crop', () => {
  it('aims at a head of 34 mm, 4 mm of margin, centred', () => {
    const face = head(2000, 1300, 1200)
    const { box, tight } = proposeCrop(face, { width: 4000, height: 3000 })
    expect(tight).toBe(false)
    const perMm = (box?.height ?? 0) / 45
    expect(1200 / perMm).toBeCloseTo(34, 0)
    expect((face.crown.y - (box?.top ?? 0)) / perMm).toBeCloseTo(4, 0)
    expect((box?.left ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(2000, -1)
  })

  it('always lies within the picture, is 35:45 to a pixel and keeps the ranges, or is refused', () => {
    assert(
      property(
        integer({ min: 500, max: 6000 }),
        integer({ min: 500, max: 6000 }),
        double({ min: 0, max: 1, noNaN: true }),
        double({ min: 0, max: 1, noNaN: true }),
        double({ min: 0.1, max: 1.2, noNaN: true }),
        (width, height, u, v, share) => {
          const face = head(u * width, v * height, share * height)
          const { box, tight, missing } = proposeCrop(face, { width, height })
          if (box === null) {
            expect(Math.max(missing.top, missing.side, missing.bottom)).toBeGreaterThanOrEqual(1)
            return
          }
          expect(box.left >= 0 && box.top >= 0).toBe(true)
          expect(box.left + box.width <= width && box.top + box.height <= height).toBe(true)
          expect(Math.abs(box.width - (box.height * 35) / 45)).toBeLessThanOrEqual(1)
          const perMm = box.height / 45
          const rounding = 1.5 / perMm
          expect(face.headPx / perMm).toBeLessThanOrEqual(
            (tight ? 37.4 : portraitMillimetres.headMost) + rounding,
          )
          expect(face.headPx / perMm).toBeGreaterThanOrEqual(portraitMillimetres.headLeast - rounding)
          const top = (face.crown.y - box.top) / perMm
          expect(top).toBeGreaterThanOrEqual((tight ? 1 : portraitMillimetres.topLeast) - rounding)
          expect(top).toBeLessThanOrEqual(portraitMillimetres.topMost + rounding)
          const off = Math.abs(u * width - box.left - box.width / 2) / perMm
          expect(off).toBeLessThanOrEqual(portraitMillimetres.offCentreMost + rounding)
        },
      ),
      { seed: 35_45 },
    )
  })

  it('is the same for the same head', () => {
    const face = head(900, 700, 555.5)
    expect(proposeCrop(face, { width: 1800, height: 1400 })).toEqual(
      proposeCrop(face, { width: 1800, height: 1400 }),
    )
  })
})
