import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { View } from '../../../main/service/contract.ts'
import { defaultCardOptions } from '../../../main/session/context.ts'
import { FlowBench } from '../../flow/bench.ts'

/** The host of a whole session on simulated devices: which intents answer the view that a person saw. */
let bench: FlowBench
beforeEach(async () => {
  bench = await new FlowBench().open()
})
afterEach(() => bench.close())

const next = { type: 'next' } as const

describe('an intent answers a view', () => {
  it('and is taken once: the second of a double tap is stale', async () => {
    await bench.reach('notice')
    const { serial } = bench.host.view
    expect(bench.host.act({ serial, intent: next })).toEqual({ taken: true })
    expect(bench.host.act({ serial, intent: next })).toEqual({ taken: false, because: 'stale' })
    expect(bench.screen).toBe('scan')
  })

  it('of another screen never', async () => {
    await bench.reach('notice')
    const { serial } = bench.host.view
    await bench.reach('eligibility')
    for (const type of ['next', 'back', 'cancel'] as const)
      expect(bench.host.act({ serial, intent: { type } })).toEqual({ taken: false, because: 'stale' })
    expect(bench.screen).toBe('eligibility')
  })

  it('that was never shown never', async () => {
    await bench.reach('notice')
    const { serial } = bench.host.view
    for (const ahead of [serial + 1, serial + 1_000, Number.MAX_SAFE_INTEGER])
      expect(bench.host.act({ serial: ahead, intent: next })).toEqual({ taken: false, because: 'stale' })
    expect(bench.screen).toBe('notice')
  })

  it('that the state does not take is said to be not now, and the view can still be answered', async () => {
    await bench.reach('notice')
    const { serial } = bench.host.view
    expect(bench.host.act({ serial, intent: { type: 'send' } })).toEqual({ taken: false, because: 'not-now' })
    expect(bench.host.act({ serial, intent: next })).toEqual({ taken: true })
  })

  it('though something beside the person changed it meanwhile', async () => {
    await bench.reach('notice')
    const { serial } = bench.host.view
    bench.host.act({ serial, intent: { type: 'set-preferences', preferences: { language: 'ko' } } })
    expect(bench.host.view.serial).toBeGreaterThan(serial)
    expect(bench.host.act({ serial, intent: next })).toEqual({ taken: true })
  })

  it('however old, where it says the same each time', async () => {
    await bench.reach('scan')
    for (const language of ['en', 'es'] as const)
      expect(
        bench.host.act({ serial: 1, intent: { type: 'set-preferences', preferences: { language } } }),
      ).toEqual({ taken: true })
    expect(bench.host.view.preferences.language).toBe('es')
  })
})

describe('the view', () => {
  it('has a serial that grows by one with each change, and is told no change without one', async () => {
    const views: View[] = [bench.host.view]
    const unsubscribe = bench.host.onView((view) => views.push(view))
    await bench.reach('farewell')
    unsubscribe()
    expect(views.length).toBeGreaterThan(10)
    for (const [index, view] of views.entries()) {
      const before = views[index - 1]
      if (before === undefined) continue
      expect(view.serial).toBe(before.serial + 1)
      expect({ ...view, serial: 0 }).not.toEqual({ ...before, serial: 0 })
    }
  })

  it('says that nobody is served before and after, and somebody between', async () => {
    expect(bench.host.idle).toBe(true)
    await bench.reach('notice')
    expect(bench.host.idle).toBe(false)
    bench.host.tell({ type: 'purge' })
    await bench.reach('welcome')
    expect(bench.host.idle).toBe(true)
  })
})

it('the next applicant finds nothing of the one before', async () => {
  await bench.reach('options')
  const chosen = { signatureCertificate: false, authenticationCertificate: false, brailleName: true }
  await bench.act({ type: 'set-options', options: chosen })
  expect(bench.host.view.screen).toMatchObject({ options: chosen })
  await bench.act({ type: 'cancel' })
  await bench.reach('welcome')
  await bench.reach('date-of-birth')
  expect(bench.host.view.screen).toMatchObject({ entered: null })
  await bench.reach('options')
  expect(bench.host.view.screen).toMatchObject({ options: defaultCardOptions })
})
