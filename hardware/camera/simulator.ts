import type { DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import type { Camera, PreviewFrame, Still } from './contract.ts'

export interface SimulatedCamera extends SimulatedUnit<Camera> {
  /** What stands before the lens from now on: JPEG files, shown one after another, round and round. */
  show(pictures: readonly Uint8Array[]): void
}

export type SimulatedCameraOptions = SimulationOptions &
  Readonly<{
    /** As for `show`; a function is asked for them when the first is to be taken. */
    pictures: readonly Uint8Array[] | (() => Promise<readonly Uint8Array[]>)
    /** 15: the live picture of a DSLR over USB. */
    framesPerSecond?: number
    /** From the shot to the file: 700 ms, as a DSLR takes to expose, write and hand over. */
    capturingMs?: number
  }>

/** A camera held by the service. With a fault, `camera-frozen` among them, no frame comes. */
export function simulateCamera(options: SimulatedCameraOptions): SimulatedCamera {
  const { framesPerSecond = 15, capturingMs = 700 } = options
  const draw = typeof options.pictures === 'function' ? options.pictures : undefined
  let pictures = typeof options.pictures === 'function' ? [] : options.pictures
  let drawing: Promise<void> | undefined
  /** Resolves when something stands before the lens. */
  const prepared = async (): Promise<void> => {
    if (pictures.length > 0 || draw === undefined) return
    await (drawing ??= draw().then((drawn) => {
      // What was shown meanwhile stays.
      if (pictures.length === 0) pictures = drawn
    }))
  }
  let next = 0
  const unit = new UnitState('camera', options)
  // A copy each time, as of a real camera: whoever takes a picture may overwrite it.
  const takePicture = (): Uint8Array => Uint8Array.from(pictures[next++ % pictures.length] ?? [])

  return withOwn(unit, {
    show(shown) {
      pictures = shown
      next = 0
    },
    open() {
      const connection = unit.connect()
      const { clock } = unit
      const listeners = new Set<(frame: PreviewFrame) => void>()
      const shots = new Set<(answer: Result<Still, DeviceFault>) => void>()
      let callOffFrame: () => void = () => undefined
      const giveFrames = (): void => {
        callOffFrame = clock.after(1000 / framesPerSecond, () => {
          if (pictures.length === 0) void prepared()
          else if (connection.usable.ok) {
            const frame = { jpeg: takePicture(), presentedAt: clock.now() }
            for (const listener of listeners) listener(frame)
          }
          if (listeners.size > 0) giveFrames()
        })
      }
      const failShots = (fault: DeviceFault): void => {
        for (const finish of shots) finish(err(fault))
      }
      connection.status.onStatus((status) => {
        if (status.fault !== undefined) failShots(status.fault)
      })
      return {
        ...connection.device(unit.id, unit.kind),
        preview: () => ({
          held: 'service',
          onFrame(listener) {
            listeners.add(listener)
            if (listeners.size === 1) giveFrames()
            return () => {
              listeners.delete(listener)
              if (listeners.size === 0) callOffFrame()
            }
          },
        }),
        capture({ notBefore, signal }) {
          if (!connection.usable.ok) return Promise.resolve(connection.usable)
          if (signal.aborted)
            return Promise.resolve(err({ code: 'camera-capture-failed', detail: 'called off' }))
          return new Promise((resolve) => {
            const finish = (answer: Result<Still, DeviceFault>): void => {
              callOff()
              shots.delete(finish)
              signal.removeEventListener('abort', abort)
              if (connection.usable.ok) connection.status.become('online')
              resolve(answer)
            }
            const abort = (): void => finish(err({ code: 'camera-capture-failed', detail: 'called off' }))
            const untilAllowed = Math.max(0, notBefore.getTime() - clock.now().getTime())
            const expose = async (): Promise<void> => {
              await prepared()
              if (shots.has(finish)) finish(ok({ bytes: takePicture(), takenAt: clock.now() }))
            }
            const callOff = clock.after(untilAllowed + capturingMs, () => void expose())
            shots.add(finish)
            signal.addEventListener('abort', abort, { once: true })
            connection.status.become('busy')
          })
        },
        async close() {
          callOffFrame()
          listeners.clear()
          failShots({ code: 'camera-capture-failed', detail: 'closed' })
          connection.end()
        },
      }
    },
  })
}
