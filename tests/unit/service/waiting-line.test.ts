import { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { WaitingLine } from '../../../main/service/waiting-line.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A line of 200 a second: five at a time, forty times a second. */
const atOnce = 5

function standing(line: WaitingLine) {
  const passed: number[] = []
  const sockets: Socket[] = []
  const stand = (): void => {
    const n = sockets.length
    const socket = new Socket()
    sockets.push(socket)
    void line.turn(socket).then(() => passed.push(n))
  }
  return { passed, sockets, stand }
}

it('lets a few pass at once, and the rest in the order of their coming', async () => {
  const { passed, stand } = standing(new WaitingLine(200))
  for (let n = 0; n < 20; n++) stand()
  await vi.advanceTimersByTimeAsync(0)
  expect(passed).toEqual([0, 1, 2, 3, 4])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(passed).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

it('lets no more pass in a second than it says', async () => {
  const { passed, stand } = standing(new WaitingLine(200))
  for (let n = 0; n < 1_000; n++) stand()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(passed.length).toBeGreaterThan(190)
  expect(passed.length).toBeLessThanOrEqual(200 + atOnce)
})

it('keeps no place for whoever hangs up', async () => {
  const { passed, sockets, stand } = standing(new WaitingLine(200))
  for (let n = 0; n < 1_000; n++) stand()
  for (const socket of sockets.slice(atOnce, 995)) socket.destroy()
  await vi.advanceTimersByTimeAsync(25)
  expect(passed.slice(atOnce)).toEqual([995, 996, 997, 998, 999])
})

it('ends a connection that asks again before it was answered', async () => {
  const line = new WaitingLine(200)
  const { stand } = standing(line)
  for (let n = 0; n < atOnce; n++) stand()
  const greedy = new Socket()
  const passed = vi.fn()
  for (let n = 0; n < 100; n++) void line.turn(greedy).then(passed)
  expect(greedy.destroyed).toBe(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(passed).not.toHaveBeenCalled()
})

it('runs no timer while nobody comes', async () => {
  const { stand } = standing(new WaitingLine(200))
  stand()
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(vi.getTimerCount()).toBe(0)
})
