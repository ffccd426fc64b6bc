import { ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'
import { maxCodeLength } from './contract.ts'

export interface SimulatedCodeReader extends SimulatedUnit<CodeReader> {
  /** Somebody holds a code to the reader. Nothing is read while it is unplugged or switched off. */
  scan(text: string): void
}

/**
 * `readingMs`: from showing the code to its arrival. 120 ms: exposure and decoding (30–100 ms on 2D imagers)
 * and 60 characters at 115,200 baud.
 */
export function simulateCodeReader(
  options: SimulationOptions & Readonly<{ readingMs?: number }>,
): SimulatedCodeReader {
  const { readingMs = 120 } = options
  const unit = new UnitState('code-reader', options)
  let read: (text: string) => void = () => undefined

  return withOwn(unit, {
    scan: (text) => read(text),
    open() {
      const connection = unit.connect()
      const outlet = new CodeOutlet(connection.status, unit.clock)
      const underway = new Set<() => void>()
      const dropUnderway = (): void => {
        for (const callOff of underway) callOff()
        underway.clear()
      }
      read = (text) => {
        if (!connection.usable.ok || unit.playing === 'code-reader-silent') return
        const callOff = unit.clock.after(readingMs, () => {
          underway.delete(callOff)
          if (!connection.usable.ok) return
          const garbled = unit.playing === 'code-reader-garbled'
          outlet.deliver((garbled ? '\u{fffd}'.repeat(text.length) : text).slice(0, maxCodeLength))
        })
        underway.add(callOff)
      }
      return {
        ...connection.device(unit.id, unit.kind),
        async checkHealth(level) {
          const usable = connection.usable
          return usable.ok ? ok({ level, facts: { simulated: true, ...outlet.facts } }) : usable
        },
        async enable() {
          if (!connection.usable.ok) return connection.usable
          dropUnderway()
          outlet.enable()
          return ok(undefined)
        },
        async disable() {
          outlet.disable()
        },
        clearInput: dropUnderway,
        onCode: (listener) => outlet.onCode(listener),
        async close() {
          dropUnderway()
          outlet.close()
          connection.end()
        },
      }
    },
  })
}
