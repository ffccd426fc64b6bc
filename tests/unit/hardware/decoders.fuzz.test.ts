import { describe, expect, test } from 'vitest'
import { detectedCameras, gphoto2Fault } from '../../../hardware/camera/gphoto2-messages.ts'
import { JpegStream } from '../../../hardware/camera/jpeg-stream.ts'
import { maxCodeLength } from '../../../hardware/code-reader/contract.ts'
import { aimLayout, HidPosDecoder } from '../../../hardware/code-reader/hid-pos-reports.ts'
import { LineDecoder } from '../../../hardware/code-reader/line-decoder.ts'
import { SsiCodes } from '../../../hardware/code-reader/ssi-codes.ts'
import { SsiDecoder } from '../../../hardware/code-reader/ssi-packets.ts'
import { WedgeDecoder } from '../../../hardware/code-reader/wedge-keys.ts'
import { decodeResponse } from '../../../hardware/printer/ipp-messages.ts'
import { jobOutcome, printerFault } from '../../../hardware/printer/printer-state.ts'
import { cupsAnswers } from '../../contract/fixtures/ipp-answers.ts'

/** A million sequences a decoder at full length (`npm run fuzz`); every run has the same ones. */
const sequences = process.env['MACHINAKA_FULL'] === '1' ? 1_000_000 : 20_000
const seed = 0x6d_61_63_68

/** mulberry32: 32 bits of state, quick, the same on every machine. */
function randomNumbers(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Random bytes, or a valid sequence with bytes changed, removed, doubled, cut off, or another one put in. */
function* hostile(valid: readonly Uint8Array[]): Generator<Uint8Array> {
  const random = randomNumbers(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const room = new Uint8Array(1024)
  for (let count = 0; count < sequences; count++) {
    const from = valid[below(valid.length)]
    if (from === undefined || random() < 0.3) {
      const length = below(80)
      for (let at = 0; at < length; at++) room[at] = below(256)
      yield room.subarray(0, length)
      continue
    }
    room.set(from)
    let length = from.length
    for (let changes = 1 + below(4); changes > 0 && length > 0; changes--) {
      const at = below(length)
      switch (below(5)) {
        case 0:
          room[at] = below(256)
          break
        case 1:
          room.copyWithin(at, at + 1, length)
          length -= 1
          break
        case 2:
          if (length < room.length) room.copyWithin(at + 1, at, length++)
          break
        case 3:
          length = at
          break
        case 4: {
          const other = valid[below(valid.length)]?.subarray(0, room.length - at)
          if (other === undefined) break
          room.set(other, at)
          length = Math.max(length, at + other.length)
          break
        }
      }
    }
    yield room.subarray(0, length)
  }
}

/** Bytes that are kept by whatever is fed a million sequences: none to speak of. */
const allowedGrowth = 64 * 1024 * 1024

function fuzz(valid: readonly Uint8Array[], feed: (bytes: Uint8Array) => void): void {
  const before = process.memoryUsage()
  for (const bytes of hostile(valid)) feed(bytes)
  globalThis.gc?.()
  const after = process.memoryUsage()
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(allowedGrowth)
}

const limits = { timeout: 30 * 60_000 }

describe(`${sequences} hostile sequences`, () => {
  test('of lines', limits, () => {
    const decoder = new LineDecoder()
    fuzz(
      [
        Buffer.from('12345678901234567890123\r\n'),
        Buffer.from('1'.repeat(900)),
        Buffer.from('https://example.jp/?id=申請\r'),
      ],
      (bytes) => {
        for (const code of decoder.push(bytes)) expectCode(code)
        if (bytes.length % 7 === 0) decoder.clear()
        if (bytes.length % 11 === 0) decoder.gap()
      },
    )
    decoder.gap()
    expect(decoder.push(Buffer.from('well again\r'))).toEqual(['well again'])
  })

  test('of SSI', limits, () => {
    const decoder = new SsiDecoder()
    const codes = new SsiCodes()
    const packets = [
      '04D00000FF2C',
      '07F30000014E52FE65',
      '0C8000000008200000F000F0FD6C',
      '07F300031C4E52FE47',
    ]
    fuzz(
      packets.map((packet) => Buffer.from(packet, 'hex')),
      (bytes) => {
        for (const event of decoder.push(bytes)) {
          if ('damaged' in event) codes.damaged()
          else expectCode(codes.push(event.packet))
        }
        if (bytes.length % 7 === 0) codes.clear()
        if (bytes.length % 11 === 0) decoder.gap()
      },
    )
    decoder.gap()
    codes.gap()
    const [event] = decoder.push(Buffer.from('07F30000014E52FE65', 'hex'))
    expect(event !== undefined && 'packet' in event && codes.push(event.packet)).toBe('NR')
  })

  test('of HID POS reports', limits, () => {
    const decoder = new HidPosDecoder(aimLayout)
    const report = new Uint8Array(64)
    report.set([2, 23, 0x5d, 0x51, 0x31, ...Buffer.from('12345678901234567890123')])
    const first = Uint8Array.from(report)
    first[63] = 1
    fuzz([report, first], (bytes) => {
      expectCode(decoder.push(bytes)?.text)
      if (bytes.length % 7 === 0) decoder.clear()
      if (bytes.length % 11 === 0) decoder.gap()
    })
    decoder.gap()
    expect(decoder.push(report)?.text).toBe('12345678901234567890123')
  })

  test('of wedge keys', limits, () => {
    const decoder = new WedgeDecoder()
    const key = Buffer.alloc(24)
    key.writeUInt16LE(1, 16)
    key.writeUInt16LE(2, 18)
    key.writeInt32LE(1, 20)
    const enter = Buffer.from(key)
    enter.writeUInt16LE(28, 18)
    fuzz([key, enter, Buffer.concat([key, key, enter])], (bytes) => {
      for (const code of decoder.push(bytes)) expectCode(code)
      if (bytes.length % 7 === 0) decoder.clear()
      if (bytes.length % 11 === 0) decoder.gap()
    })
  })

  test('of JPEG', limits, () => {
    const maxBytes = 4_096
    const stream = new JpegStream(maxBytes)
    const picture = Buffer.from(
      'ffd8ffe000104a46494600010100000100010000ffda0008010100003f00d2cf20ff00ffd9',
      'hex',
    )
    fuzz([picture, Buffer.from('ffd8ffe1000affd8ffd900ffd9', 'hex')], (bytes) => {
      for (const jpeg of stream.push(bytes)) expectPicture(jpeg, maxBytes)
    })
    // Whatever it was in the midst of: after its limit it finds pictures again.
    stream.push(new Uint8Array(2 * maxBytes + 70_000))
    expect(stream.push(Buffer.concat([picture, picture])).length).toBeGreaterThan(0)
  })

  test('of IPP', limits, () => {
    fuzz(
      Object.values(cupsAnswers).map((answer) => Buffer.from(answer, 'base64')),
      (bytes) => {
        const response = decodeResponse(bytes)
        if (response === undefined) return
        printerFault(response)
        jobOutcome(response)
      },
    )
  })

  test("of gphoto2's words", limits, () => {
    const words =
      "*** Error (-53: 'Could not claim the USB device') ***\nGoPro HERO5 Black              usb:001,006     \n"
    fuzz([Buffer.from(words)], (bytes) => {
      const text = Buffer.from(bytes).toString('utf8')
      if (gphoto2Fault(text).detail.length > 100) throw new Error('The detail carries foreign words.')
      detectedCameras(text)
    })
  })
})

// Plain comparisons: a matcher a million times takes minutes.
function expectCode(code: string | undefined): void {
  if (code !== undefined && code.length > maxCodeLength)
    throw new Error(`A code of ${code.length} characters came out.`)
}

function expectPicture(jpeg: Uint8Array, maxBytes: number): void {
  const whole = jpeg[0] === 0xff && jpeg[1] === 0xd8 && jpeg.at(-2) === 0xff && jpeg.at(-1) === 0xd9
  if (!whole || jpeg.length > maxBytes) throw new Error(`A picture of ${jpeg.length} bytes came out.`)
}
