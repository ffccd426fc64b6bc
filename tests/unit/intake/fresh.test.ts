import { expect, test, vi } from 'vitest'
import { fresh } from '../../../intake/fresh.ts'

test('asks once for callers at the same moment, and again when the answer is old', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  let asked = 0
  const answer = fresh(1_000, async (key) => await Promise.resolve(`${key}${(asked += 1)}`))
  expect(await Promise.all([answer('a'), answer('a'), answer('b')])).toEqual(['a1', 'a1', 'b2'])
  vi.advanceTimersByTime(999)
  expect(await answer('a')).toBe('a1')
  vi.advanceTimersByTime(2)
  expect(await answer('a')).toBe('a3')
  vi.useRealTimers()
})

test('remembers neither an absence nor a failure', async () => {
  const outcomes = [undefined, new Error('away'), 'here']
  const answer = fresh(60_000, async () => {
    const outcome = outcomes.shift()
    if (outcome instanceof Error) throw outcome
    return await Promise.resolve(outcome)
  })
  expect(await answer('a')).toBeUndefined()
  await expect(answer('a')).rejects.toThrow('away')
  expect(await answer('a')).toBe('here')
})
