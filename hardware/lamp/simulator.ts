import { ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import type { Lamp } from './contract.ts'

export interface SimulatedLamp extends SimulatedUnit<Lamp> {
  /** From 0 (dark) to 1; 0 while it is unplugged or broken. */
  readonly brightness: number
}

export function simulateLamp(options: SimulationOptions): SimulatedLamp {
  let brightness = 0
  const unit = new UnitState('lamp', options, () => {
    brightness = 0
  })
  return withOwn(unit, {
    get brightness() {
      return brightness
    },
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
  })
}
