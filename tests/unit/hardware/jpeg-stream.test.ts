import * as fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { JpegStream } from '../../../hardware/camera/jpeg-stream.ts'
import { cut } from './chunks.ts'

const megabyte = 1024 * 1024

let pictures: Buffer[]
beforeAll(async () => {
  pictures = await Promise.all(
    [
      { width: 64, height: 48, progressive: false },
      { width: 7, height: 300, progressive: true },
      { width: 320, height: 240, progressive: false },
    ].map(({ width, height, progressive }) =>
      sharp({
        create: {
          width,
          height,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      })
        .jpeg({ progressive })
        .toBuffer(),
    ),
  )
})

const read = (chunks: readonly Uint8Array[], maxBytes = megabyte): string[] => {
  const stream = new JpegStream(maxBytes)
  return chunks.flatMap((chunk) => stream.push(chunk)).map((bytes) => Buffer.from(bytes).toString('base64'))
}
const base64 = (all: readonly Buffer[]): string[] => all.map((bytes) => bytes.toString('base64'))

describe('pictures', () => {
  test('come out as they went in', () => {
    expect(read(pictures)).toEqual(base64(pictures))
    expect(read([Buffer.concat(pictures)])).toEqual(base64(pictures))
  })

  test('come out the same however the stream is cut', () => {
    const all = Buffer.concat(pictures)
    const property = fc.property(fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 60 }), (sizes) => {
      expect(read(cut(all, sizes))).toEqual(base64(pictures))
    })
    fc.assert(property, { seed: 1, numRuns: 100 })
    expect(read(Array.from(all, (byte) => Uint8Array.of(byte)))).toEqual(base64(pictures))
  })

  test('hold a thumbnail that is a picture itself', () => {
    const [small, , large] = pictures
    if (small === undefined || large === undefined) throw new Error('no pictures')
    // FF E1, a length, and a whole JPEG, as EXIF carries it.
    const length = Buffer.alloc(2)
    length.writeUInt16BE(small.length + 2)
    const withThumbnail = Buffer.concat([
      large.subarray(0, 2),
      Buffer.of(0xff, 0xe1),
      length,
      small,
      large.subarray(2),
    ])
    expect(read([withThumbnail, large])).toEqual(base64([withThumbnail, large]))
  })

  test('are found among words', () => {
    const [first, second] = pictures
    if (first === undefined || second === undefined) throw new Error('no pictures')
    const words = Buffer.from('New file is in location /capt0000.jpg on the camera\n')
    expect(read([words, first, words, second, words])).toEqual(base64([first, second]))
  })
})

describe('what is no whole picture', () => {
  test('does not come out', () => {
    expect(read(pictures.map((picture) => picture.subarray(0, -2)))).toEqual([])
    expect(read([Buffer.from([0xff, 0xd8, 0xff, 0xd9])])).toHaveLength(1)
    expect(read([Buffer.from([0xff, 0xd8, 0x00, 0xff, 0xd9])])).toEqual([])
  })

  test('does not grow beyond the limit, and the next picture is found', () => {
    const [small] = pictures
    if (small === undefined) throw new Error('no pictures')
    const endless = Buffer.concat([small.subarray(0, -2), Buffer.alloc(megabyte)])
    const stream = new JpegStream(small.length)
    expect(stream.push(endless)).toEqual([])
    expect(stream.push(small)).toHaveLength(1)
  })
})
