import sharp from 'sharp'
import { expect, it } from 'vitest'
import { withinLimits } from '../../../main/diagnostics/contract.ts'
import {
  type CalibrationName,
  type CalibrationReading,
  measureBackdrop,
  measureChart,
  measureExposure,
} from '../../../main/photo/calibration.ts'
import { drawnStill } from './analyser.ts'

async function readings(
  result: Promise<Awaited<ReturnType<typeof measureBackdrop>>>,
): Promise<Map<CalibrationName, CalibrationReading>> {
  const measured = await result
  if (!measured.ok) throw new Error(measured.error)
  return new Map(measured.value.map((each) => [each.name, each]))
}

const isGood = (
  measured: ReadonlyMap<CalibrationName, CalibrationReading>,
  name: CalibrationName,
): boolean => {
  const found = measured.get(name)
  if (found === undefined) throw new Error(`${name} was not measured`)
  return withinLimits(found)
}

it('an even light backdrop is good; stripes, darkness, colour and side light are not', async () => {
  const good = await readings(measureBackdrop(await drawnStill({ empty: true })))
  expect([...good.values()].every(withinLimits)).toBe(true)
  const striped = await readings(measureBackdrop(await drawnStill({ empty: true, stripes: true })))
  expect(isGood(striped, 'wallUnevenness')).toBe(false)
  const dark = await readings(measureBackdrop(await drawnStill({ empty: true, wall: '#606468' })))
  expect(isGood(dark, 'wallLightness')).toBe(false)
  const green = await readings(measureBackdrop(await drawnStill({ empty: true, wall: '#a9dcae' })))
  expect(isGood(green, 'wallTint')).toBe(false)
  const side = await readings(measureBackdrop(await drawnStill({ empty: true, sideLight: 0.6 })))
  expect(side.get('wallHalves')?.value).toBeLessThan(-0.25)
})

it('names the stops that the exposure is off', async () => {
  const at = async (wall: string): Promise<number> =>
    (await readings(measureExposure(await drawnStill({ empty: true, wall })))).get('exposure')?.value ??
    Number.NaN
  // Linear light halves from 0.66 to 0.33: one stop.
  expect(await at('#d5d5d5')).toBeCloseTo(0, 0)
  expect((await at('#9c9c9c')) - (await at('#d5d5d5'))).toBeCloseTo(1, 1)
  const white = await readings(measureExposure(await drawnStill({ empty: true, wall: '#ffffff' })))
  expect(isGood(white, 'burntOut')).toBe(false)
})

/**
 * A chart of black and white squares as a camera sees it that does not look straight at it: turned by
 * `degrees`, and smaller towards its right side.
 */
function chart(degrees: number, recession: number): Buffer {
  const [width, height, squares] = [2000, 1500, 30]
  const turn = (degrees * Math.PI) / 180
  const seen = (u: number, v: number): string => {
    const depth = 1 + recession * u
    const x = (u * Math.cos(turn) - v * Math.sin(turn)) / depth
    const y = (u * Math.sin(turn) + v * Math.cos(turn)) / depth
    return `${width * (0.5 + x)},${height / 2 + width * y}`
  }
  const black = Array.from({ length: squares * squares }, (_, index) => {
    const [column, row] = [index % squares, Math.floor(index / squares)]
    if ((column + row) % 2 === 1) return ''
    const corner = (i: number, j: number): string =>
      seen(1.5 * ((column + i) / squares - 0.5), 1.5 * ((row + j) / squares - 0.5))
    return `<polygon points="${[corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)].join(' ')}" fill="#141414"/>`
  })
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#f0f0ee"/>${black.join('')}</svg>`,
  )
}

/** The chart photographed: out of focus by `sigma` pixels, with the grain of a camera. */
async function photographed(drawing: Buffer, sigma: number, grain = 0): Promise<Buffer> {
  const flat = sharp(drawing).flatten()
  const { data, info } = await (sigma === 0 ? flat : flat.blur(sigma))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  let state = 1
  for (let index = 0; index < data.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    data[index] = Math.min(255, Math.max(0, (data[index] ?? 0) + ((state >>> 24) / 255 - 0.5) * 2 * grain))
  }
  return await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

it.each([
  { what: 'straight', degrees: 0, recession: 0, grain: 0 },
  { what: 'grainy', degrees: 0, recession: 0, grain: 10 },
  { what: 'askew and grainy', degrees: 3, recession: 0.2, grain: 10 },
])('measures how wide the edges of a chart are: $what', async ({ degrees, recession, grain }) => {
  const drawing = chart(degrees, recession)
  const sharpest = await readings(measureChart(await photographed(drawing, 0, grain)))
  expect(isGood(sharpest, 'sharpness')).toBe(true)
  expect(isGood(sharpest, 'sharpnessAround')).toBe(true)
  for (const sigma of [2.5, 5]) {
    const soft = await readings(measureChart(await photographed(drawing, sigma, grain)))
    const measured = soft.get('sharpness')?.value ?? Number.NaN
    // A step blurred by a Gaussian takes 2.563 standard deviations from 10 % to 90 %.
    expect(measured / (2.563 * sigma)).toBeGreaterThan(0.85)
    expect(measured / (2.563 * sigma)).toBeLessThan(1.15)
    expect(isGood(soft, 'sharpness')).toBe(false)
  }
})

it('says where there is no chart, and no picture', async () => {
  expect(await measureChart(await drawnStill({ empty: true }))).toEqual({ ok: false, error: 'no-edges' })
  expect(await measureChart(Buffer.from('no picture'))).toEqual({ ok: false, error: 'unreadable' })
})
