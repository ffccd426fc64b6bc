import { describe, expect, it } from 'vitest'
import { faultCatalogue, type DeviceKind, type FaultCode } from '../../hardware/catalogue.ts'
import { screenNames, type ScreenName } from '../../main/service/contract.ts'
import { defaultDelays } from '../../main/session/delays.ts'
import { createSessionMachine } from '../../main/session/machine.ts'
import { FlowBench } from './bench.ts'
import { places, type Place } from './places.ts'

/**
 * Every state of the machine × every fault of the catalogue: what the applicant sees, what the device says of
 * itself, and what the journal has of it. The last test counts the cells that were stood in against machine and
 * catalogue, so that no cell can be forgotten.
 */
const price = 800
const faults = Object.keys(faultCatalogue) as FaultCode[]

/** The last screen whose applicant still needs the device, first who is told of first; no other stops a session. */
const neededUpTo = { 'code-reader': 'scan', payment: 'pay', camera: 'capture' } as const
type Needed = keyof typeof neededUpTo
const isNeeded = (kind: DeviceKind): kind is Needed => kind in neededUpTo
const needed = Object.keys(neededUpTo) as Needed[]
const order = (screen: ScreenName): number => screenNames.indexOf(screen)
const isBlocking = (code: FaultCode | undefined): boolean =>
  code !== undefined && faultCatalogue[code].severity === 'out-of-service'
const faultOf = (bench: FlowBench, kind: DeviceKind): FaultCode | undefined =>
  bench.devices[kind].status().fault?.code

/** What an applicant on this screen should be told. */
const troubleOn = (bench: FlowBench, screen: ScreenName): FaultCode | undefined =>
  needed
    .filter((kind) => order(screen) <= order(neededUpTo[kind]))
    .map((kind) => faultOf(bench, kind))
    .find(isBlocking)

/** Nothing that fits is read, but the device does not know: the applicant is helped, and may leave. */
const readsNothing: readonly FaultCode[] = ['code-reader-silent', 'code-reader-garbled']

/** A bench on which this fault comes about at once: of a device that keeps failing, at the first failure. */
const benchFor = (code: FaultCode): FlowBench =>
  new FlowBench({ price }, code.endsWith('-keeps-failing') ? { budget: 0 } : {})

const bringAbout = async (bench: FlowBench, code: FaultCode): Promise<void> => {
  const { kind } = faultCatalogue[code]
  bench.units[kind].fail(code.endsWith('-keeps-failing') ? `${kind}-missing` : code)
  await bench.clock.pass(5)
}

const stoodIn = new Set<string>()

describe.each(places)('in $state', (place) => {
  it.each(faults)('%s', async (code) => {
    const { kind } = faultCatalogue[code]
    const bench = await benchFor(code).open()
    await place.stand(bench, kind)
    expect(bench.states).toContain(place.state)
    expect(bench.screen).toBe(place.screen)
    for (const state of bench.states) stoodIn.add(`${state} × ${code}`)

    await bringAbout(bench, code)
    deviceAndJournalName(bench, code)
    await applicantIsServed(bench, place, code)
    await boothGoesOn(bench, code)
    await bench.close()
  })
})

function deviceAndJournalName(bench: FlowBench, code: FaultCode): void {
  const { kind, state, severity, action } = faultCatalogue[code]
  expect(bench.devices[kind].status()).toMatchObject({ state, fault: { code } })
  expect(bench.recorded('device-status')).toMatchObject({ device: kind, kind, state })
  expect(bench.recorded('device-fault')).toMatchObject({ device: kind, fault: code, severity, action })
}

/** Sees the right screen at once, and is not left standing: served to the end, or let go with their money. */
async function applicantIsServed(bench: FlowBench, place: Place, code: FaultCode): Promise<void> {
  const { kind } = faultCatalogue[code]
  const closes = isNeeded(kind) && isBlocking(code)
  if (place.screen === 'out-of-service') {
    expect(bench.host.view.screen).toEqual({ name: 'out-of-service', reason: 'paused' })
    return bench.watch.pause(false)
  }
  if (place.screen === 'welcome')
    return expect(bench.host.view.screen).toEqual(
      closes ? { name: 'out-of-service', reason: 'device-fault', fault: code } : { name: 'welcome' },
    )

  const cutShort = place.screen === 'capture' && kind === 'camera'
  expect(bench.screen).toBe(cutShort ? 'position' : place.screen)
  if (bench.host.view.screen.name === 'position') expect(bench.host.view.screen.failed).toBe(cutShort)
  const trouble = place.state.startsWith('session.') ? troubleOn(bench, place.screen) : undefined
  expect(bench.host.view.trouble).toEqual(
    trouble === undefined ? null : { fault: trouble, device: faultCatalogue[trouble].kind },
  )
  await bench.answer()
  if (trouble !== undefined) {
    await bench.clock.pass(defaultDelays.deviceGrace + 5_000)
    expect(bench.screen).toBe('farewell')
    expect(bench.recorded('session-ended')).toMatchObject({ how: 'device-fault' })
    expect(bench.sent).toHaveLength(0)
  } else if (readsNothing.includes(code) && order(place.screen) <= order('scan')) {
    await bench.reach('scan')
    bench.units['code-reader'].scan('a form')
    await bench.clock.pass(defaultDelays.noReadAfter + 1)
    const refusal = code === 'code-reader-silent' ? 'no-read' : 'not-digits'
    expect(bench.host.view.screen).toMatchObject({ name: 'scan', refusal })
    await bench.act({ type: 'cancel' })
  } else {
    await bench.reach('farewell')
    expect(bench.sent).toHaveLength(place.sends)
  }
  const { escrow } = bench.units.payment
  if (escrow === 0) return
  // Only where the very device that holds the money is out; the journal says whose it is.
  expect(kind).toBe('payment')
  const event = bench.sent.length > 0 ? 'money-not-settled' : 'money-not-given-back'
  expect(bench.recorded(event)).toMatchObject({ yen: escrow, fault: code })
}

/** The next applicant is let in, or told why not. */
async function boothGoesOn(bench: FlowBench, code: FaultCode): Promise<void> {
  await bench.clock.pass(defaultDelays.farewellFor + 1)
  const closedBy = needed.map((kind) => faultOf(bench, kind)).find(isBlocking)
  expect(bench.screen).toBe(closedBy === undefined ? 'welcome' : 'out-of-service')
  const { kind } = faultCatalogue[code]
  if (isNeeded(kind) && isBlocking(code)) expect(closedBy).toBeDefined()
}

type Node = ReturnType<typeof createSessionMachine>['root']

function innermost(node: Node): Node[] {
  const inner = Object.values(node.states)
  return inner.length === 0 ? [node] : inner.flatMap(innermost)
}

/** Left in the step that entered it, without waiting for anything: no fault can come while it lasts. */
const passes = ({ type, always, invoke }: Node): boolean =>
  type === 'final' || (invoke.length === 0 && (always ?? []).some(({ guard }) => guard === undefined))

it('no cell is missing', () => {
  const all = innermost(createSessionMachine().root)
  expect(all.filter(passes).map(({ path }) => path.join('.'))).toEqual(['leaving.settling', 'leaving.gone'])
  const states = all.filter((node) => !passes(node)).map(({ path }) => path.join('.'))
  const cells = states.flatMap((state) => faults.map((code) => `${state} × ${code}`))
  expect(cells.filter((cell) => !stoodIn.has(cell))).toEqual([])
  expect(stoodIn.size).toBe(states.length * faults.length)
})

it.each(Object.keys(new FlowBench().units) as DeviceKind[])(
  'a %s that does not come back calls the technician, and the booth says so',
  async (kind) => {
    const code: FaultCode = `${kind}-keeps-failing`
    const bench = await new FlowBench({ price }).open()
    bench.units[kind].fail(`${kind}-missing`)
    await bench.clock.pass(10 * 60_000)
    expect(bench.devices[kind].status().fault?.code).toBe(code)
    expect(bench.recorded('device-fault')).toMatchObject({ device: kind, fault: code, action: 'maintenance' })
    expect(bench.screen).toBe(isNeeded(kind) && isBlocking(code) ? 'out-of-service' : 'welcome')
    await bench.close()
  },
)

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
