import type { DeviceKind } from './device.ts'

export type FaultSeverity =
  /** The booth cannot serve applicants. */
  | 'out-of-service'
  /** The booth serves on with less (no slip printer: the slip is shown as a QR code). */
  | 'degraded'
  /** Worth a look at the next visit. */
  | 'notice'

/** What to do about a fault; classes after XFS4IoT. */
export type FaultAction = 'wait' | 'reset' | 'clear' | 'refill' | 'maintenance' | 'replace' | 'configure'

export type FaultEntry = Readonly<{
  kind: DeviceKind
  severity: FaultSeverity
  action: FaultAction
  /** A permanent fault is not retried before somebody has acted; a temporary one is, with back-off. */
  permanent: boolean
}>

/**
 * Every fault a device can report. The sentences for applicant, operator and technician stand in
 * locales/ under `fault.<code>.applicant | operator | technician`.
 */
export const faultCatalogue = {
  'code-reader-missing': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
  },
  'code-reader-lost': { kind: 'code-reader', severity: 'out-of-service', action: 'wait', permanent: false },
  'code-reader-silent': { kind: 'code-reader', severity: 'notice', action: 'reset', permanent: false },
  'code-reader-garbled': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'configure',
    permanent: false,
  },
  'code-reader-no-permission': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'configure',
    permanent: true,
  },
  'code-reader-held': { kind: 'code-reader', severity: 'out-of-service', action: 'reset', permanent: false },
  'camera-missing': { kind: 'camera', severity: 'out-of-service', action: 'maintenance', permanent: false },
  'camera-lost': { kind: 'camera', severity: 'out-of-service', action: 'wait', permanent: false },
  'camera-frozen': { kind: 'camera', severity: 'out-of-service', action: 'reset', permanent: false },
  'camera-denied': { kind: 'camera', severity: 'out-of-service', action: 'configure', permanent: true },
  'camera-held': { kind: 'camera', severity: 'out-of-service', action: 'reset', permanent: false },
  'camera-capture-failed': { kind: 'camera', severity: 'out-of-service', action: 'reset', permanent: false },
  'camera-too-small': { kind: 'camera', severity: 'out-of-service', action: 'replace', permanent: true },
  'printer-missing': { kind: 'printer', severity: 'degraded', action: 'maintenance', permanent: false },
  'printer-out-of-paper': { kind: 'printer', severity: 'degraded', action: 'refill', permanent: false },
  'printer-jam': { kind: 'printer', severity: 'degraded', action: 'clear', permanent: false },
  'printer-cover-open': { kind: 'printer', severity: 'degraded', action: 'clear', permanent: false },
  'printer-stopped': { kind: 'printer', severity: 'degraded', action: 'reset', permanent: false },
  'payment-missing': { kind: 'payment', severity: 'out-of-service', action: 'maintenance', permanent: false },
  'payment-jam': { kind: 'payment', severity: 'out-of-service', action: 'clear', permanent: false },
  'payment-no-change': { kind: 'payment', severity: 'notice', action: 'refill', permanent: false },
  'lamp-missing': { kind: 'lamp', severity: 'notice', action: 'maintenance', permanent: false },
  'lamp-failed': { kind: 'lamp', severity: 'degraded', action: 'replace', permanent: true },
  'sensor-missing': { kind: 'sensor', severity: 'notice', action: 'maintenance', permanent: false },
} as const satisfies Record<string, FaultEntry>

export type FaultCode = keyof typeof faultCatalogue
