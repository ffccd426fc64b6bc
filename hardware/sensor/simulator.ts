import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import type { PresenceSensor } from './contract.ts'

export interface SimulatedSensor extends SimulatedUnit<PresenceSensor> {
  /** Somebody sits down, or leaves. */
  occupy(occupied: boolean): void
}

export function simulateSensor(options: SimulationOptions): SimulatedSensor {
  const unit = new UnitState('sensor', options)
  let occupied = false
  let announce: () => void = () => undefined
  return withOwn(unit, {
    occupy(now) {
      if (now === occupied) return
      occupied = now
      announce()
    },
    open() {
      const connection = unit.connect()
      const listeners = new Set<(occupied: boolean) => void>()
      announce = () => {
        if (connection.usable.ok) for (const listener of listeners) listener(occupied)
      }
      return {
        ...connection.device(unit.id, unit.kind),
        occupied: () => (connection.usable.ok ? occupied : undefined),
        onChange(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
        async close() {
          listeners.clear()
          connection.end()
        },
      }
    },
  })
}
