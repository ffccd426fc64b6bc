import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import type { PhotoChecker, ReasonCode } from '../../../main/photo/contract.ts'
import { createPhotoChecker } from '../../../main/photo/photo-checker.ts'
import { drawnStill } from './analyser.ts'

let checker: PhotoChecker
beforeAll(async () => {
  checker = createPhotoChecker({ workers: 1 })
  await checker.warmUp()
})
afterAll(async () => {
  await checker.close()
})

/** A PNG that names a size, with next to nothing behind it: what a decompression bomb begins with. */
function pngClaiming(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const framed = Buffer.alloc(body.length + 8)
    framed.writeUInt32BE(data.length, 0)
    body.copy(framed, 4)
    framed.writeUInt32BE(crc32(body), body.length + 4)
    return framed
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', new Uint8Array()),
  ])
}

/** A JPEG whose frame header claims another size. */
async function jpegClaiming(width: number, height: number): Promise<Uint8Array> {
  const bytes = Buffer.from(
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#888' } })
      .jpeg()
      .toBuffer(),
  )
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
  bytes.writeUInt16BE(height, frame + 5)
  bytes.writeUInt16BE(width, frame + 7)
  return bytes
}

const solid = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#dde' } })

const frame = (level: number): Promise<Buffer> =>
  sharp({ create: { width: 600, height: 800, channels: 3, background: { r: level, g: 90, b: 90 } } })
    .png()
    .toBuffer()

describe('one clear reason, never a crash', () => {
  const cases: readonly [string, () => Promise<Uint8Array> | Uint8Array, ReasonCode][] = [
    ['zero bytes', () => new Uint8Array(), 'file-unreadable'],
    ['one byte', () => new Uint8Array([0xff]), 'file-unreadable'],
    ['text', () => Buffer.from('hello '.repeat(100)), 'file-unreadable'],
    ['SVG', () => Buffer.from(drawApplicant()), 'file-unreadable'],
    [
      'SVG with an entity bomb',
      () => Buffer.from('<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aa">]><svg/>'),
      'file-unreadable',
    ],
    ['PDF', () => Buffer.from('%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'), 'file-unreadable'],
    ['truncated JPEG', async () => (await drawnStill()).subarray(0, 20_000), 'file-unreadable'],
    ['JPEG without its last bytes', async () => (await drawnStill()).subarray(0, -400), 'file-unreadable'],
    [
      'JPEG signature and rubbish',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(5000, 7)]),
      'file-unreadable',
    ],
    ['PNG header of 60,000 × 60,000', () => pngClaiming(60_000, 60_000), 'dimensions-too-large'],
    ['JPEG header of 60,000 × 60,000', () => jpegClaiming(60_000, 60_000), 'dimensions-too-large'],
    ['1 × 1', () => solid(1, 1).png().toBuffer(), 'dimensions-too-small'],
    ['1 × 4000', () => solid(1, 4000).png().toBuffer(), 'dimensions-too-small'],
    ['animated GIF', () => Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'file-unreadable'],
    [
      'animated WebP',
      async () =>
        sharp(await Promise.all([0, 200].map((level) => frame(level))), { join: { animated: true } })
          .webp({ loop: 0, delay: [100, 100] })
          .toBuffer(),
      'file-unreadable',
    ],
    [
      '50 MB',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(50_000_000)]),
      'file-too-large',
    ],
  ]
  it.each(cases)('%s', async (_name, make, code) => {
    const { check, portrait } = await checker.check(await make(), { portrait: true })
    expect(check.verdict).toBe('reject')
    expect(check.reasons[0]?.code).toBe(code)
    expect(portrait).toBeNull()
  })

  it('takes no more than 300 MB above idle for the largest picture it opens', async () => {
    const idle = process.memoryUsage().rss
    const large = await solid(8000, 6000).jpeg().toBuffer()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5)
    const { check } = await checker.check(large)
    clearInterval(watch)
    expect(check.reasons[0]?.code).toBe('no-face')
    expect((most - idle) / 1e6).toBeLessThan(300)
  })
})

describe('unusual but honest files get their verdict', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', async (orientation) => {
    const upright = await drawnStill()
    // Pixels turned the way a camera would store them, so that the tag turns them upright again.
    const undo: Record<number, (picture: Sharp) => Sharp> = {
      1: (picture) => picture,
      2: (picture) => picture.flop(),
      3: (picture) => picture.rotate(180),
      4: (picture) => picture.flip(),
      5: (picture) => picture.rotate(270).flop(),
      6: (picture) => picture.rotate(270),
      7: (picture) => picture.rotate(90).flop(),
      8: (picture) => picture.rotate(90),
    }
    const stored = await (undo[orientation] ?? ((picture) => picture))(sharp(upright)).toBuffer()
    const tagged = await sharp(stored)
      .keepMetadata()
      .withMetadata({ orientation })
      .jpeg({ quality: 92 })
      .toBuffer()
    const { check } = await checker.check(tagged)
    expect(check.verdict, JSON.stringify(check.reasons)).toBe('accept')
    expect(check.crop?.height).toBeGreaterThan(900)
  })

  it('CMYK: read as a still, refused as a portrait', async () => {
    const cmyk = await sharp(await drawnStill())
      .toColourspace('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer()
    const still = await checker.check(cmyk, { portrait: true })
    expect(still.check.reasons.map(({ code }) => code)).not.toContain('colour-not-rgb')
    expect((await sharp(still.portrait ?? new Uint8Array()).metadata()).space).toBe('srgb')
    const portrait = await checker.check(cmyk, { kind: 'portrait' })
    expect(portrait.check.reasons.map(({ code }) => code)).toContain('colour-not-rgb')
  })

  it('16 bits a channel', async () => {
    const deep = await sharp(await drawnStill())
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    const { check } = await checker.check(deep)
    expect(check.verdict, JSON.stringify(check.reasons)).toBe('accept')
  })

  it('black and white is allowed and noted', async () => {
    const grey = await sharp(await drawnStill())
      .greyscale()
      .jpeg({ quality: 92 })
      .toBuffer()
    const { check } = await checker.check(grey)
    expect(check.verdict, JSON.stringify(check.reasons)).toBe('accept')
    expect(check.reasons.map(({ code, severity }) => [code, severity])).toContainEqual(['greyscale', 'info'])
  })

  it('transparent PNG lies on white', async () => {
    const clear = await sharp(await drawnStill())
      .ensureAlpha()
      .png()
      .toBuffer()
    expect((await checker.check(clear)).check.verdict).toBe('accept')
  })
})
