import { endsConnection } from './catalogue.ts'
import type { Camera, PreviewFrame } from './camera/contract.ts'
import type { CodeReader, ScannedCode } from './code-reader/contract.ts'
import type { Device, DeviceFault, Unsubscribe } from './device.ts'
import type { Lamp } from './lamp/contract.ts'
import type { Payment } from './payment/contract.ts'
import type { Printer } from './printer/contract.ts'
import type { Result } from './result.ts'
import type { PresenceSensor } from './sensor/contract.ts'
import type { SupervisionOptions } from './supervisor.ts'
import { Supervision } from './supervisor.ts'

/*
 * One object per device, whatever happens to the drivers behind it: whoever holds it enables it, listens to
 * it and closes it once, across any number of replugs.
 */

export type SupervisedOptions<D extends Device> = Omit<SupervisionOptions<D>, 'kind' | 'onOpened'>

/** A reader that was enabled when its cable came out is enabled again when it is back. */
export function superviseCodeReader(options: SupervisedOptions<CodeReader>): CodeReader {
  let enabled = false
  let listener: ((code: ScannedCode) => void) | undefined
  const supervision = new Supervision<CodeReader>({
    ...options,
    kind: 'code-reader',
    open() {
      const reader = options.open()
      reader.onCode((code) => {
        if (enabled) listener?.(code)
      })
      return reader
    },
    onOpened(reader) {
      if (enabled) void reader.enable()
    },
  })
  const device = supervision.device()
  return {
    ...device,
    async enable() {
      if (!supervision.usable.ok) return supervision.usable
      enabled = true
      const answer = await supervision.driver.enable()
      if (!answer.ok) enabled = false
      return answer
    },
    async disable() {
      enabled = false
      await supervision.driver.disable()
    },
    clearInput: () => supervision.driver.clearInput(),
    onCode(wanted) {
      if (listener !== undefined) throw new Error('A code reader has one listener; this one has it already.')
      listener = wanted
      return () => {
        if (listener === wanted) listener = undefined
      }
    },
    async close() {
      enabled = false
      listener = undefined
      await device.close()
    },
  }
}

/** For cameras held by the service. A preview goes on across replugs; it runs only while somebody looks. */
export function superviseCamera(options: SupervisedOptions<Camera>): Camera {
  const listeners = new Set<(frame: PreviewFrame) => void>()
  let stopFrames: Unsubscribe = () => undefined
  const startFrames = (camera: Camera): void => {
    stopFrames()
    const preview = camera.preview()
    if (preview.held !== 'service' || listeners.size === 0) return
    stopFrames = preview.onFrame((frame) => {
      for (const listener of listeners) listener(frame)
    })
  }
  const supervision = new Supervision<Camera>({ ...options, kind: 'camera', onOpened: startFrames })
  const device = supervision.device()
  return {
    ...device,
    preview: () => ({
      held: 'service',
      onFrame(listener) {
        listeners.add(listener)
        if (listeners.size === 1 && supervision.usable.ok) startFrames(supervision.driver)
        return () => {
          listeners.delete(listener)
          if (listeners.size === 0) stopFrames()
        }
      },
    }),
    capture: (request) => unlessFaulty(supervision, (camera) => camera.capture(request)),
    async close() {
      listeners.clear()
      stopFrames()
      await device.close()
    },
  }
}

export function supervisePrinter(options: SupervisedOptions<Printer>): Printer {
  const supervision = new Supervision<Printer>({ ...options, kind: 'printer' })
  return {
    ...supervision.device(),
    async print(pdf, signal) {
      const { usable } = supervision
      // Whether paper that was out is in again, a spooler knows by printing only.
      if (!usable.ok && endsConnection(usable.error.code)) return usable
      return supervision.driver.print(pdf, signal)
    },
  }
}

export function supervisePayment(options: SupervisedOptions<Payment>): Payment {
  const listeners = new Set<(total: number) => void>()
  const supervision = new Supervision<Payment>({
    ...options,
    kind: 'payment',
    open() {
      const payment = options.open()
      payment.onInserted((total) => {
        for (const listener of listeners) listener(total)
      })
      return payment
    },
  })
  const device = supervision.device()
  return {
    ...device,
    accept: (price) => unlessFaulty(supervision, (payment) => payment.accept(price)),
    stopAccepting: () => supervision.driver.stopAccepting(),
    inserted: () => supervision.driver.inserted(),
    onInserted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settle: () => unlessFaulty(supervision, (payment) => payment.settle()),
    giveBack: () => unlessFaulty(supervision, (payment) => payment.giveBack()),
    async close() {
      listeners.clear()
      await device.close()
    },
  }
}

/** A lamp that lost its power comes back as bright as it was. */
export function superviseLamp(options: SupervisedOptions<Lamp>): Lamp {
  let brightness: number | undefined
  const supervision = new Supervision<Lamp>({
    ...options,
    kind: 'lamp',
    onOpened(lamp) {
      if (brightness !== undefined) void lamp.set(brightness)
    },
  })
  return {
    ...supervision.device(),
    set(wanted) {
      brightness = wanted
      return unlessFaulty(supervision, (lamp) => lamp.set(wanted))
    },
  }
}

export function superviseSensor(options: SupervisedOptions<PresenceSensor>): PresenceSensor {
  const listeners = new Set<(occupied: boolean) => void>()
  const supervision = new Supervision<PresenceSensor>({
    ...options,
    kind: 'sensor',
    open() {
      const sensor = options.open()
      sensor.onChange((occupied) => {
        for (const listener of listeners) listener(occupied)
      })
      return sensor
    },
  })
  const device = supervision.device()
  return {
    ...device,
    occupied: () => (supervision.usable.ok ? supervision.driver.occupied() : undefined),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      listeners.clear()
      await device.close()
    },
  }
}

function unlessFaulty<D extends Device, T>(
  supervision: Supervision<D>,
  act: (driver: D) => Promise<Result<T, DeviceFault>>,
): Promise<Result<T, DeviceFault>> {
  return supervision.usable.ok ? act(supervision.driver) : Promise.resolve(supervision.usable)
}
