import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import { ok } from '../result.ts'
import type { SerialAddress } from '../serial-connection.ts'
import { describeAddress } from '../serial-connection.ts'
import { SerialLines } from '../serial-lines.ts'
import { StatusHolder } from '../status-holder.ts'
import type { PresenceSensor } from './contract.ts'

export type SerialSensorOptions = Readonly<{
  id: string
  path: SerialAddress
  baudRate?: number
  clock?: Clock
  /** Silence after which the sensor is missing, in milliseconds (the protocol's 6 s). */
  silentAfterMs?: number
}>

/** The protocol's answering time of 500 ms, and as much again for a busy USB hub. */
const answerWithinMs = 1_000

/** A seat or door sensor that speaks the line protocol of ./contract.ts. */
export function openSerialSensor(options: SerialSensorOptions): PresenceSensor {
  const { id, path, baudRate = 9_600, clock = systemClock, silentAfterMs = 6_000 } = options
  const status = new StatusHolder('sensor', clock)
  const listeners = new Set<(occupied: boolean) => void>()
  let model = 'serial sensor'
  let occupied: boolean | undefined
  let callOffSilence: () => void = () => undefined

  const lines = new SerialLines(
    path,
    { baudRate },
    {
      opened() {
        expectWord()
        void lines
          .ask('ID', (line) => line.startsWith('ID '), answerWithinMs)
          .then((answer) => {
            const named = answer === undefined ? undefined : /^ID sensor 1 (.{1,60})$/.exec(answer)?.[1]
            if (named !== undefined) model = named
          })
      },
      said: hear,
      failed: (failure) => fail({ code: 'sensor-missing', detail: failure.detail }),
    },
    clock,
  )

  function hear(line: string): void {
    const word = /^OCCUPIED ([01])$/.exec(line)?.[1]
    if (word === undefined || status.status.fault !== undefined) return
    expectWord()
    status.become('online')
    const now = word === '1'
    if (now === occupied) return
    occupied = now
    for (const listener of listeners) listener(now)
  }

  function expectWord(): void {
    callOffSilence()
    callOffSilence = clock.after(silentAfterMs, () =>
      fail({ code: 'sensor-missing', detail: `${describeAddress(path)}: silent` }),
    )
  }

  function fail(fault: DeviceFault): void {
    callOffSilence()
    occupied = undefined
    status.fail(fault)
  }

  return {
    id,
    capabilities: () => ({ kind: 'sensor', model, driver: 'serial', simulated: false }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const usable = status.usable
      return usable.ok
        ? ok({ level, facts: { port: describeAddress(path), occupied: occupied === true } })
        : usable
    },
    async reset() {
      return status.usable
    },
    occupied: () => occupied,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      status.end()
      listeners.clear()
      callOffSilence()
      await lines.close()
    },
  }
}
