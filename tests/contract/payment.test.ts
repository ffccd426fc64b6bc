import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Payment } from '../../hardware/payment/contract.ts'
import type { SimulatedPayment } from '../../hardware/payment/simulator.ts'
import { simulatePayment } from '../../hardware/payment/simulator.ts'
import { supervisePayment } from '../../hardware/supervised.ts'
import { aWhile, sleep, until } from './until.ts'

/* No real device is driven yet: the simulator, by itself and under its supervisor, is held to the contract. */
const openings: Record<string, (unit: SimulatedPayment) => Payment> = {
  simulator: (unit) => unit.open(),
  'supervised simulator': (unit) =>
    supervisePayment({
      id: 'payment',
      open: () => unit.open(),
      policy: { firstBackOffMs: 10, lastBackOffMs: 20 },
    }),
}

const never = new AbortController().signal

describe.each(Object.entries(openings))('payment: %s', (name, open) => {
  let unit: SimulatedPayment
  let payment: Payment
  let totals: number[]

  beforeEach(async () => {
    unit = simulatePayment({ id: 'payment', openingMs: 5, recognisingMs: 15 })
    payment = open(unit)
    totals = []
    payment.onInserted((total) => totals.push(total))
    await until(() => payment.status().state === 'online', 'online')
  })
  afterEach(() => payment.close())

  test('takes money only while it is asked to', async () => {
    expect(unit.insert(500)).toBe(false)
    await payment.accept(1_000)
    expect(unit.insert(500)).toBe(true)
    await until(() => payment.inserted() === 500, '500 yen')
    await payment.stopAccepting()
    expect(unit.insert(500)).toBe(false)
    expect(payment.inserted()).toBe(500)
    expect(totals).toEqual([500])
  })

  test('takes no more than the price', async () => {
    await payment.accept(1_000)
    expect(unit.insert(500)).toBe(true)
    expect(unit.insert(1_000)).toBe(false)
    expect(unit.insert(500)).toBe(true)
    expect(unit.insert(10)).toBe(false)
    await until(() => payment.inserted() === 1_000, 'the price')
  })

  test('gives back what was inserted, to the last coin on its way', async () => {
    await payment.accept(1_000)
    unit.insert(500)
    await until(() => payment.inserted() === 500, '500 yen')
    unit.insert(100)
    expect(await payment.giveBack()).toEqual({ ok: true, value: undefined })
    expect(unit.returned).toBe(600)
    expect(payment.inserted()).toBe(0)
    await sleep(40)
    expect(payment.inserted()).toBe(0)
  })

  test('gives back the price after it was settled, once', async () => {
    await payment.accept(800)
    unit.insert(500)
    unit.insert(300)
    await until(() => payment.inserted() === 800, 'the price')
    expect(await payment.settle()).toMatchObject({ ok: true })
    expect(payment.inserted()).toBe(0)
    await payment.giveBack()
    await payment.giveBack()
    expect(unit.returned).toBe(800)
  })

  test('does not give back the price of the one before', async () => {
    await payment.accept(100)
    unit.insert(100)
    await until(() => payment.inserted() === 100, 'the price')
    await payment.settle()
    await payment.accept(100)
    await payment.giveBack()
    expect(unit.returned).toBe(0)
  })

  test('keeps the money through a jam, and gives it back when that is cleared', async () => {
    await payment.accept(1_000)
    unit.insert(500)
    await until(() => payment.inserted() === 500, '500 yen')
    unit.fail('payment-jam')
    await until(() => payment.status().state === 'user-error', 'a jam')
    expect(unit.insert(500)).toBe(false)
    expect(await payment.giveBack()).toMatchObject({ ok: false, error: { code: 'payment-jam' } })
    unit.recover()
    await until(() => payment.status().state === 'online', 'online')
    expect(await payment.giveBack()).toMatchObject({ ok: true })
    expect(unit.returned).toBe(500)
  })

  test('keeps the money while it is away', async () => {
    await payment.accept(1_000)
    unit.insert(500)
    await until(() => payment.inserted() === 500, '500 yen')
    unit.fail('payment-missing')
    await until(() => payment.status().state === 'no-device', 'no-device')
    expect(await payment.settle()).toMatchObject({ ok: false, error: { code: 'payment-missing' } })
    unit.recover()
    if (name === 'simulator') {
      await payment.close()
      payment = open(unit)
    }
    await until(() => payment.status().state === 'online', 'online again')
    expect(await payment.giveBack()).toMatchObject({ ok: true })
    expect(unit.returned).toBe(500)
  })

  test('serves on when it has no change', async () => {
    unit.fail('payment-no-change')
    await until(() => payment.status().fault !== undefined, 'a notice')
    expect(payment.status()).toMatchObject({ state: 'online', fault: { code: 'payment-no-change' } })
    expect(await payment.accept(500)).toMatchObject({ ok: true })
    expect(unit.insert(500)).toBe(true)
  })

  test('tells what it is and how it is', async () => {
    expect(payment.capabilities()).toMatchObject({ kind: 'payment', simulated: true })
    expect(await payment.checkHealth('internal', never)).toMatchObject({ ok: true })
    const reset = payment.reset()
    expect(await reset).toMatchObject({ ok: true })
  })

  test('closes twice, and says nothing afterwards', async () => {
    const states: string[] = []
    payment.onStatus(({ state }) => states.push(state))
    await Promise.all([payment.close(), payment.close()])
    unit.fail('payment-jam')
    await aWhile()
    expect(states).toEqual([])
    expect(await payment.accept(100)).toMatchObject({ ok: false })
  })
})
