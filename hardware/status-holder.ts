import type { DeviceKind, DeviceState } from './catalogue.ts'
import { faultCatalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { DeviceFault, DeviceStatus, Unsubscribe } from './device.ts'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'

/**
 * Keeps the status of one device and tells listeners of each change: after the change, never from within
 * the call that made it, and never after `end`.
 */
export class StatusHolder {
  #status: DeviceStatus
  #silent = false
  readonly #listeners = new Set<(status: DeviceStatus) => void>()
  readonly #kind: DeviceKind
  readonly #clock: Clock

  constructor(kind: DeviceKind, clock: Clock = systemClock) {
    this.#kind = kind
    this.#clock = clock
    this.#status = { state: 'starting', since: clock.now() }
  }

  get status(): DeviceStatus {
    return this.#status
  }

  /** Can it be used now? The fault that stands against it otherwise. */
  get usable(): Result<void, DeviceFault> {
    const { state, fault } = this.#status
    if (state === 'online' || state === 'busy') return ok(undefined)
    return err(fault ?? { code: `${this.#kind}-missing`, detail: this.#silent ? 'closed' : 'not open yet' })
  }

  onStatus(listener: (status: DeviceStatus) => void): Unsubscribe {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A state without a fault. */
  become(state: DeviceState): void {
    this.#change(state, undefined)
  }

  /** A fault; the catalogue says which state it means. */
  fail(fault: DeviceFault): void {
    this.#change(faultCatalogue[fault.code].state, fault)
  }

  /** The device is closed: it cannot be used, and nobody is told of anything any more. */
  end(): void {
    this.#change('offline', undefined)
    this.#silent = true
    this.#listeners.clear()
  }

  #change(state: DeviceState, fault: DeviceFault | undefined): void {
    if (this.#silent) return
    const before = this.#status
    if (
      before.state === state &&
      before.fault?.code === fault?.code &&
      before.fault?.detail === fault?.detail
    )
      return
    const status: DeviceStatus = {
      state,
      since: this.#clock.now(),
      ...(fault === undefined ? {} : { fault }),
    }
    this.#status = status
    queueMicrotask(() => {
      for (const listener of this.#listeners) if (!this.#silent) listener(status)
    })
  }
}
