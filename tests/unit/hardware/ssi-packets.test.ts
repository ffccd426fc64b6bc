import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SsiCodes } from '../../../hardware/code-reader/ssi-codes.ts'
import type { SsiEvent } from '../../../hardware/code-reader/ssi-packets.ts'
import {
  checksum,
  encodeSsi,
  nakReasons,
  opcodes,
  SsiDecoder,
} from '../../../hardware/code-reader/ssi-packets.ts'
import { cut, cuts } from './chunks.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

const decode = (...chunks: Uint8Array[]): SsiEvent[] => {
  const decoder = new SsiDecoder()
  return chunks.flatMap((chunk) => decoder.push(chunk))
}

/*
 * Bytes that others have published.
 *
 * - Zebra DS457 Fixed Mount Imager Integration Guide, page 6-31, "SSI Transaction Sequences":
 *   https://www.easymanua.ls/zebra/ds457/manual?p=93
 * - Frames with the host as source: GM67 Bar Code Reader Module User Manual V1.1 (Hangzhou Grow), table 6-1.
 * - A decoder's ACK and a "no read": recorded in github.com/clocklimited/motorola-ssi-scanner, test/checksum.test.js,
 *   and in StartScanResponseBytes of a tester for SSI engines ("04 D0 00 00 FF 2C").
 * - A DECODE_DATA packet of full length, of a QR code in several packets, sent again: the same test/checksum.test.js.
 */
const published = {
  imagerCommand: hex('0A 80 04 00 00 06 20 00 00 FF FE 4D'),
  imagerResponse: hex('0C 80 00 00 00 08 20 00 00 F0 00 F0 FD 6C'),
  imagerResponseShort: hex('08 80 00 00 00 04 06 00 FF 6E'),
  hostAck: hex('04 D0 04 00 FF 28'),
  hostNakResend: hex('05 D1 04 00 01 FF 25'),
  hostNakBadContext: hex('05 D1 04 00 02 FF 24'),
  hostNakDenied: hex('05 D1 04 00 06 FF 20'),
  scanEnable: hex('04 E9 04 00 FF 0F'),
  scanDisable: hex('04 EA 04 00 FF 0E'),
  startDecode: hex('04 E4 04 00 FF 14'),
  paramSendTrigger: hex('07 C6 04 00 FF 8A 08 FD 9E'),
  decoderAck: hex('04 D0 00 00 FF 2C'),
  noRead: hex('07 F3 00 00 01 4E 52 FE 65'),
  longQrPacket: Uint8Array.from([
    255, 243, 0, 3, 28, 123, 34, 99, 105, 100, 34, 58, 32, 34, 53, 55, 55, 98, 99, 56, 51, 53, 51, 49, 100,
    55, 98, 56, 53, 101, 54, 56, 53, 97, 49, 52, 50, 54, 34, 44, 34, 97, 117, 116, 104, 34, 58, 34, 101, 121,
    74, 48, 101, 88, 65, 105, 79, 105, 74, 75, 86, 49, 81, 105, 76, 67, 74, 104, 98, 71, 99, 105, 79, 105, 74,
    73, 85, 122, 73, 49, 78, 105, 74, 57, 46, 101, 121, 74, 113, 100, 71, 107, 105, 79, 105, 73, 49, 78, 122,
    82, 107, 89, 87, 69, 51, 77, 122, 69, 50, 77, 50, 77, 50, 79, 68, 66, 109, 77, 68, 65, 122, 90, 71, 90,
    107, 77, 50, 81, 105, 76, 67, 74, 112, 89, 88, 81, 105, 79, 106, 69, 48, 78, 106, 81, 51, 77, 68, 99, 50,
    79, 84, 107, 53, 78, 122, 81, 115, 73, 109, 86, 52, 99, 67, 73, 54, 77, 84, 81, 53, 78, 106, 73, 48, 77,
    122, 89, 53, 79, 88, 48, 46, 121, 69, 81, 57, 72, 112, 82, 88, 65, 113, 107, 70, 73, 107, 102, 81, 119,
    120, 88, 113, 71, 48, 90, 121, 56, 79, 79, 74, 53, 81, 51, 114, 99, 70, 56, 119, 67, 114, 100, 110, 114,
    114, 111, 34, 44, 34, 100, 97, 116, 97, 34, 58, 123, 34, 112, 114, 111, 100, 117, 99, 116, 115, 34, 58,
    91, 123, 34, 111, 112, 116, 105, 111, 110, 34, 174, 210,
  ]),
}

describe('published packets', () => {
  test.each(Object.entries(published))('%s has the checksum that we compute', (_name, bytes) => {
    const body = bytes.subarray(0, -2)
    expect(checksum(body)).toBe(((bytes.at(-2) ?? 0) << 8) | (bytes.at(-1) ?? 0))
  })

  test.each([
    ['hostAck', encodeSsi(opcodes.ack)],
    ['hostNakResend', encodeSsi(opcodes.nak, [nakReasons.resend])],
    ['hostNakBadContext', encodeSsi(opcodes.nak, [nakReasons.badContext])],
    ['hostNakDenied', encodeSsi(opcodes.nak, [nakReasons.denied])],
    ['scanEnable', encodeSsi(opcodes.scanEnable)],
    ['scanDisable', encodeSsi(opcodes.scanDisable)],
    ['paramSendTrigger', encodeSsi(opcodes.paramSend, [0xff, 0x8a, 0x08])],
  ] as const)('%s is what we send', (name, encoded) => {
    expect(Buffer.from(encoded).toString('hex')).toBe(Buffer.from(published[name]).toString('hex'))
  })

  test('of a decoder are read: ACK', () => {
    const data = new Uint8Array()
    expect(decode(published.decoderAck)).toEqual([
      { packet: { opcode: opcodes.ack, retransmitted: false, moreFollows: false, data } },
    ])
  })

  test('of a decoder are read: a long part of a QR code, sent again, with more to follow', () => {
    const [event] = decode(published.longQrPacket)
    if (event === undefined || !('packet' in event)) throw new Error('no packet')
    expect(event.packet).toMatchObject({ opcode: opcodes.decodeData, retransmitted: true, moreFollows: true })
    expect(event.packet.data[0]).toBe(0x1c)
    expect(Buffer.from(event.packet.data.subarray(1)).toString()).toMatch(
      /^\{"cid": "577bc83531d7b85e685a1426",.*"option"$/,
    )
  })

  test('are read one after another, whatever stands between', () => {
    // 0x00 wakes the other side up and is no packet.
    expect(decode(published.decoderAck, hex('00'), published.noRead, published.imagerResponse)).toHaveLength(
      3,
    )
  })
})

describe('a packet', () => {
  test('with a wrong checksum is damaged', () => {
    const bytes = Uint8Array.from(published.noRead)
    bytes[5] = 0x4f
    expect(decode(bytes)).toEqual([{ damaged: true }])
  })

  test("that says it comes from a host is not a decoder's", () => {
    expect(decode(published.hostAck)).toEqual([{ damaged: true }])
  })

  test('whose rest does not come is damaged, and the next one is read', () => {
    const decoder = new SsiDecoder()
    decoder.push(published.longQrPacket.subarray(0, 100))
    expect(decoder.gap()).toEqual({ damaged: true })
    expect(decoder.gap()).toBeUndefined()
    expect(decoder.push(published.noRead)).toHaveLength(1)
  })

  test('is the same however it is cut', () => {
    const all = Buffer.concat([
      published.decoderAck,
      published.longQrPacket,
      published.noRead,
      published.imagerResponse,
    ])
    const property = fc.property(cuts, (sizes) => {
      expect(decode(...cut(all, sizes))).toEqual(decode(all))
    })
    fc.assert(property, { seed: 1, numRuns: 300 })
  })
})

describe('a code', () => {
  const part = (text: string, moreFollows: boolean, retransmitted = false) => ({
    opcode: opcodes.decodeData,
    retransmitted,
    moreFollows,
    data: Buffer.from([0x1c, ...Buffer.from(text)]),
  })

  test('is joined from its packets', () => {
    const codes = new SsiCodes()
    expect(codes.push(part('one, ', true))).toBeUndefined()
    expect(codes.push(part('two, ', true))).toBeUndefined()
    expect(codes.push(part('three', false))).toBe('one, two, three')
  })

  test('is delivered once when a packet comes again because our answer was lost', () => {
    const codes = new SsiCodes()
    codes.push(part('one, ', true))
    expect(codes.push(part('one, ', true, true))).toBeUndefined()
    expect(codes.push(part('two', false))).toBe('one, two')
    expect(codes.push(part('two', false, true))).toBeUndefined()
  })

  test('shown twice is delivered twice', () => {
    const codes = new SsiCodes()
    expect(codes.push(part('same', false))).toBe('same')
    expect(codes.push(part('same', false))).toBe('same')
  })

  test('that came damaged at first and then again is delivered', () => {
    const codes = new SsiCodes()
    codes.push(part('same', false))
    codes.damaged()
    expect(codes.push(part('same', false, true))).toBe('same')
  })

  test('that was cleared half-way does not come, the next one does', () => {
    const codes = new SsiCodes()
    codes.push(part('half', true))
    codes.clear()
    expect(codes.push(part('rest', false))).toBeUndefined()
    expect(codes.push(part('next', false))).toBe('next')
  })

  test('of endless packets does not grow', () => {
    const codes = new SsiCodes()
    for (let count = 0; count < 10_000; count++) codes.push(part(`${count}`.padStart(200, '0'), true))
    expect(codes.push(part('end', false))).toHaveLength(512)
  })
})
