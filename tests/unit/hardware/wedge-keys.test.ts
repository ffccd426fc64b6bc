import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { maxCodeLength } from '../../../hardware/code-reader/contract.ts'
import { WedgeDecoder } from '../../../hardware/code-reader/wedge-keys.ts'
import { cut, cuts } from './chunks.ts'

/*
 * Key numbers of linux/input-event-codes.h: KEY_1 2 … KEY_0 11, KEY_Q 16, KEY_A 30, KEY_Z 44, KEY_ENTER 28,
 * KEY_LEFTSHIFT 42, KEY_SEMICOLON 39, KEY_SLASH 53, KEY_DOT 52, KEY_EQUAL 13, KEY_KP1 79.
 */
const enter = 28
const shift = 42

/** struct input_event of linux/input.h on a 64-bit system. */
function event(type: number, code: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(24)
  bytes.writeUInt16LE(type, 16)
  bytes.writeUInt16LE(code, 18)
  bytes.writeInt32LE(value, 20)
  return bytes
}
const synchronise = event(0, 0, 0)
const press = (key: number): Uint8Array => Buffer.concat([event(1, key, 1), synchronise])
const release = (key: number): Uint8Array => Buffer.concat([event(1, key, 0), synchronise])
const stroke = (...keys: number[]): Uint8Array =>
  Buffer.concat(keys.flatMap((key) => [press(key), release(key)]))
const shifted = (key: number): Uint8Array => Buffer.concat([press(shift), stroke(key), release(shift)])

test('digits and Enter make a code', () => {
  expect(new WedgeDecoder().push(stroke(2, 3, 4, 11, enter))).toEqual(['1230'])
  expect(new WedgeDecoder().push(stroke(79, 80, 81, 96))).toEqual(['123'])
})

test('shift makes capitals and signs, on a US keyboard, whatever layout the system has', () => {
  const bytes = Buffer.concat([
    shifted(35),
    stroke(20, 20, 25),
    shifted(39),
    stroke(53, 53, 30, 52, 31),
    shifted(53),
    stroke(23, 13, 2, enter),
  ])
  expect(new WedgeDecoder().push(bytes)).toEqual(['Http://a.s?i=1'])
})

test('keys that are held repeat nothing', () => {
  expect(
    new WedgeDecoder().push(
      Buffer.concat([press(2), event(1, 2, 2), event(1, 2, 2), release(2), stroke(enter)]),
    ),
  ).toEqual(['1'])
})

test('a pause drops what was typed, and a shift that was never released', () => {
  const decoder = new WedgeDecoder()
  decoder.push(Buffer.concat([press(shift), stroke(2, 3)]))
  decoder.gap()
  expect(decoder.push(stroke(2, enter))).toEqual(['1'])
})

test('clear drops the code under way and its rest', () => {
  const decoder = new WedgeDecoder()
  decoder.push(stroke(2, 3))
  decoder.clear()
  expect(decoder.push(stroke(4, enter, 5, enter))).toEqual(['4'])
})

test('nothing grows', () => {
  const decoder = new WedgeDecoder()
  for (let count = 0; count < 2_000; count++) decoder.push(stroke(2))
  expect(decoder.push(stroke(enter))[0]).toHaveLength(maxCodeLength)
})

test('the cuts make no difference', () => {
  const key = fc.constantFrom(2, 3, 4, 16, 30, enter, 99)
  const property = fc.property(fc.array(key, { maxLength: 40 }), cuts, (keys, sizes) => {
    const bytes = stroke(...keys)
    const decoder = new WedgeDecoder()
    expect(cut(bytes, sizes).flatMap((chunk) => decoder.push(chunk))).toEqual(new WedgeDecoder().push(bytes))
  })
  fc.assert(property, { seed: 1, numRuns: 300 })
})
