import type { Device } from '../../hardware/device.ts'
import type { Journal } from '../journal/journal.ts'
import type { Submission } from '../submission/contract.ts'
import { blockingFault, closureOf, recordDevice } from './availability.ts'
import type { ViewHost } from './session-host.ts'

export type Followed = Readonly<{
  all: readonly Device[]
  /** Devices without which no applicant can be served. */
  needed: readonly Device[]
  submission: Submission
  host: ViewHost
  journal: Journal
}>

export type DeviceWatch = Readonly<{
  pause(paused: boolean): void
  paused(): boolean
  /** Weighs anew whether the booth can take an applicant. */
  weigh(): void
  stop(): void
}>

/** Tells the session what happens to devices and submission, and opens or closes the booth by it. */
export function followDevices({ all, needed, submission, host, journal }: Followed): DeviceWatch {
  let paused = false
  const weigh = (): void => {
    const closure = closureOf({ paused, needed, submission: submission.health() })
    host.tell(closure ? { type: 'booth.closed', ...closure } : { type: 'booth.open' })
  }
  const stops = [submission.onHealth(weigh), ...all.map((device) => recordDevice(journal, device))]
  for (const device of needed) {
    const follow = (): void => {
      const { kind } = device.capabilities()
      const fault = blockingFault(device)
      host.tell(fault ? { type: 'device.fault', kind, fault } : { type: 'device.well', kind })
      if (kind === 'camera') host.tell({ type: 'camera.ready', ready: device.status().state === 'online' })
      weigh()
    }
    stops.push(device.onStatus(follow))
    follow()
  }
  weigh()
  return {
    pause(wanted) {
      paused = wanted
      journal.record(wanted ? 'booth-paused' : 'booth-resumed')
      weigh()
    },
    paused: () => paused,
    weigh,
    stop() {
      for (const stop of stops) stop()
    },
  }
}
