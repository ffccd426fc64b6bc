import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portraitMillimetres, proposeCrop } from '../../../main/photo/analysis/crop.ts'
import type { FaceGeometry } from '../../../main/photo/contract.ts'
import { portraitFrame } from '../../../renderer/guidance/portrait-frame.ts'
import { cropHints, outlineHints } from '../../../renderer/guidance/position-hints.ts'

const picture = { width: 1280, height: 960 }

/** A head in the drawn outline, moved by millimetres of the drawn portrait and resized. */
function head({ right = 0, down = 0, size = 1, of = picture } = {}): FaceGeometry {
  const { left, top, pxPerMm } = portraitFrame(of)
  const mm = portraitMillimetres
  const headPx = mm.headTarget * pxPerMm * size
  const x = left + (mm.width / 2 + right) * pxPerMm
  const middle = top + (mm.topTarget + mm.headTarget / 2 + down) * pxPerMm
  const interEyePx = headPx * 0.29
  return {
    pupilLeft: { x: x - interEyePx / 2, y: middle },
    pupilRight: { x: x + interEyePx / 2, y: middle },
    crown: { x, y: middle - headPx / 2 },
    chin: { x, y: middle + headPx / 2 },
    interEyePx,
    headPx,
    yaw: 0,
    pitch: 0,
    roll: 0,
    lidOpening: 0.09,
    lipOpening: 0.01,
  }
}

describe('where to move', () => {
  it('says nothing to a head in the outline', () => {
    expect(outlineHints(head(), picture, [])).toEqual([])
  })

  it.each([
    ['too far', { size: 0.6 }, 'closer'],
    ['too near', { size: 1.25 }, 'back'],
    // The camera's left is the applicant's right: the way to the middle is their own left.
    ['at the left of the camera’s picture', { right: -8 }, 'left'],
    ['at the right of the camera’s picture', { right: 8 }, 'right'],
    ['too low', { down: 7 }, 'up'],
    ['too high', { down: -7 }, 'down'],
  ] as const)('%s', (_, where, hint) => {
    expect(outlineHints(head(where), picture, [])).toEqual([hint])
  })

  it('takes a hint back only when the head is well inside', () => {
    const between = head({ right: 3.5 })
    expect(outlineHints(between, picture, [])).toEqual([])
    expect(outlineHints(between, picture, ['right'])).toEqual(['right'])
    expect(outlineHints(head({ right: 2.5 }), picture, ['right'])).toEqual([])
  })

  it('sends nobody away who is too near with anything but "back"', () => {
    expect(outlineHints(head({ size: 1.3, down: 6, right: 6 }), picture, [])).toEqual(['back'])
  })

  it('tells what the crop is short of, wherever the head is', () => {
    expect(cropHints(head(), picture)).toEqual([])
    expect(cropHints(head({ right: 5, down: 3 }), picture)).toEqual([])
    expect(cropHints(head({ right: -25 }), picture)).toEqual(['left'])
    expect(cropHints(head({ right: 25 }), picture)).toEqual(['right'])
    expect(cropHints(head({ down: 12 }), picture)).toEqual(['up'])
    expect(cropHints(head({ down: -12 }), picture)).toEqual(['down'])
    expect(cropHints(head({ size: 1.5 }), picture)).toEqual(['back'])
  })

  it('is silent only where the portrait can be cropped with enough pixels', () => {
    const place = fc.record({
      right: fc.double({ min: -12, max: 12, noNaN: true }),
      down: fc.double({ min: -10, max: 10, noNaN: true }),
      size: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
    })
    const camera = fc.constantFrom(
      picture,
      { width: 1280, height: 720 },
      { width: 1920, height: 1080 },
      { width: 4000, height: 3000 },
    )
    let silent = 0
    fc.assert(
      fc.property(place, camera, (where, of) => {
        const face = head({ ...where, of })
        if ([...outlineHints(face, of, []), ...cropHints(face, of)].length > 0) return
        silent++
        const { box } = proposeCrop(face, of)
        expect(box?.height).toBeGreaterThanOrEqual(617)
      }),
      { numRuns: 2_000 },
    )
    expect(silent).toBeGreaterThan(50)
  })
})
