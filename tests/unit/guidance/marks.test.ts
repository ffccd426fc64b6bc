import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reason, Region, Severity } from '../../../main/photo/contract.ts'
import { markedRegions, ringOf } from '../../../renderer/guidance/marked-regions.ts'

const reason = (severity: Severity, region?: Region): Reason => ({
  code: 'eyes-closed',
  severity,
  measured: 0,
  limit: 0,
  unit: '',
  ...(region && { region }),
})
const eyes = { left: 0.3, top: 0.4, width: 0.4, height: 0.1 }
const oneEye = { left: 0.32, top: 0.41, width: 0.12, height: 0.06 }
const mouth = { left: 0.4, top: 0.6, width: 0.2, height: 0.1 }
const wall = { left: 0, top: 0, width: 0.2, height: 0.3 }

describe('what is marked on a still', () => {
  it('blocks before warnings, and never mere information', () => {
    expect(markedRegions([reason('info', wall), reason('warn', mouth), reason('block', eyes)])).toEqual([
      eyes,
      mouth,
    ])
  })

  it('a place once, whatever is said of it', () => {
    expect(markedRegions([reason('block', eyes), reason('block', oneEye)])).toEqual([eyes])
  })

  it('two places at most: the first are what to mend first', () => {
    expect(markedRegions([eyes, mouth, wall].map((region) => reason('block', region)))).toEqual([eyes, mouth])
  })

  it('nothing where a reason has no place', () => {
    expect(markedRegions([reason('block')])).toEqual([])
  })
})

describe('the ring on the picture', () => {
  const picture = { width: 1200, height: 900 }
  const whole = { left: 0, top: 0, width: 1, height: 1 }

  it('lies around its region', () => {
    const ring = ringOf(eyes, picture, whole)
    expect(ring.x).toBeCloseTo(360)
    expect(ring.y).toBeCloseTo(360)
    expect(ring.width).toBeCloseTo(480)
    expect(ring.height).toBeCloseTo(90)
  })

  it('lies at the same spot of the picture when only a part of it is shown', () => {
    const shown = { left: 0.25, top: 0.1, width: 0.5, height: 0.8 }
    const ring = ringOf(eyes, picture, shown)
    expect(ring.x).toBeCloseTo(360 - 300)
    expect(ring.y).toBeCloseTo(360 - 90)
  })

  it('can be seen and does not leave what is shown, wherever the region lies', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true })
    const region = fc.record({ left: share, top: share, width: share, height: share })
    const shown = fc.constantFrom(whole, { left: 0.25, top: 0.1, width: 0.5, height: 0.8 })
    fc.assert(
      fc.property(region, shown, (one, part) => {
        const ring = ringOf(one, picture, part)
        const [width, height] = [picture.width * part.width, picture.height * part.height]
        expect(Math.min(ring.width, ring.height)).toBeGreaterThanOrEqual(0.08 * height - 1e-6)
        expect(ring.x).toBeGreaterThanOrEqual(0)
        expect(ring.y).toBeGreaterThanOrEqual(0)
        expect(ring.x + ring.width).toBeLessThanOrEqual(width)
        expect(ring.y + ring.height).toBeLessThanOrEqual(height)
      }),
    )
  })
})
