import type { DeviceKind, FaultCode } from '../../hardware/catalogue.ts'
import type { ScanResult } from '../form/scan.ts'
import type { Intent } from '../service/contract.ts'
import type { CheckedStill, Closure } from './context.ts'

/** What devices and the service tell the session. */
export type ServiceEvent =
  | { type: 'booth.open' }
  | ({ type: 'booth.closed' } & Closure)
  | { type: 'device.fault'; kind: DeviceKind; fault: FaultCode }
  | { type: 'device.well'; kind: DeviceKind }
  | { type: 'camera.ready'; ready: boolean }
  | { type: 'code.scanned'; result: ScanResult }
  | { type: 'money.inserted'; total: number }
  | { type: 'shot.wanted'; captureId: string; shot: number }
  | { type: 'shot.taken' }
  | { type: 'burst.checked'; stills: CheckedStill[] }
  | { type: 'burst.failed'; fault: FaultCode | 'photo-check-failed' }
  /** The person did something: the "still there?" clock begins anew. */
  | { type: 'presence' }
  /** Another page, a crash, staff: everything of the session is gone at once. */
  | { type: 'purge' }

export type SessionEvent = Intent | ServiceEvent
