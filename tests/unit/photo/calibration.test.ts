import sharp from 'sharp'
import { expect, it } from 'vitest'
import {
  type CalibrationReading,
  measureBackdrop,
  measureChart,
  measureExposure,
} from '../../../main/photo/calibration.ts'
import { drawnStill } from './analyser.ts'

async function readings(
  result: Promise<Awaited<ReturnType<typeof measureBackdrop>>>,
): Promise<Map<CalibrationReading['name'], CalibrationReading>> {
  const measured = await result
  if (!measured.ok) throw new Error(measured.error)
  return new Map(measured.value.map((each) => [each.name, each]))
}

it('an even light backdrop is good; stripes, darkness, colour and side light are not', async () => {
  const good = await readings(measureBackdrop(await drawnStill({ empty: true })))
  expect([...good.values()].every((each) => each.good)).toBe(true)
  const striped = await readings(measureBackdrop(await drawnStill({ empty: true, stripes: true })))
  expect(striped.get('backdrop-evenness')?.good).toBe(false)
  const dark = await readings(measureBackdrop(await drawnStill({ empty: true, wall: '#606468' })))
  expect(dark.get('backdrop-lightness')?.good).toBe(false)
  const green = await readings(measureBackdrop(await drawnStill({ empty: true, wall: '#a9dcae' })))
  expect(green.get('backdrop-colour')?.good).toBe(false)
  const side = await readings(measureBackdrop(await drawnStill({ empty: true, sideLight: 0.6 })))
  expect(side.get('backdrop-halves')?.measured).toBeLessThan(-0.25)
})

it('names the stops that the exposure is off', async () => {
  const at = async (wall: string): Promise<number> =>
    (await readings(measureExposure(await drawnStill({ empty: true, wall })))).get('exposure')?.measured ??
    Number.NaN
  // Linear light halves from 0.66 to 0.33: one stop.
  expect(await at('#d5d5d5')).toBeCloseTo(0, 0)
  expect((await at('#9c9c9c')) - (await at('#d5d5d5'))).toBeCloseTo(1, 1)
  const white = await readings(measureExposure(await drawnStill({ empty: true, wall: '#ffffff' })))
  expect(white.get('burnt-out')?.good).toBe(false)
})

it('tells a sharp chart from a blurred one, and a picture without a chart', async () => {
  const chart = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200"><defs><pattern id="p" width="80" height="80" patternUnits="userSpaceOnUse"><rect width="80" height="80" fill="#f4f4f4"/><rect width="40" height="40" fill="#111"/><rect x="40" y="40" width="40" height="40" fill="#111"/></pattern></defs><rect width="1600" height="1200" fill="url(#p)"/></svg>`
  const sharpChart = await sharp(Buffer.from(chart)).flatten().jpeg({ quality: 95 }).toBuffer()
  const blurred = await sharp(sharpChart).blur(4).jpeg({ quality: 95 }).toBuffer()
  const good = await readings(measureChart(sharpChart))
  const bad = await readings(measureChart(blurred))
  expect(good.get('sharpness-centre')?.good).toBe(true)
  expect(bad.get('sharpness-centre')?.good).toBe(false)
  expect(bad.get('sharpness-centre')?.measured).toBeGreaterThan(
    2 * (good.get('sharpness-centre')?.measured ?? 99),
  )
  expect(await measureChart(await drawnStill({ empty: true }))).toEqual({ ok: false, error: 'no-edges' })
  expect(await measureChart(Buffer.from('no picture'))).toEqual({ ok: false, error: 'unreadable' })
})
