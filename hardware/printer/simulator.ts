import type { DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import type { SimulatedUnit, SimulationOptions } from '../simulated-unit.ts'
import { UnitState, withOwn } from '../simulated-unit.ts'
import type { Printer } from './contract.ts'

export interface SimulatedPrinter extends SimulatedUnit<Printer> {
  /** Called with each document that came out. */
  onPrinted(listener: (pdf: Uint8Array) => void): void
}

/** `printingMs`: 2.5 s for a slip of 20 cm at 80–100 mm/s, cut included, as receipt printers do. */
export function simulatePrinter(
  options: SimulationOptions & Readonly<{ printingMs?: number }>,
): SimulatedPrinter {
  const { printingMs = 2_500 } = options
  const unit = new UnitState('printer', options)
  let printed: (pdf: Uint8Array) => void = () => undefined

  return withOwn(unit, {
    onPrinted(listener) {
      printed = listener
    },
    open() {
      const connection = unit.connect()
      const jobs = new Set<(answer: Result<void, DeviceFault>) => void>()
      const failJobs = (fault: DeviceFault): void => {
        for (const finish of jobs) finish(err(fault))
      }
      connection.status.onStatus((status) => {
        if (status.fault !== undefined) failJobs(status.fault)
      })
      return {
        ...connection.device(unit.id, unit.kind),
        print(pdf, signal) {
          if (!connection.usable.ok) return Promise.resolve(connection.usable)
          if (signal.aborted) return Promise.resolve(err({ code: 'printer-stopped', detail: 'called off' }))
          return new Promise((resolve) => {
            const finish = (answer: Result<void, DeviceFault>): void => {
              callOff()
              jobs.delete(finish)
              signal.removeEventListener('abort', abort)
              if (connection.usable.ok && jobs.size === 0) connection.status.become('online')
              resolve(answer)
            }
            const abort = (): void => finish(err({ code: 'printer-stopped', detail: 'called off' }))
            const callOff = unit.clock.after(printingMs, () => {
              printed(pdf)
              finish(ok(undefined))
            })
            jobs.add(finish)
            signal.addEventListener('abort', abort, { once: true })
            connection.status.become('busy')
          })
        },
        async close() {
          failJobs({ code: 'printer-stopped', detail: 'closed' })
          connection.end()
        },
      }
    },
  })
}
