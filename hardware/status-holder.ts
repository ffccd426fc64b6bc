import { faultCatalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { DeviceFault, DeviceState, DeviceStatus, Unsubscribe } from './device.ts'

/**
 * Keeps the status of one device and tells listeners of each change: after the change, never from within
 * the call that made it, and never once `silence` was called.
 */
export class StatusHolder {
  #status: DeviceStatus
  #silent = false
  readonly #listeners = new Set<(status: DeviceStatus) => void>()
  readonly #clock: Clock

  constructor(clock: Clock = systemClock) {
    this.#clock = clock
    this.#status = { state: 'starting', since: clock.now() }
  }

  get status(): DeviceStatus {
    return this.#status
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

  /** From now on nobody is told of anything. */
  silence(): void {
    this.#silent = true
    this.#listeners.clear()
  }

  #change(state: DeviceState, fault: DeviceFault | undefined): void {
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
