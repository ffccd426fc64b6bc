import { describe, expect, test } from 'vitest'
import { CodeOutlet } from '../../../hardware/code-reader/code-outlet.ts'
import { StatusHolder } from '../../../hardware/status-holder.ts'
import { ManualClock } from '../../contract/manual-clock.ts'

function outletOf() {
  const clock = new ManualClock()
  const status = new StatusHolder('code-reader', clock)
  status.become('online')
  const outlet = new CodeOutlet(status, clock)
  const step = async (seconds: number, hears: boolean): Promise<void> => {
    outlet.enable()
    await clock.pass(seconds * 1000)
    if (hears) outlet.deliver('a code')
    outlet.disable()
  }
  return { clock, status, outlet, step, fault: () => status.status.fault?.code }
}

describe('a reader that reads nothing', () => {
  test('through five whole scan steps is named, and serves on', async () => {
    const { step, fault, status } = outletOf()
    for (let count = 0; count < 4; count++) await step(30, false)
    expect(fault()).toBeUndefined()
    await step(30, false)
    expect(fault()).toBe('code-reader-silent')
    expect(status.usable.ok).toBe(true)
  })

  test('is well again with the first byte', async () => {
    const { step, fault, outlet } = outletOf()
    for (let count = 0; count < 5; count++) await step(30, false)
    outlet.heard()
    expect(fault()).toBeUndefined()
  })

  test('is not suspected for applicants who turn back at once', async () => {
    const { step, fault } = outletOf()
    for (let count = 0; count < 50; count++) await step(5, false)
    expect(fault()).toBeUndefined()
  })

  test('is not suspected while it reads now and then', async () => {
    const { step, fault } = outletOf()
    for (let count = 0; count < 20; count++) await step(30, count % 4 === 0)
    expect(fault()).toBeUndefined()
  })
})

describe('codes that are no text', () => {
  const noise = '\u{fffd}\u0000\u{fffd}x'

  test('three in a row let the line settings be suspected; one of text takes that back', () => {
    const { outlet, fault, status } = outletOf()
    outlet.deliver(noise)
    outlet.deliver(noise)
    expect(fault()).toBeUndefined()
    outlet.deliver(noise)
    expect(fault()).toBe('code-reader-garbled')
    // Nobody can close the booth with a sheet of paper.
    expect(status.usable.ok).toBe(true)
    outlet.deliver('12345678901234567890123')
    expect(fault()).toBeUndefined()
  })

  test('are not those with a foreign character here and there', () => {
    const { outlet, fault } = outletOf()
    for (let count = 0; count < 5; count++) outlet.deliver('name=\u{fffd}\u{fffd}&id=123')
    expect(fault()).toBeUndefined()
  })

  test('never stand in the status', () => {
    const { outlet, status } = outletOf()
    for (let count = 0; count < 3; count++) outlet.deliver(`\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}123`)
    expect(JSON.stringify(status.status)).not.toContain('123')
  })
})
