import type { DeviceKind, FaultCode } from './catalogue.ts'
import { endsConnection, faultCatalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Capabilities, Device, DeviceFault } from './device.ts'
import type { Result } from './result.ts'
import { ok } from './result.ts'
import { StatusHolder } from './status-holder.ts'

/** What dock, scenarios and tests do to a simulated device of any kind. */
export interface SimulatedUnit<D extends Device = Device> {
  readonly id: string
  readonly kind: DeviceKind
  /** The faults this unit can play: those of its kind. */
  readonly faults: readonly FaultCode[]
  /** What it plays now. */
  readonly playing: FaultCode | undefined
  /** Brings the fault about; `…-lost` pulls the plug, and whoever opens the unit then finds it missing. */
  fail(code: FaultCode): void
  /** Ends the fault: plug in again, refill, clear. A connection that was cut stays cut, as with a real one. */
  recover(): void
  /** Opens the device, as a driver would. Any number of times, one after another. */
  open(): D
}

export type SimulationOptions = Readonly<{
  id: string
  clock?: Clock
  /** Milliseconds from opening to online. 300 ms: what a USB serial device takes to be opened and answer. */
  openingMs?: number
}>

/** One opening of a simulated unit: the status and the parts that every kind of driver has alike. */
export class SimulatedConnection {
  readonly status: StatusHolder
  readonly #callOffOpening: () => void
  #closed = false

  constructor(kind: DeviceKind, clock: Clock, openingMs: number, opened: () => void) {
    this.status = new StatusHolder(kind, clock)
    this.#callOffOpening = clock.after(openingMs, opened)
  }

  get usable(): Result<void, DeviceFault> {
    return this.status.usable
  }

  /** Open, whatever its state, and not cut: what happens to the unit shows here. */
  get live(): boolean {
    const { state, fault } = this.status.status
    return !this.#closed && state !== 'starting' && (fault === undefined || !endsConnection(fault.code))
  }

  /** The common half of a `Device`. */
  device(id: string, kind: DeviceKind): Omit<Device, 'close'> {
    const capabilities: Capabilities = {
      kind,
      model: `simulated ${kind}`,
      driver: 'simulator',
      simulated: true,
    }
    return {
      id,
      capabilities: () => capabilities,
      status: () => this.status.status,
      onStatus: (listener) => this.status.onStatus(listener),
      checkHealth: async (level) => {
        const usable = this.usable
        return usable.ok ? ok({ level, facts: { simulated: true } }) : usable
      },
      reset: async () => this.usable,
    }
  }

  end(): void {
    this.#closed = true
    this.#callOffOpening()
    this.status.end()
  }
}

/** The device itself, as opposed to a connection to it: it is plugged in or not, whoever has it open. */
export class UnitState {
  readonly id: string
  readonly kind: DeviceKind
  readonly faults: readonly FaultCode[]
  readonly #clock: Clock
  readonly #openingMs: number
  readonly #failed: () => void
  #playing: FaultCode | undefined
  #connection: SimulatedConnection | undefined

  /** `failed` is called with each fault that begins. */
  constructor(
    kind: DeviceKind,
    { id, clock = systemClock, openingMs = 300 }: SimulationOptions,
    failed: () => void = () => undefined,
  ) {
    this.id = id
    this.kind = kind
    this.#clock = clock
    this.#openingMs = openingMs
    this.#failed = failed
    this.faults = (Object.keys(faultCatalogue) as FaultCode[]).filter(
      (code) => faultCatalogue[code].kind === kind && !code.endsWith('-keeps-failing'),
    )
  }

  get playing(): FaultCode | undefined {
    return this.#playing
  }

  get clock(): Clock {
    return this.#clock
  }

  fail(code: FaultCode): void {
    if (!this.faults.includes(code)) throw new Error(`A ${this.kind} has no fault '${code}'.`)
    this.#playing = code
    this.#failed()
    if (this.#connection?.live === true) this.#connection.status.fail({ code })
  }

  recover(): void {
    this.#playing = undefined
    if (this.#connection?.live === true) this.#connection.status.become('online')
  }

  connect(): SimulatedConnection {
    const connection = new SimulatedConnection(this.kind, this.#clock, this.#openingMs, () => {
      if (this.#playing === undefined) connection.status.become('online')
      else connection.status.fail({ code: asFoundOnOpening(this.#playing) })
    })
    this.#connection = connection
    return connection
  }
}

/** A unit with what its kind has of its own; getters stay getters. */
export const withOwn = <Unit extends SimulatedUnit>(
  unit: UnitState,
  own: Omit<Unit, Exclude<keyof SimulatedUnit, 'open'>>,
): Unit => Object.defineProperties(unit, Object.getOwnPropertyDescriptors(own)) as UnitState & Unit

/** What was lost before is found missing by whoever opens it next. */
function asFoundOnOpening(code: FaultCode): FaultCode {
  if (code === 'code-reader-lost') return 'code-reader-missing'
  if (code === 'camera-lost') return 'camera-missing'
  return code
}
