import { describe, expect, test } from 'vitest'
import { simulateCodeReader } from '../../../hardware/code-reader/simulator.ts'
import type { CodeReader } from '../../../hardware/code-reader/contract.ts'
import { simulateLamp } from '../../../hardware/lamp/simulator.ts'
import { superviseCodeReader, superviseLamp } from '../../../hardware/supervised.ts'
import { usualPolicy } from '../../../hardware/supervisor-policy.ts'
import { ManualClock, settle } from '../../contract/manual-clock.ts'

function supervisedReader(random = () => 0.999_999) {
  const clock = new ManualClock()
  const unit = simulateCodeReader({ id: 'reader', clock, openingMs: 100 })
  const openedAt: number[] = []
  let alive = 0
  const reader = superviseCodeReader({
    id: 'reader',
    clock,
    random,
    open(): CodeReader {
      openedAt.push(clock.now().getTime())
      alive += 1
      const driver = unit.open()
      const close = (): Promise<void> => {
        alive -= 1
        return driver.close()
      }
      return { ...driver, close }
    },
  })
  const states: string[] = []
  reader.onStatus(({ state, fault }) => states.push(fault?.code ?? state))
  return { clock, unit, reader, states, openedAt, drivers: () => alive }
}

describe('a device that is lost', () => {
  test('comes back by itself, and is named while it is away', async () => {
    const { clock, unit, states } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await clock.pass(2_100)
    unit.recover()
    await clock.pass(30_000)
    expect(states).toEqual(['online', 'code-reader-lost', 'code-reader-missing', 'online'])
  })

  test('is tried again after waits that double from 2 s and end at 20 s', async () => {
    const { clock, unit, openedAt } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await clock.pass(100_000)
    const waits = openedAt.slice(1).map((at, index) => Math.round((at - (openedAt[index] ?? 0) - 100) / 1000))
    expect(waits.slice(0, 6)).toEqual([2, 4, 8, 16, 20, 20])
  })

  test('is waited for with full jitter: anywhere from nothing to the whole wait', async () => {
    const { clock, unit, openedAt } = supervisedReader(() => 0.25)
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await clock.pass(600)
    expect(openedAt).toHaveLength(2)
  })

  test('has never more than one driver', async () => {
    const { clock, unit, drivers, reader } = supervisedReader()
    for (let round = 0; round < 5; round++) {
      await clock.pass(25_000)
      unit.fail('code-reader-lost')
      await clock.pass(3_000)
      unit.recover()
      expect(drivers()).toBeLessThanOrEqual(1)
    }
    await reader.close()
    expect(drivers()).toBe(0)
    expect(clock.waiting).toBe(0)
  })
})

describe('attempts', () => {
  test('beyond the budget call the technician; the device still comes back when it is mended', async () => {
    const { clock, unit, reader } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await clock.pass(10 * 60_000)
    expect(reader.status().fault?.code).toBe('code-reader-keeps-failing')
    expect(reader.status().fault?.detail).toContain('code-reader-missing')
    unit.recover()
    await clock.pass(usualPolicy.lastResortMs + 1_000)
    expect(reader.status().state).toBe('online')
  })

  test('are forgotten after a long good time, and not before', async () => {
    const { clock, unit, openedAt } = supervisedReader()
    const lose = async (): Promise<number> => {
      unit.fail('code-reader-lost')
      const lostAt = clock.now().getTime()
      unit.recover()
      await clock.pass(25_000)
      return Math.round(((openedAt.at(-1) ?? 0) - lostAt) / 1000)
    }
    await clock.pass(100)
    expect(await lose()).toBe(2)
    expect(await lose()).toBe(4)
    await clock.pass(usualPolicy.goodAfterMs)
    expect(await lose()).toBe(2)
  })

  test('at an opening that hangs are given up', async () => {
    const clock = new ManualClock()
    let opened = 0
    const reader = superviseCodeReader({
      id: 'reader',
      clock,
      random: () => 0,
      open() {
        opened += 1
        // Never leaves 'starting'.
        return simulateCodeReader({ id: 'reader', clock, openingMs: Number.MAX_SAFE_INTEGER }).open()
      },
    })
    await clock.pass(usualPolicy.openWithinMs + 10)
    expect(opened).toBe(2)
    expect(reader.status().fault).toMatchObject({ code: 'code-reader-missing', detail: 'opening it hangs' })
    await reader.close()
  })
})

describe('a permanent fault', () => {
  test('is looked at twice, and then not retried before somebody has acted', async () => {
    const { clock, unit, reader, openedAt } = supervisedReader()
    unit.fail('code-reader-no-permission')
    await clock.pass(60 * 60_000)
    expect(openedAt).toHaveLength(2)
    expect(reader.status().fault?.code).toBe('code-reader-no-permission')

    unit.recover()
    const reset = reader.reset()
    await clock.pass(200)
    expect(await reset).toEqual({ ok: true, value: undefined })
    expect(reader.status().state).toBe('online')
  })
})

test('a permanent fault that is gone at the second look was none', async () => {
  const { clock, unit, reader } = supervisedReader()
  unit.fail('code-reader-no-permission')
  await clock.pass(200)
  unit.recover()
  await clock.pass(10_000)
  expect(reader.status().state).toBe('online')
})

describe('reset', () => {
  test('opens at once, whatever the back-off', async () => {
    const { clock, unit, reader } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await clock.pass(60_000)
    unit.recover()
    const reset = reader.reset()
    await clock.pass(100)
    expect((await reset).ok).toBe(true)
  })

  test('tells the fault that is still there', async () => {
    const { clock, unit, reader } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-held')
    const reset = reader.reset()
    await clock.pass(100)
    expect(await reset).toMatchObject({ ok: false, error: { code: 'code-reader-held' } })
  })

  test('twice at once opens one driver', async () => {
    const { clock, reader, openedAt, drivers } = supervisedReader()
    await clock.pass(100)
    const resets = [reader.reset(), reader.reset()]
    await clock.pass(200)
    expect((await Promise.all(resets)).map((answer) => answer.ok)).toEqual([true, true])
    expect(openedAt).toHaveLength(2)
    expect(drivers()).toBe(1)
  })

  test('while it is being closed ends, and opens nothing', async () => {
    const { clock, reader, openedAt } = supervisedReader()
    await clock.pass(100)
    const reset = reader.reset()
    const closed = reader.close()
    await clock.pass(60_000)
    await closed
    expect((await reset).ok).toBe(false)
    expect(openedAt).toHaveLength(1)
  })
})

describe('whoever holds the device', () => {
  test('gets the codes of the reader that came back, without enabling it again', async () => {
    const { clock, unit, reader } = supervisedReader()
    const codes: string[] = []
    reader.onCode((code) => codes.push(code.text))
    await clock.pass(100)
    await reader.enable()
    unit.fail('code-reader-lost')
    unit.recover()
    await clock.pass(10_000)
    unit.scan('after the replug')
    await clock.pass(1_000)
    expect(codes).toEqual(['after the replug'])
  })

  test('gets none from it after disable', async () => {
    const { clock, unit, reader } = supervisedReader()
    const codes: string[] = []
    reader.onCode((code) => codes.push(code.text))
    await clock.pass(100)
    await reader.enable()
    unit.fail('code-reader-lost')
    await reader.disable()
    unit.recover()
    await clock.pass(10_000)
    unit.scan('nobody asked')
    await clock.pass(1_000)
    expect(codes).toEqual([])
  })

  test('is told nothing once it has closed it', async () => {
    const { clock, unit, reader, states } = supervisedReader()
    await clock.pass(100)
    unit.fail('code-reader-lost')
    await reader.close()
    await settle()
    await clock.pass(100_000)
    expect(states).toEqual(['online'])
  })

  test('finds the lamp as bright as before it lost its power', async () => {
    const clock = new ManualClock()
    const unit = simulateLamp({ id: 'lamp', clock })
    const lamp = superviseLamp({ id: 'lamp', clock, open: () => unit.open() })
    await clock.pass(1_000)
    await lamp.set(0.7)
    unit.fail('lamp-missing')
    unit.recover()
    expect(unit.brightness).toBe(0)
    await clock.pass(30_000)
    expect(unit.brightness).toBe(0.7)
  })
})
