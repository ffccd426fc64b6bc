import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { GroupCommit } from '../../../intake/store/group-commit.ts'

const turn = async () => await new Promise<void>((resolve) => setImmediate(resolve))

test('joins what arrives while a batch runs, and keeps within its limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 40 }),
      async (maxItems, maxBatches, count) => {
        let running = 0
        const sizes: number[] = []
        const group = new GroupCommit<number, number>(
          async (items) => {
            running += 1
            expect(running).toBeLessThanOrEqual(maxBatches)
            sizes.push(items.length)
            await turn()
            running -= 1
            return items.map((item) => item * 2)
          },
          { maxItems, maxBatches },
        )
        const answers = await Promise.all(
          Array.from({ length: count }, async (_, item) => await group.add(item)),
        )
        expect(answers).toEqual(Array.from({ length: count }, (_, item) => item * 2))
        expect(Math.max(...sizes)).toBeLessThanOrEqual(maxItems)
        // Nothing is run twice, and nothing waits for a batch of one.
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
        expect(sizes.length).toBeLessThanOrEqual(Math.ceil(count / maxItems) + maxBatches)
      },
    ),
    { numRuns: 60 },
  )
})

test('an item that fails fails alone; its neighbours are tried again without it', async () => {
  const group = new GroupCommit<string, string>(
    async (items) => {
      await turn()
      if (items.includes('bad')) throw new Error('bad item')
      return [...items]
    },
    { maxItems: 10, maxBatches: 1 },
  )
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map(async (item) => await group.add(item)))
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await group.add('d')).toBe('d')
})
