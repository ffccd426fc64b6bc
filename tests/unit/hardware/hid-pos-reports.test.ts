import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxCodeLength } from '../../../hardware/code-reader/contract.ts'
import { aimLayout, HidPosDecoder, newlandLayout } from '../../../hardware/code-reader/hid-pos-reports.ts'

/*
 * Access-IS LSR118 Product Manual (revision 1.2, 12/08/2020), appendix B.1.1, pages 68–69: a QR code of 60 bytes in
 * two reports. "Note that byte 63 is 0x01 in the first report and 0x00 in the second … In the second packet, the
 * remaining 52 bytes of data are set to 0x00."
 * https://manualshive.com/en/manual/access-is/lsr118/lsr118_product-manual_455317-68.html and page 69
 */
const boardingPass = 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  '
const lsr118 = [
  report([0x02, 0x38, 0x5d, 0x51, 0x30, ...Buffer.from(boardingPass.padEnd(56, ' ')), 0x73, 0x00, 0x01]),
  report([0x02, 0x04, 0x5d, 0x51, 0x30, ...Buffer.from(' 100'), ...new Uint8Array(52), 0x73, 0x00, 0x00]),
]

/*
 * Honeywell Voyager 1602g answering REVINF, recorded by Henk van Asselt:
 * github.com/HenkVanAsselt/python_hon_usbhid, README.md, "Data received". Six reports make one text; a seventh is
 * the acknowledgement of the command.
 */
const honeywell = [
  [
    2, 56, 93, 88, 48, 80, 114, 111, 100, 117, 99, 116, 32, 78, 97, 109, 101, 58, 32, 86, 111, 121, 97, 103,
    101, 114, 32, 49, 54, 48, 50, 103, 13, 10, 66, 111, 111, 116, 32, 82, 101, 118, 105, 115, 105, 111, 110,
    58, 32, 58, 32, 56, 57, 57, 50, 13, 10, 83, 111, 102, 116, 63, 0, 1,
  ],
  [
    2, 56, 93, 88, 48, 119, 97, 114, 101, 32, 80, 97, 114, 116, 32, 78, 117, 109, 98, 101, 114, 58, 32, 67,
    87, 48, 48, 48, 48, 56, 50, 66, 66, 65, 13, 10, 83, 111, 102, 116, 119, 97, 114, 101, 32, 82, 101, 118,
    105, 115, 105, 111, 110, 58, 32, 36, 80, 114, 111, 106, 101, 63, 0, 1,
  ],
  [
    2, 56, 93, 88, 48, 99, 116, 82, 101, 118, 105, 115, 105, 111, 110, 58, 32, 49, 54, 51, 52, 53, 32, 13, 10,
    83, 101, 114, 105, 97, 108, 32, 78, 117, 109, 98, 101, 114, 58, 32, 49, 53, 50, 51, 50, 66, 49, 70, 48,
    67, 13, 10, 83, 117, 112, 112, 111, 114, 116, 101, 100, 63, 0, 1,
  ],
  [
    2, 56, 93, 88, 48, 32, 73, 70, 58, 32, 66, 108, 117, 101, 116, 111, 111, 116, 104, 13, 10, 80, 67, 66, 32,
    65, 115, 115, 101, 109, 98, 108, 121, 32, 73, 68, 58, 32, 48, 48, 48, 48, 48, 48, 13, 10, 69, 110, 103,
    105, 110, 101, 32, 70, 105, 114, 109, 119, 97, 114, 101, 63, 0, 1,
  ],
  [
    2, 56, 93, 88, 48, 32, 84, 121, 112, 101, 58, 32, 78, 47, 65, 32, 32, 32, 82, 101, 118, 105, 115, 105,
    111, 110, 58, 32, 78, 47, 65, 32, 32, 32, 83, 101, 114, 105, 97, 108, 32, 78, 117, 109, 98, 101, 114, 58,
    32, 78, 47, 65, 32, 32, 32, 67, 104, 101, 99, 107, 115, 63, 0, 1,
  ],
  [2, 9, 93, 88, 48, 117, 109, 58, 32, 78, 47, 65, 13, 10, ...new Uint8Array(47), 63, 0, 0],
  [2, 8, 93, 90, 54, 82, 69, 86, 73, 78, 70, 6, 46, ...new Uint8Array(48), 54, 0, 0],
].map((bytes) => report(bytes))

function report(bytes: readonly number[]): Uint8Array {
  if (bytes.length !== 64) throw new Error(`A report has 64 bytes, this one ${bytes.length}.`)
  return Uint8Array.from(bytes)
}

describe('published reports', () => {
  test('of the LSR118 manual make one code of 60 bytes', () => {
    const decoder = new HidPosDecoder(aimLayout)
    const [first, second] = lsr118.map((one) => decoder.push(one))
    expect(first).toBeUndefined()
    expect(second?.text).toBe(`${boardingPass.padEnd(56, ' ')} 100`)
    expect(second?.text).toHaveLength(60)
    expect(second?.symbology).toBe(']Q0')
  })

  test('of a Honeywell Voyager make one text of six and one of one', () => {
    const decoder = new HidPosDecoder(aimLayout)
    const codes = honeywell.map((one) => decoder.push(one)).filter((code) => code !== undefined)
    expect(codes.map((code) => code.symbology)).toEqual([']X0', ']Z6'])
    expect(codes[0]?.text).toMatch(
      /^Product Name: Voyager 1602g\r\nBoot Revision: : 8992\r\nSoftware Part Number: /,
    )
    expect(codes[0]?.text).toHaveLength(5 * 56 + 9)
    expect(codes[1]?.text).toBe('REVINF\u0006.')
  })
})

describe('a code', () => {
  const part = (text: string, more: boolean, aim = ']Q1'): Uint8Array => {
    const bytes = new Uint8Array(64)
    bytes.set([2, text.length, ...Buffer.from(aim), ...Buffer.from(text)])
    bytes[63] = more ? 1 : 0
    return bytes
  }

  test('is joined from any number of reports', () => {
    const property = fc.property(
      fc.array(fc.stringMatching(/^[ -~]{1,56}$/), { minLength: 1, maxLength: 9 }),
      (parts) => {
        const decoder = new HidPosDecoder(aimLayout)
        const codes = parts.map((text, index) => decoder.push(part(text, index + 1 < parts.length)))
        expect(codes.at(-1)?.text).toBe(parts.join(''))
        expect(codes.slice(0, -1).every((code) => code === undefined)).toBe(true)
      },
    )
    fc.assert(property, { seed: 1, numRuns: 300 })
  })

  test('with "more follows" for ever does not grow, and ends some day', () => {
    const decoder = new HidPosDecoder(aimLayout)
    for (let count = 0; count < 100_000; count++) decoder.push(part('x'.repeat(56), true))
    expect(decoder.push(part('end', false))?.text).toHaveLength(maxCodeLength)
  })

  test('whose announced report never comes is dropped', () => {
    const decoder = new HidPosDecoder(aimLayout)
    decoder.push(part('half a ', true))
    expect(decoder.underway).toBe(true)
    decoder.gap()
    expect(decoder.push(part('whole', false))?.text).toBe('whole')
  })

  test('that was cleared half-way does not come, the next one does', () => {
    const decoder = new HidPosDecoder(aimLayout)
    decoder.push(part('half a ', true))
    decoder.clear()
    expect(decoder.push(part('code', false))).toBeUndefined()
    expect(decoder.push(part('whole', false))?.text).toBe('whole')
  })

  test('of no bytes is none', () => {
    expect(new HidPosDecoder(aimLayout).push(part('', false))).toBeUndefined()
  })

  test('has an identifier only if it is one', () => {
    expect(new HidPosDecoder(aimLayout).push(part('text', false, '\0\0\0'))).toEqual({ text: 'text' })
  })
})

test.each([
  ['another report', Uint8Array.of(3, 1, 0x5d, 0x51, 0x31, 0x41)],
  ['a report that claims more than it has', Uint8Array.of(2, 56, 0x5d, 0x51, 0x31, 0x41)],
  ['a report that claims more than there can be', new Uint8Array(64).fill(0xff).fill(2, 0, 1)],
  ['an empty report', new Uint8Array()],
])('%s is no code', (_name, bytes) => {
  expect(new HidPosDecoder(aimLayout).push(bytes)).toBeUndefined()
})

/*
 * Newland: "Acquire Scanned Data": report id 0x02, barcode length, decoded data in bytes 2–57, symbology in byte 62.
 * Quoted in the FM430 driver's comment table ("| 2-57 | Decoded Data (1-56) |").
 */
test('a Newland report has its data from the third byte on', () => {
  const bytes = new Uint8Array(64)
  bytes.set([2, 5, ...Buffer.from('HELLO')])
  bytes[62] = 0x73
  expect(new HidPosDecoder(newlandLayout).push(bytes)).toEqual({ text: 'HELLO' })
})
