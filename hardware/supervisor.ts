import type { DeviceKind, FaultCode } from './catalogue.ts'
import { endsConnection, faultCatalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { systemClock, wait } from './clock.ts'
import type { Device, DeviceFault, DeviceStatus } from './device.ts'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'
import { StatusHolder } from './status-holder.ts'
import type { SupervisorPolicy } from './supervisor-policy.ts'
import { usualPolicy } from './supervisor-policy.ts'

export type SupervisionOptions<D extends Device> = Readonly<{
  id: string
  kind: DeviceKind
  /** Makes one driver: it opens by itself, never throws, and tells by its status how it went. */
  open: () => D
  policy?: Partial<SupervisorPolicy>
  clock?: Clock
  /** From 0 up to 1, as Math.random. */
  random?: () => number
  /** A driver is open and works; each time again. */
  onOpened?: (driver: D) => void
}>

const keepsFailing = {
  'code-reader': 'code-reader-keeps-failing',
  camera: 'camera-keeps-failing',
  printer: 'printer-keeps-failing',
  payment: 'payment-keeps-failing',
  lamp: 'lamp-keeps-failing',
  sensor: 'sensor-keeps-failing',
} as const satisfies Record<DeviceKind, FaultCode>

/**
 * Keeps one device alive: opens a driver, runs it, tears it down when its connection has ended, waits, and
 * opens the next. The waits grow with full jitter, so that devices behind one failed hub do not come back in
 * step. A permanent fault, seen twice, waits for `reset`; a budget of attempts ends in "call the technician".
 */
export class Supervision<D extends Device> {
  readonly #options: SupervisionOptions<D>
  readonly #policy: SupervisorPolicy
  readonly #clock: Clock
  readonly #random: () => number
  readonly #status: StatusHolder
  #driver: D
  #attempts = 0
  /** The driver of the moment has not failed; it may still be opening. */
  #running = false
  /** It has been online since it was made. */
  #opened = false
  #closed = false
  #lastFailure: FaultCode | undefined
  #callOffNext: () => void = () => undefined
  #callOffHung: () => void = () => undefined
  #callOffGood: () => void = () => undefined
  /** One driver is torn down before the next one opens: two would fight for the port. */
  #tearDown: Promise<void> = Promise.resolve()

  constructor(options: SupervisionOptions<D>) {
    this.#options = options
    this.#policy = { ...usualPolicy, ...options.policy }
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
    this.#status = new StatusHolder(options.kind, this.#clock)
    this.#driver = this.#start()
  }

  /** The driver of the moment; after a failure it is the failed one, until the next opens. */
  get driver(): D {
    return this.#driver
  }

  /** Failed attempts that are not yet paid off by a good time. */
  get attempts(): number {
    return this.#attempts
  }

  /** Can the device be used now? The fault that stands against it otherwise. */
  get usable(): Result<void, DeviceFault> {
    return this.#status.usable
  }

  /** The common half of a `Device`, over all drivers that come and go. */
  device(): Device {
    return {
      id: this.#options.id,
      capabilities: () => this.#driver.capabilities(),
      status: () => this.#status.status,
      onStatus: (listener) => this.#status.onStatus(listener),
      checkHealth: async (level, signal) => {
        if (!this.usable.ok) return this.usable
        const answer = await this.#driver.checkHealth(level, signal)
        if (!answer.ok) return answer
        return ok({ ...answer.value, facts: { ...answer.value.facts, failedAttempts: this.#attempts } })
      },
      reset: () => this.#reset(),
      close: () => this.#close(),
    }
  }

  #start(): D {
    const driver = this.#options.open()
    this.#running = true
    this.#opened = false
    const follow = (status: DeviceStatus): void => {
      if (this.#running && this.#driver === driver) this.#follow(driver, status)
    }
    driver.onStatus(follow)
    // An opening that was already over before the listener was there.
    queueMicrotask(() => {
      if (driver.status().state !== 'starting') follow(driver.status())
    })
    this.#callOffHung = this.#clock.after(this.#policy.openWithinMs, () =>
      this.#failed(this.#notThere('opening it hangs')),
    )
    return driver
  }

  #follow(driver: D, { state, fault }: DeviceStatus): void {
    if (fault !== undefined && endsConnection(fault.code)) return this.#failed(fault)
    if (fault === undefined) this.#status.become(state)
    else this.#status.fail(fault)
    if (state === 'starting' || this.#opened) return
    this.#opened = true
    this.#lastFailure = undefined
    this.#callOffHung()
    this.#callOffGood = this.#clock.after(this.#policy.goodAfterMs, () => {
      this.#attempts = 0
    })
    this.#options.onOpened?.(driver)
  }

  #failed(fault: DeviceFault): void {
    const { budget, lastResortMs, firstBackOffMs, lastBackOffMs } = this.#policy
    this.#stop()
    // Believed at the second look: a device node belongs to nobody yet in the moment it is plugged in.
    const again = this.#lastFailure === fault.code
    this.#lastFailure = fault.code
    if (again && faultCatalogue[fault.code].permanent) return this.#status.fail(fault)
    this.#attempts += 1
    if (this.#attempts > budget) {
      const detail = fault.detail === undefined ? fault.code : `${fault.code}: ${fault.detail}`
      this.#status.fail({ code: keepsFailing[this.#options.kind], detail })
      this.#startAfter(lastResortMs)
      return
    }
    this.#status.fail(fault)
    this.#startAfter(this.#random() * Math.min(lastBackOffMs, firstBackOffMs * 2 ** (this.#attempts - 1)))
  }

  #startAfter(milliseconds: number): void {
    const failed = this.#driver
    this.#callOffNext = this.#clock.after(milliseconds, () => {
      void this.#tearDown.then(() => {
        // Somebody may have reset or closed it in the meantime.
        if (!this.#closed && this.#driver === failed) this.#driver = this.#start()
      })
    })
  }

  /** Tears the driver of the moment down and calls off whatever was planned for it. */
  #stop(): void {
    this.#callOffNext()
    this.#callOffHung()
    this.#callOffGood()
    if (!this.#running) return
    this.#running = false
    const patience = new AbortController()
    const closed = this.#driver.close().finally(() => patience.abort())
    const over = Promise.race([closed, wait(this.#clock, this.#policy.closeWithinMs, patience.signal)])
    this.#tearDown = Promise.all([this.#tearDown, over]).then(() => undefined)
  }

  async #reset(): Promise<Result<void, DeviceFault>> {
    if (this.#closed) return err(this.#notThere('closed'))
    this.#stop()
    this.#attempts = 0
    this.#lastFailure = undefined
    this.#status.become('starting')
    const before = this.#driver
    await this.#tearDown
    // Of two resets at once the first to come here opens the driver; both see how it went.
    if (!this.#closed && this.#driver === before) this.#driver = this.#start()
    return this.#settled()
  }

  /** How the opening under way ends. */
  #settled(): Promise<Result<void, DeviceFault>> {
    return new Promise((resolve) => {
      const finish = (answer: Result<void, DeviceFault>): void => {
        stopListening()
        callOffHung()
        resolve(answer)
      }
      const judge = ({ state, fault }: DeviceStatus): void => {
        if (state === 'online' || state === 'busy') finish(ok(undefined))
        else if (fault !== undefined) finish(err(fault))
      }
      const stopListening = this.#status.onStatus(judge)
      // Closed in the meantime: no status comes any more.
      const callOffHung = this.#clock.after(this.#policy.openWithinMs + 1_000, () =>
        finish(err(this.#notThere('no answer'))),
      )
      judge(this.#status.status)
    })
  }

  async #close(): Promise<void> {
    this.#closed = true
    this.#status.end()
    this.#stop()
    await this.#tearDown
  }

  #notThere(detail: string): DeviceFault {
    return { code: `${this.#options.kind}-missing`, detail }
  }
}
