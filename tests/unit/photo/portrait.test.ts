import sharp from 'sharp'
import { expect, it } from 'vitest'
import { checkPhoto } from '../../../main/photo/check.ts'
import { drawnChin, drawnCrown } from '../../../main/demo/drawn-applicant.ts'
import { drawnStill, sharedAnalyser } from './analyser.ts'

/**
 * A 12-megapixel still: its crop has more pixels than the portrait needs. Drawn smaller and enlarged, for the SVG
 * renderer works in tiles of 2,000 pixels and draws each of several again for every strip (15 s of processor time).
 */
const largeStill = async (): Promise<Uint8Array> =>
  await sharp(await drawnStill({ width: 2000, height: 1500 }))
    .resize(4000, 3000)
    .jpeg()
    .toBuffer()

it('writes a legal portrait of 1200 × 1543 that passes as a portrait', async () => {
  const analyser = await sharedAnalyser()
  const { check, portrait } = await checkPhoto(analyser, await largeStill(), { portrait: true })
  expect(check.verdict, JSON.stringify(check.reasons)).toBe('accept')
  const bytes = portrait ?? new Uint8Array()
  const header = await sharp(bytes).metadata()
  expect(header).toMatchObject({ format: 'jpeg', width: 1200, height: 1543, space: 'srgb', channels: 3 })
  expect([header.exif, header.icc, header.xmp, header.iptc]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
  expect(bytes.byteLength).toBeGreaterThanOrEqual(20_000)
  expect(bytes.byteLength).toBeLessThanOrEqual(1_000_000)
  const again = await checkPhoto(analyser, bytes, { kind: 'portrait' })
  expect(again.check.verdict, JSON.stringify(again.check.reasons)).toBe('accept')
  const { headPx = 0, crown } = again.check.face ?? {}
  expect((headPx * 45) / 1543).toBeCloseTo(34, 0)
  expect(((crown?.y ?? 0) * 45) / 1543).toBeCloseTo(4, 0)
})

it('gives the same bytes for the same picture', async () => {
  const analyser = await sharedAnalyser()
  const still = await drawnStill()
  const [one, two] = [
    await checkPhoto(analyser, still, { portrait: true }),
    await checkPhoto(analyser, still, { portrait: true }),
  ]
  expect(Buffer.compare(Buffer.from(one.portrait ?? []), Buffer.from(two.portrait ?? []))).toBe(0)
  expect(one.portrait?.byteLength).toBeGreaterThan(0)
})

it('keeps the real size of a smaller crop instead of enlarging it', async () => {
  const { check, portrait } = await checkPhoto(await sharedAnalyser(), await drawnStill(), { portrait: true })
  const header = await sharp(portrait ?? new Uint8Array()).metadata()
  expect([header.width, header.height]).toEqual([check.crop?.width, check.crop?.height])
  expect(header.height).toBeLessThan(1543)
})

it('cuts no portrait where head or margin are missing', async () => {
  const cut = await checkPhoto(await sharedAnalyser(), await drawnStill({ eyesY: 0.2 }), { portrait: true })
  expect(cut.check.crop).toBeNull()
  expect(cut.portrait).toBeNull()
})

it('measures chin and crown of a drawn head within 4 % of its height, upright and tilted', async () => {
  for (const tilt of [0, 4, -4]) {
    const { check } = await checkPhoto(await sharedAnalyser(), await drawnStill({ tilt }))
    const unit = (0.52 * 1500) / 352
    expect(check.face?.headPx ?? 0).toBeGreaterThan((drawnChin - drawnCrown) * unit * 0.93)
    expect(check.face?.headPx ?? 0).toBeLessThan((drawnChin - drawnCrown) * unit * 1.07)
    expect(Math.abs((check.face?.roll ?? 99) - tilt)).toBeLessThan(1.5)
  }
})

it('refuses as portrait what is none', async () => {
  const { check } = await checkPhoto(await sharedAnalyser(), await drawnStill(), { kind: 'portrait' })
  expect(check.reasons.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['aspect-ratio', 'head-too-small']),
  )
})
