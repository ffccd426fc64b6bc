import { expect, test } from 'vitest'
import { type Box, nearest } from '../../../renderer/applicant/keyboard.ts'

/** A pad of three columns, keys of 10 by 10 with gaps of 2. */
const pad: Box[] = Array.from({ length: 9 }, (_, index) => {
  const [left, top] = [(index % 3) * 12, Math.floor(index / 3) * 12]
  return { left, top, right: left + 10, bottom: top + 10 }
})
const from = (index: number): Box => {
  const box = pad[index]
  if (box === undefined) throw new Error(`The pad has no key ${index}.`)
  return box
}

test('an arrow moves to the neighbour in its direction', () => {
  expect(nearest(from(4), pad, 'ArrowUp')).toBe(1)
  expect(nearest(from(4), pad, 'ArrowDown')).toBe(7)
  expect(nearest(from(4), pad, 'ArrowLeft')).toBe(3)
  expect(nearest(from(4), pad, 'ArrowRight')).toBe(5)
})

test('nothing lies beyond the edge', () => {
  expect(nearest(from(0), pad, 'ArrowUp')).toBeNull()
  expect(nearest(from(8), pad, 'ArrowRight')).toBeNull()
})

test('a wide key below is reached from each column', () => {
  const wide = [...pad, { left: 0, top: 40, right: 34, bottom: 50 }]
  for (const index of [6, 7, 8]) expect(nearest(from(index), wide, 'ArrowDown')).toBe(9)
})
