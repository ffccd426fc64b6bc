import { array, assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { packPages, type Rooms } from '../../../renderer/applicant/pack-pages.ts'

const alike = (room: number): Rooms => ({ last: room, others: room })

test('what fits stays on one page', () => {
  expect(packPages([100, 50, 50], alike(220), 10, 30)).toEqual([0, 0, 0])
})

test('what does not fit goes to the next page, which begins with its lead', () => {
  expect(packPages([100, 50, 60], alike(220), 10, 30)).toEqual([0, 1, 1])
  // 30 (lead) + 10 + 180 = 220 fits, 181 does not.
  expect(packPages([100, 180, 1], alike(220), 10, 30)).toEqual([0, 1, 2])
  expect(packPages([100, 100, 180], alike(220), 10, 30)).toEqual([0, 0, 1])
})

test('a block taller than a page has a page of its own, and none is lost', () => {
  expect(packPages([500, 500, 500], alike(220), 10, 30)).toEqual([0, 1, 2])
})

test('pages never hold more than their room, but for a single block; order is kept', () => {
  assert(
    property(
      array(integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      integer({ min: 100, max: 600 }),
      (heights, room) => {
        const [gap, lead] = [10, 20]
        const pages = packPages(heights, alike(room), gap, lead)
        pages.forEach((page, index) => expect(page - (pages[index - 1] ?? 0)).toBeLessThanOrEqual(1))
        for (const page of new Set(pages)) {
          const held = heights.filter((_, index) => pages[index] === page)
          if (held.length < 2) continue
          const used = held.reduce((sum, height) => sum + gap + height, page === 0 ? -gap : lead)
          expect(used).toBeLessThanOrEqual(room)
        }
      },
    ),
  )
})

test('a last page gets its share of the blocks, and there are no more pages for it', () => {
  // One after the other the first page would take five of six.
  expect(packPages([40, 40, 40, 40, 40, 40], alike(250), 10, 30)).toEqual([0, 0, 0, 1, 1, 1])
  // A tall question weighs as much as a block.
  expect(packPages([120, 90, 90, 90, 40], alike(345), 10, 30)).toEqual([0, 0, 1, 1, 1])
  assert(
    property(
      array(integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }),
      integer({ min: 100, max: 600 }),
      (heights, room) => {
        expect(packPages(heights, alike(room), 10, 20).at(-1)).toBe(fewest(heights, room, 10, 20))
      },
    ),
  )
})

test('a last page with more keys has less room than the others', () => {
  expect(packPages([60, 60, 60], { last: 120, others: 200 }, 10, 10)).toEqual([0, 0, 1])
  expect(packPages([60, 60], { last: 120, others: 200 }, 10, 10)).toEqual([0, 1])
})

/** Number of the last page where each is filled before the next is begun. */
function fewest(heights: readonly number[], room: number, gap: number, lead: number): number {
  let [page, used, placed] = [0, -gap, 0]
  for (const height of heights) {
    if (placed > 0 && used + gap + height > room) {
      page += 1
      used = lead
      placed = 0
    }
    used += gap + height
    placed += 1
  }
  return page
}

test('where the first page is what everybody sees, it is filled before the last', () => {
  expect(packPages([40, 80, 40], alike(140), 10, 30)).toEqual([0, 0, 1])
  expect(packPages([60, 60, 30], alike(140), 10, 10)).toEqual([0, 1, 1])
  expect(packPages([60, 60, 30], alike(140), 10, 10, 'first')).toEqual([0, 0, 1])
})
