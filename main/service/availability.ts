import { faultCatalogue, type FaultCode } from '../../hardware/catalogue.ts'
import type { Device } from '../../hardware/device.ts'
import type { Journal } from '../journal/journal.ts'
import type { Closure } from '../session/context.ts'
import type { SubmissionHealth } from '../submission/contract.ts'

/** Everything that decides whether the booth can begin with a new applicant. */
export type Readiness = Readonly<{
  paused: boolean
  /** Devices without which no applicant can be served. */
  needed: readonly Device[]
  submission: SubmissionHealth
}>

export const blockingFault = (device: Device): FaultCode | undefined => {
  const { fault } = device.status()
  return fault && faultCatalogue[fault.code].severity === 'out-of-service' ? fault.code : undefined
}

/**
 * Why the booth is closed, or null. What the operator decided comes first, then what only a person can
 * mend, then what may pass by itself.
 */
export function closureOf({ paused, needed, submission }: Readiness): Closure | null {
  if (paused) return { reason: 'paused' }
  if (!submission.ready) {
    switch (submission.because) {
      case 'not-provisioned':
        return { reason: 'not-configured' }
      case 'queue-full':
      case 'disk-full':
      case 'clock-wrong':
        return { reason: submission.because }
      case 'storage-failed':
      case undefined:
        return { reason: 'fault' }
    }
  }
  for (const device of needed) {
    const fault = blockingFault(device)
    if (fault !== undefined) return { reason: 'device-fault', fault }
  }
  // A camera of the page begins only when the page needs it: it may be "starting" for hours.
  const starting = needed.some(
    (device) => device.status().state === 'starting' && device.capabilities().driver !== 'uvc',
  )
  return starting ? { reason: 'starting' } : null
}

/** Writes each change of a device down, with the catalogue's words. */
export function recordDevice(journal: Journal, device: Device): () => void {
  let before: FaultCode | undefined
  return device.onStatus(({ state, fault }) => {
    const { kind } = device.capabilities()
    journal.record('device-status', { device: device.id, kind, state })
    if (fault !== undefined && fault.code !== before) {
      const { severity, action } = faultCatalogue[fault.code]
      journal.record('device-fault', { device: device.id, fault: fault.code, severity, action })
    }
    if (fault === undefined && before !== undefined)
      journal.record('device-recovered', { device: device.id, fault: before })
    before = fault?.code
  })
}
