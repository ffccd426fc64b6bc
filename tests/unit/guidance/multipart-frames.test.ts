import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MultipartFrame, readFrames } from '../../../renderer/guidance/multipart-frames.ts'

/** RFC 2046 §5.1 with the part headers of `multipart/x-mixed-replace` as cameras send it. */
const part = (jpeg: Uint8Array, more = ''): Uint8Array =>
  Buffer.concat([
    Buffer.from(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n${more}\r\n`),
    jpeg,
    Buffer.from('\r\n'),
  ])

async function read(chunks: readonly Uint8Array[]): Promise<MultipartFrame[]> {
  const frames: MultipartFrame[] = []
  for await (const frame of readFrames(ReadableStream.from(chunks))) frames.push(frame)
  return frames
}

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

describe('MJPEG as it arrives', () => {
  it('gives the same pictures, however the bytes are cut', async () => {
    const pictures = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 8 })
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(pictures, cuts, async (jpegs, at) => {
        const frames = await read(split(Buffer.concat(jpegs.map((jpeg) => part(jpeg))), at))
        expect(frames.map(({ jpeg }) => [...jpeg])).toEqual(jpegs.map((jpeg) => [...jpeg]))
      }),
    )
  })

  it('reads a picture that looks like a part of its own', async () => {
    const sly = part(new Uint8Array([1, 2, 3]))
    expect((await read([part(sly)])).map(({ jpeg }) => [...jpeg])).toEqual([[...sly]])
  })

  it('reads when a picture was taken', async () => {
    const timed = part(new Uint8Array(3), 'x-timestamp: 1795429800000\r\n')
    expect((await read([timed]))[0]?.takenAt).toBe(1_795_429_800_000)
    expect((await read([part(new Uint8Array(3))]))[0]?.takenAt).toBeNull()
  })

  it.each([
    ['no length', 'Content-Type: image/jpeg\r\n\r\n'],
    ['a length of nothing', 'Content-Length: 0\r\n\r\n'],
    ['a length beyond any preview', 'Content-Length: 9999999999\r\n\r\n'],
    ['no header at all', 'x'.repeat(5_000)],
  ])('refuses a stream with %s', async (_, text) => {
    await expect(read([Buffer.from(text)])).rejects.toThrow('Preview')
  })

  it('never hangs or grows on hostile bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), async (chunks) => {
        await read(chunks).catch((error: unknown) => expect(error).toBeInstanceOf(Error))
      }),
    )
  })
})
