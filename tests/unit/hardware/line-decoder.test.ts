import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxCodeLength } from '../../../hardware/code-reader/contract.ts'
import { LineDecoder } from '../../../hardware/code-reader/line-decoder.ts'
import { cut, cuts } from './chunks.ts'

const decode = (...chunks: (string | Uint8Array)[]): string[] => {
  const decoder = new LineDecoder()
  return chunks.flatMap((chunk) => decoder.push(Buffer.from(chunk)))
}

describe('lines', () => {
  test.each([
    ['CR', 'one\rtwo\r'],
    ['LF', 'one\ntwo\n'],
    ['CRLF', 'one\r\ntwo\r\n'],
    ['CR CR', 'one\r\rtwo\r\r'],
    ['LF first', '\none\r\ntwo\r'],
  ])('end with %s', (_name, bytes) => {
    expect(decode(bytes)).toEqual(['one', 'two'])
  })

  test('end once when the chunk ends between CR and LF', () => {
    expect(decode('one\r', '\ntwo\r', '\n')).toEqual(['one', 'two'])
  })

  test('without an end wait for it', () => {
    expect(decode('half')).toEqual([])
    expect(decode('half', ' and half\r')).toEqual(['half and half'])
  })

  test('are whole after silence, for readers that send no end', () => {
    const decoder = new LineDecoder()
    decoder.push(Buffer.from('no end'))
    expect(decoder.underway).toBe(true)
    expect(decoder.gap()).toBe('no end')
    expect(decoder.underway).toBe(false)
    expect(decoder.gap()).toBeUndefined()
  })

  test('carry no code when they are empty', () => {
    expect(decode('\r\n\r\n\n\r')).toEqual([])
  })
})

describe('text', () => {
  test('is UTF-8, cut through the middle of a character too', () => {
    const bytes = Buffer.from('申請書\r')
    expect(decode(bytes.subarray(0, 4), bytes.subarray(4))).toEqual(['申請書'])
  })

  test('has U+FFFD where a byte is no UTF-8', () => {
    // Shift-JIS for 申請.
    expect(decode(Uint8Array.of(0x90, 0x5c, 0x90, 0xbf, 0x0d))).toEqual(['\u{fffd}\\\u{fffd}\u{fffd}'])
  })

  test('keeps NUL and control characters, for whoever classifies it', () => {
    expect(decode('a\u0000b\u001bc\r')).toEqual(['a\u0000b\u001bc'])
  })

  test('is cut off at the longest length, and never within a character', () => {
    const [ascii] = decode(`${'1'.repeat(10_000)}\r`)
    expect(ascii).toHaveLength(maxCodeLength)
    const [pairs] = decode(`a${'𠮷'.repeat(1_000)}\r`)
    expect(pairs).toHaveLength(maxCodeLength)
    expect(pairs?.isWellFormed()).toBe(true)
  })
})

describe('clear', () => {
  test('drops what has begun, and its rest', () => {
    const decoder = new LineDecoder()
    decoder.push(Buffer.from('secret'))
    decoder.clear()
    expect(decoder.push(Buffer.from(' rest\rnext\r'))).toEqual(['next'])
  })

  test('drops nothing when nothing has begun', () => {
    const decoder = new LineDecoder()
    decoder.clear()
    expect(decoder.push(Buffer.from('next\r'))).toEqual(['next'])
  })

  test('is over with the silence after it', () => {
    const decoder = new LineDecoder()
    decoder.push(Buffer.from('secret'))
    decoder.clear()
    expect(decoder.gap()).toBeUndefined()
    expect(decoder.push(Buffer.from('next\r'))).toEqual(['next'])
  })
})

test('the cuts make no difference', () => {
  const line = fc.oneof(fc.stringMatching(/^[0-9]{23}$/), fc.string({ unit: 'grapheme', maxLength: 60 }))
  const property = fc.property(fc.array(line, { maxLength: 8 }), cuts, (lines, sizes) => {
    const bytes = Buffer.from(lines.map((text) => `${text}\r\n`).join(''))
    expect(decode(...cut(bytes, sizes))).toEqual(decode(bytes))
  })
  fc.assert(property, { seed: 1, numRuns: 500 })
})
