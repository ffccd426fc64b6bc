import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepWindow, type ShellWindow } from '../../../main/shell/keep-window.ts'
import { CrashLadder, renewalBudget } from '../../../main/shell/ladder.ts'
import { pageReporter } from '../../../main/shell/page-reporter.ts'
import type { PageReport } from '../../../main/service/contract.ts'
import { isDue, planRestart } from '../../../main/service/planned-restart.ts'

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

const well = { joined: 1, health: 'well' } as const

/** Keeps fake windows over a page that is as the test says. */
function keeping(first: PageReport | null = { joined: 0, health: 'gone' }) {
  const { opened, open } = fakeWindows()
  const page: { report: PageReport | null } = { report: first }
  const renewals: string[] = []
  const calledOff = new AbortController()
  const kept = keepWindow({
    open,
    report: () => Promise.resolve(page.report),
    onRenewal: (because) => renewals.push(because),
    signal: calledOff.signal,
  })
  return { opened, page, renewals, calledOff, kept }
}

it('a window that ends is opened again, until the budget is used up', async () => {
  const { opened, renewals, kept } = keeping()
  for (let i = 0; i <= renewalBudget.count; i++) {
    await vi.advanceTimersByTimeAsync(10)
    opened.at(-1)?.end()
  }
  await expect(kept).resolves.toBe('given-up')
  expect(opened).toHaveLength(renewalBudget.count + 1)
  expect(new Set(renewals)).toEqual(new Set(['ended']))
})

it.each(['gone', 'silent', 'frozen'] as const)(
  'a window whose page is %s is closed and another one opened within a second',
  async (health) => {
    const { opened, page, renewals, calledOff, kept } = keeping()
    page.report = well
    await vi.advanceTimersByTimeAsync(60_000)
    expect(opened).toHaveLength(1)
    page.report = { joined: 1, health }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(renewals).toEqual([health])
    expect(opened.map(({ closed }) => closed)).toEqual([true, false])
    // The page before counts no more: the new window has its time to bring one.
    await vi.advanceTimersByTimeAsync(20_000)
    expect(opened).toHaveLength(2)
    calledOff.abort()
    await expect(kept).resolves.toBe('called-off')
    expect(opened.every(({ closed }) => closed)).toBe(true)
  },
)

it('a window that brings no page at all is opened again', async () => {
  const { opened, renewals, calledOff } = keeping()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(opened).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(renewals).toEqual(['never-came'])
  calledOff.abort()
})

it('while the service is away the window stays; its return is no fault of the window', async () => {
  const { opened, page, renewals, calledOff, kept } = keeping()
  for (let i = 0; i < 2 * renewalBudget.count; i++) {
    page.report = well
    await vi.advanceTimersByTimeAsync(1_000)
    page.report = null
    const before = opened.length
    await vi.advanceTimersByTimeAsync(5_000)
    expect(opened).toHaveLength(before)
    page.report = { joined: 0, health: 'gone' }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(opened).toHaveLength(before + 1)
  }
  expect(new Set(renewals)).toEqual(new Set(['service-restarted']))
  calledOff.abort()
  await expect(kept).resolves.toBe('called-off')
})

it('a service that restarted between two looks is known by its count of pages', async () => {
  const { opened, page, renewals, calledOff } = keeping({ joined: 7, health: 'gone' })
  page.report = { joined: 8, health: 'well' }
  await vi.advanceTimersByTimeAsync(2_000)
  page.report = { joined: 0, health: 'gone' }
  await vi.advanceTimersByTimeAsync(1_000)
  expect([opened.length, renewals]).toEqual([2, ['service-restarted']])
  calledOff.abort()
})

it('a service in another process is asked; a late or refused answer changes nothing', async () => {
  const answers: (() => Promise<Response>)[] = []
  const report = pageReporter(() => answers.shift()?.() ?? Promise.reject(new Error('late')))
  expect(await report()).toBeNull()
  answers.push(
    () => Promise.resolve(Response.json({ ok: true, screen: 'welcome', page: well })),
    () => Promise.resolve(new Response(null, { status: 429 })),
  )
  expect([await report(), await report(), await report()]).toEqual([well, well, well])
  answers.push(() => Promise.reject(new TypeError('fetch failed')))
  expect(await report()).toBeNull()
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
  const plan = { nightly: '03:30', mostMemory: 1_000, memory: () => 500 }
  planRestart({ ...plan, idle: () => idle, restart })
  await vi.advanceTimersByTimeAsync(40 * 60_000)
  expect(restart).not.toHaveBeenCalled()
  idle = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(restart.mock.calls).toEqual([['nightly']])
  const again = vi.fn()
  planRestart({ ...plan, idle: () => true, restart: again })
  await vi.advanceTimersByTimeAsync(30 * 60_000)
  expect(again).not.toHaveBeenCalled()
})

it('a booth that holds too much memory begins anew, as soon as nobody is in it', async () => {
  let [bytes, idle] = [900, false]
  const restart = vi.fn()
  planRestart({ nightly: null, mostMemory: 1_000, memory: () => bytes, idle: () => idle, restart })
  await vi.advanceTimersByTimeAsync(3_600_000)
  bytes = 1_001
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(restart).not.toHaveBeenCalled()
  idle = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(restart.mock.calls).toEqual([['memory-high']])
})
