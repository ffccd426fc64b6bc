import { ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState } from '../simulated-unit.ts'
import type { Lamp } from './contract.ts'

export interface SimulatedLamp extends SimulatedUnit<Lamp> {
  /** From 0 (dark) to 1; 0 while it is unplugged or broken. */
  readonly brightness: number
}

export function simulateLamp(options: SimulationOptions): SimulatedLamp {
  const unit = new UnitState('lamp', options)
  let brightness = 0
  return {
    id: unit.id,
    kind: unit.kind,
    faults: unit.faults,
    get playing() {
      return unit.playing
    },
    get brightness() {
      return brightness
    },
    fail(code) {
      brightness = 0
      unit.fail(code)
    },
    recover: () => unit.recover(),
    open() {
      const connection = unit.connect()
      return {
        ...connection.device(unit.id, unit.kind),
        async set(wanted) {
          if (!connection.usable.ok) return connection.usable
          brightness = Math.min(1, Math.max(0, wanted))
          return ok(undefined)
        },
        async close() {
          connection.end()
        },
      }
    },
  }
}
