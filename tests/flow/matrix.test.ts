import { describe, expect, it } from 'vitest'
import { faultCatalogue, type FaultCode } from '../../hardware/catalogue.ts'
import { screenNames, type ScreenName } from '../../main/service/contract.ts'
import { defaultDelays } from '../../main/session/delays.ts'
import { FlowBench } from './bench.ts'

/**
 * Every state × every fault that a simulated device of the flow can show: what the applicant sees, what the
 * device says of itself, and what the journal has of it. Generated from the machine's states and the fault
 * catalogue, so that no cell can be forgotten.
 */
const price = 800
const kinds = ['code-reader', 'camera', 'printer', 'payment'] as const
type Kind = (typeof kinds)[number]
const isOfFlow = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind)

const faults = (Object.keys(faultCatalogue) as FaultCode[]).filter((code) => {
  const { kind } = faultCatalogue[code]
  return isOfFlow(kind) && new FlowBench().units[kind].faults.includes(code)
})

/** The last screen whose applicant still needs the device; after it a fault of it changes nothing for them. */
const neededUpTo: Record<Kind, ScreenName> = {
  'code-reader': 'scan',
  payment: 'pay',
  camera: 'capture',
  printer: 'out-of-service',
}
const place = (screen: ScreenName): number => screenNames.indexOf(screen)

/** States that pass by themselves cannot be stood in: the bench reaches the one before and is through. */
const standing = screenNames.filter((screen) => !['out-of-service', 'submit', 'farewell'].includes(screen))

describe.each(standing)('in %s', (screen) => {
  it.each(faults)('%s', async (code) => {
    const { kind, severity } = faultCatalogue[code]
    if (!isOfFlow(kind)) throw new Error(`${code} is not of the flow.`)
    const bench = await new FlowBench({ price }).open()
    await bench.reach(screen)
    bench.units[kind].fail(code)
    await bench.clock.pass(5)

    // The device names its fault, and the journal has it with the action to take.
    expect(bench.devices[kind].status()).toMatchObject({ fault: { code } })
    const entry = faultCatalogue[code]
    expect(bench.devices[kind].status().state).toBe(entry.state)
    expect(bench.recorded('device-fault')).toMatchObject({
      device: kind,
      fault: code,
      severity,
      action: entry.action,
    })

    // The applicant: closed before a session, asked to wait within, undisturbed where it is not needed any more.
    const blocking = severity === 'out-of-service'
    if (screen === 'welcome') expect(bench.screen).toBe(blocking ? 'out-of-service' : 'welcome')
    else {
      const matters = blocking && place(screen) <= place(neededUpTo[kind])
      if (screen !== 'capture') expect(bench.screen).toBe(screen)
      expect(bench.host.view.trouble?.fault).toBe(matters ? code : undefined)

      // Nobody is left standing: the device does not come back, and the session ends with the money.
      if (matters) {
        await bench.clock.pass(defaultDelays.deviceGrace + 10_000)
        expect(['farewell', 'out-of-service']).toContain(bench.screen)
        expect(bench.recorded('session-ended')).toMatchObject({ how: 'device-fault' })
        expect(bench.units.payment.escrow).toBe(0)
        expect(bench.sent).toHaveLength(0)
      }
    }
    await bench.close()
  })
})

it('covers every fault of every kind of device in the flow', () => {
  const all = (Object.keys(faultCatalogue) as FaultCode[]).filter((code) =>
    isOfFlow(faultCatalogue[code].kind),
  )
  const bench = new FlowBench()
  const playable = kinds.flatMap((kind) => bench.units[kind].faults)
  // What no device shows by itself: the supervisor's word when its budget of attempts is used up, tried below.
  const supervisors = kinds.map((kind): FaultCode => `${kind}-keeps-failing`)
  expect([...playable, ...supervisors].toSorted()).toEqual(all.toSorted())
})

it.each(kinds)('a %s that does not come back calls the technician, and the booth says so', async (kind) => {
  const code: FaultCode = `${kind}-keeps-failing`
  const bench = await new FlowBench({ price }).open()
  bench.units[kind].fail(`${kind}-missing`)
  await bench.clock.pass(5)
  await bench.clock.pass(10 * 60_000)
  expect(bench.devices[kind].status().fault?.code).toBe(code)
  expect(bench.recorded('device-fault')).toMatchObject({ device: kind, fault: code })
  expect(bench.screen).toBe(faultCatalogue[code].severity === 'out-of-service' ? 'out-of-service' : 'welcome')
  await bench.close()
})

it('a device that comes back in time gives the session back', async () => {
  const bench = await new FlowBench().open()
  await bench.reach('scan')
  bench.units['code-reader'].fail('code-reader-lost')
  await bench.clock.pass(3_000)
  expect(bench.host.view.trouble).toEqual({
    fault: expect.stringMatching(/^code-reader-/),
    device: 'code-reader',
  })
  bench.units['code-reader'].recover()
  await bench.clock.pass(15_000)
  expect(bench.host.view.trouble).toBeNull()
  await bench.reach('confirm-form')
  await bench.close()
})
