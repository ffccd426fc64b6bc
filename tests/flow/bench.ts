import type { SnapshotFrom, StateValue } from 'xstate'
import { err, ok } from '../../hardware/result.ts'
import { simulateCamera } from '../../hardware/camera/simulator.ts'
import { simulateCodeReader } from '../../hardware/code-reader/simulator.ts'
import { simulateLamp } from '../../hardware/lamp/simulator.ts'
import { simulatePayment } from '../../hardware/payment/simulator.ts'
import { simulatePrinter } from '../../hardware/printer/simulator.ts'
import { simulateSensor } from '../../hardware/sensor/simulator.ts'
import {
  superviseCamera,
  superviseCodeReader,
  superviseLamp,
  supervisePayment,
  supervisePrinter,
  superviseSensor,
} from '../../hardware/supervised.ts'
import type { SupervisorPolicy } from '../../hardware/supervisor-policy.ts'
import type { EventId } from '../../main/journal/catalogue.ts'
import type { EventFacts, Journal } from '../../main/journal/journal.ts'
import { defaultScanPatterns } from '../../main/form/scan.ts'
import type { PhotoCheck, PhotoChecker } from '../../main/photo/contract.ts'
import type { BoothFacts, Intent, ScreenName, ScreenOf } from '../../main/service/contract.ts'
import { followDevices } from '../../main/service/follow-devices.ts'
import { SessionHost } from '../../main/service/session-host.ts'
import type { SessionSettings } from '../../main/session/context.ts'
import type { SessionMachine } from '../../main/session/machine.ts'
import { PictureStore } from '../../main/session/picture-store.ts'
import type { Application, Outcome, Submission, SubmissionHealth } from '../../main/submission/contract.ts'
import { ManualClock, settle } from '../contract/manual-clock.ts'

export const formId = '40718263549917283640517'

const facts: BoothFacts = {
  name: 'flow',
  price: 0,
  minutes: 5,
  counter: { name: '', address: '', phone: '', hours: '' },
  display: { widthMm: 268, heightMm: 476 },
  weeksUntilNotice: 4,
  phoneLines: [],
  informationUrl: 'https://example.invalid/',
}

const health: SubmissionHealth = {
  ready: true,
  queued: 0,
  held: 0,
  quarantined: 0,
  setAside: 0,
  oldestQueuedAt: null,
  intake: 'reachable',
  clockSkewMs: 0,
}

/** A check that finds nothing wrong. The real one has tests of its own; here the flow is what is tried. */
const accepted: PhotoCheck = {
  verdict: 'accept',
  reasons: [],
  notChecked: [],
  face: null,
  crop: { left: 0, top: 0, width: 700, height: 900 },
  milliseconds: 1,
}

/** Whose answer a test may hold back, so that the session stands where it waits for it. */
type Asked = 'photo' | 'form' | 'outbox' | 'intake'

/** The innermost states of a value, as paths: 'welcome.usual', 'session.step.scan' … */
function innermost(value: StateValue, path = ''): string[] {
  if (typeof value === 'string') return [path + value]
  return Object.entries(value).flatMap(([state, inner]) =>
    inner === undefined || Object.keys(inner).length === 0
      ? [path + state]
      : innermost(inner, `${path}${state}.`),
  )
}

/**
 * The session with its real devices (simulated units under real supervisors) and its real wiring, on one clock
 * that stands still. Only the photo check and the intake's answers are given.
 */
export class FlowBench {
  readonly clock = new ManualClock()
  readonly events: { event: EventId; facts: EventFacts }[] = []
  readonly sent: Application[] = []
  check: PhotoCheck = accepted
  outcome: Outcome = { kind: 'accepted', receiptNumber: 'ABCD-EFGH-JKMN' }
  formAnswer: Awaited<ReturnType<Submission['check']>> = 'usable'
  /** The disk refuses the next application. */
  notKept = false
  readonly #heldBack = new Set<Asked>()
  #answerHeldBack: () => void = () => undefined
  #stands: StateValue = ''
  readonly units
  readonly devices
  readonly host: SessionHost
  readonly watch

  constructor(settings: Partial<SessionSettings> = {}, policy: Partial<SupervisorPolicy> = {}) {
    const { clock } = this
    this.units = {
      'code-reader': simulateCodeReader({ id: 'code-reader', clock }),
      camera: simulateCamera({ id: 'camera', clock, pictures: [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)] }),
      printer: simulatePrinter({ id: 'printer', clock }),
      payment: simulatePayment({ id: 'payment', clock }),
      lamp: simulateLamp({ id: 'lamp', clock }),
      sensor: simulateSensor({ id: 'sensor', clock }),
    }
    const { units } = this
    const supervised = { clock, policy, random: () => 0.5 }
    this.devices = {
      'code-reader': superviseCodeReader({
        ...supervised,
        id: 'code-reader',
        open: () => units['code-reader'].open(),
      }),
      camera: superviseCamera({ ...supervised, id: 'camera', open: () => units.camera.open() }),
      printer: supervisePrinter({ ...supervised, id: 'printer', open: () => units.printer.open() }),
      payment: supervisePayment({ ...supervised, id: 'payment', open: () => units.payment.open() }),
      lamp: superviseLamp({ ...supervised, id: 'lamp', open: () => units.lamp.open() }),
      sensor: superviseSensor({ ...supervised, id: 'sensor', open: () => units.sensor.open() }),
    }
    const { devices } = this
    const journal: Journal = { record: (event, facts = {}) => void this.events.push({ event, facts }) }
    const answered = async <T>(asked: Asked, answer: () => T): Promise<T> => {
      if (this.#heldBack.has(asked)) await new Promise<void>((go) => (this.#answerHeldBack = go))
      return answer()
    }
    const photo: PhotoChecker = {
      warmUp: () => Promise.resolve(),
      check: () =>
        answered('photo', () => ({
          check: this.check,
          portrait: this.check.verdict === 'reject' ? null : Uint8Array.of(1),
        })),
      purge: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
    const submission: Submission = {
      confirm: (application) =>
        answered('outbox', () => {
          if (this.notKept) return err({ code: 'storage-failed' })
          this.sent.push(application)
          return ok({ applicationId: `application-${this.sent.length}`, reference: 'REF-1' })
        }),
      outcome: () => answered('intake', () => this.outcome),
      check: () => answered('form', () => this.formAnswer),
      keptReference: () => Promise.resolve(undefined),
      health: () => health,
      onHealth: () => () => undefined,
      close: () => Promise.resolve(),
    }
    const all = {
      price: 0,
      retakes: 2,
      shotsPerBurst: 1,
      staffTyping: false,
      camera: { held: 'service' },
      ...settings,
    } as const
    this.host = new SessionHost({
      ports: {
        reader: devices['code-reader'],
        camera: devices.camera,
        payment: devices.payment,
        photo,
        submission,
        pictures: new PictureStore(),
        journal,
        now: () => clock.now(),
        betweenShots: 0,
        scanPatterns: defaultScanPatterns,
        printSlip: async (_slip, signal) =>
          (await devices.printer.print(Uint8Array.of(1), signal)).ok ? 'printed' : 'failed',
      },
      settings: all,
      booth: facts,
      development: false,
      journal,
      clock: xstateClock(clock),
      inspect: (step) => {
        if (step.type !== '@xstate.snapshot' || step.actorRef.sessionId !== step.rootId) return
        this.#stands = (step.snapshot as SnapshotFrom<SessionMachine>).value
      },
    })
    const needed = [devices['code-reader'], devices.camera, ...(all.price > 0 ? [devices.payment] : [])]
    this.watch = followDevices({ all: Object.values(devices), needed, submission, host: this.host, journal })
  }

  /** The innermost states in which the machine stands, one of each region. */
  get states(): readonly string[] {
    return innermost(this.#stands)
  }

  get screen(): ScreenName {
    return this.host.view.screen.name
  }

  /** Lets the devices open and the booth with them. */
  async open(): Promise<this> {
    await this.clock.pass(1_000)
    return this
  }

  async act(intent: Intent): Promise<boolean> {
    const { taken } = this.host.act({ serial: this.host.view.serial, intent })
    await settle()
    return taken
  }

  holdBack(asked: Asked): void {
    this.#heldBack.add(asked)
  }

  /** What was held back is answered, as is everything asked from now on. */
  async answer(): Promise<void> {
    this.#heldBack.clear()
    this.#answerHeldBack()
    await settle()
  }

  recorded(event: EventId): EventFacts | undefined {
    return this.events.findLast((line) => line.event === event)?.facts
  }

  /** Does what the screen asks for; the way through a whole application. Yen put in. */
  async goOn(): Promise<number> {
    if (this.host.view.screen.name === 'pay') return await this.#pay(this.host.view.screen)
    await this.#answer()
    return 0
  }

  async #pay({ price, inserted }: ScreenOf<'pay'>): Promise<number> {
    const yen = price - inserted
    const taken = this.units.payment.insert(yen)
    await this.clock.pass(1_000)
    return taken ? yen : 0
  }

  async #answer(): Promise<void> {
    const { screen } = this.host.view
    switch (screen.name) {
      case 'welcome':
        return void (await this.act({ type: 'start', language: 'en' }))
      case 'scan':
        this.units['code-reader'].scan(formId)
        return await this.clock.pass(500)
      case 'date-of-birth':
        if (screen.entered === null)
          await this.act({
            type: 'enter-date',
            entry: { calendar: 'western', year: 1983, month: 11, day: 27 },
          })
        return void (await this.act({ type: 'next' }))
      case 'position':
        return void (await this.act({ type: 'shutter' }))
      case 'capture':
        return await this.clock.pass(2_000)
      case 'review':
        return void (await this.act({ type: 'send' }))
      case 'farewell':
        return await this.clock.pass(15_000)
      case 'pay':
      case 'out-of-service':
        return await this.clock.pass(1_000)
      case 'submit':
        if (screen.phase === 'refused' || screen.phase === 'not-kept')
          return void (await this.act({ type: 'next' }))
        return await this.clock.pass(100)
      case 'notice':
      case 'confirm-form':
      case 'eligibility':
      case 'options':
      case 'prepare':
      case 'choose':
      case 'done':
        return void (await this.act({ type: 'next' }))
    }
  }

  /** Goes on until a screen is shown; throws when it does not come. */
  async reach(screen: ScreenName): Promise<this> {
    for (let step = 0; step < 40 && this.screen !== screen; step++) await this.goOn()
    if (this.screen !== screen) throw new Error(`${screen} was not reached; the booth shows ${this.screen}.`)
    return this
  }

  async close(): Promise<void> {
    this.watch.stop()
    this.host.stop()
    for (const device of Object.values(this.devices)) await device.close()
  }
}

/** The machine's timers on the devices' clock. */
function xstateClock(clock: ManualClock) {
  const pending = new Map<number, () => void>()
  let last = 0
  return {
    setTimeout(run: (...args: unknown[]) => void, milliseconds: number) {
      const id = ++last
      pending.set(id, clock.after(milliseconds, run))
      return id
    },
    clearTimeout(id: number) {
      pending.get(id)?.()
      pending.delete(id)
    },
  }
}
