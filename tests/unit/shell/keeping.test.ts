import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepWindow, type ShellWindow } from '../../../main/shell/keep-window.ts'
import { CrashLadder, renewalBudget } from '../../../main/shell/ladder.ts'
import { PageWatch } from '../../../main/shell/page-watch.ts'
import { isDue, planNightlyRestart } from '../../../main/service/nightly-restart.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-23T12:00:00Z') }))
afterEach(() => void vi.useRealTimers())

function fakeWindows() {
  const opened: { end: () => void; closed: boolean }[] = []
  const open = (): ShellWindow => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const window = { end: resolve, closed: false }
    opened.push(window)
    return {
      ended: promise,
      close: () => {
        window.closed = true
        return Promise.resolve()
      },
    }
  }
  return { opened, open }
}

it('a window that ends is opened again, until the budget is used up', async () => {
  const { opened, open } = fakeWindows()
  const record = vi.fn()
  const kept = keepWindow({
    open,
    onHeartbeat: () => () => undefined,
    journal: { record },
    signal: new AbortController().signal,
  })
  for (let i = 0; i <= renewalBudget.count; i++) {
    await vi.advanceTimersByTimeAsync(10)
    opened.at(-1)?.end()
  }
  await expect(kept).resolves.toBe('given-up')
  expect(opened).toHaveLength(renewalBudget.count + 1)
  expect(record).toHaveBeenCalledWith('window-renewed', { because: 'ended' })
})

it('a page that freezes or falls silent has its window closed and another one opened', async () => {
  const { opened, open } = fakeWindows()
  const record = vi.fn()
  let beat: (painted: number) => void = () => undefined
  const calledOff = new AbortController()
  const kept = keepWindow({
    open,
    onHeartbeat: (listener) => {
      beat = listener
      return () => undefined
    },
    journal: { record },
    signal: calledOff.signal,
  })
  beat(60)
  await vi.advanceTimersByTimeAsync(5_000)
  beat(0)
  beat(0)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(record).toHaveBeenLastCalledWith('window-renewed', { because: 'frozen' })
  expect(opened[0]?.closed).toBe(true)
  beat(60)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(record).toHaveBeenLastCalledWith('window-renewed', { because: 'silent' })
  calledOff.abort()
  await expect(kept).resolves.toBe('called-off')
})

it('a page is given time to start, and not more', () => {
  let now = 0
  const watch = new PageWatch(() => now)
  expect(watch.health).toBe('starting')
  now = 31_000
  expect(watch.health).toBe('silent')
  watch.opened()
  expect(watch.health).toBe('starting')
  watch.heard(10)
  expect(watch.health).toBe('well')
})

it('renewals far apart do not use up the budget', () => {
  let now = 0
  const ladder = new CrashLadder(() => now)
  for (let i = 0; i < 20; i++) {
    expect(ladder.next()).toBe('renew')
    now += renewalBudget.withinMs
  }
})

it('the nightly restart waits for an empty booth, and a booth that began after it does not restart again', async () => {
  expect(isDue('03:30', new Date('2026-11-22T18:30:00Z'))).toBe(true)
  expect(isDue('03:30', new Date('2026-11-22T18:29:59Z'))).toBe(false)
  expect(isDue('03:30', new Date('2026-11-22T21:00:00Z'))).toBe(false)
  vi.setSystemTime(new Date('2026-11-22T18:00:00Z'))
  let idle = false
  const restart = vi.fn()
  planNightlyRestart('03:30', { idle: () => idle, restart })
  await vi.advanceTimersByTimeAsync(40 * 60_000)
  expect(restart).not.toHaveBeenCalled()
  idle = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(restart).toHaveBeenCalledTimes(1)
  const again = vi.fn()
  planNightlyRestart('03:30', { idle: () => true, restart: again })
  await vi.advanceTimersByTimeAsync(30 * 60_000)
  expect(again).not.toHaveBeenCalled()
})
