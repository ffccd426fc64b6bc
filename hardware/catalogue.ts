/** States after XFS4IoT (kiosk device standard), reduced to those a booth tells apart. */
export type DeviceState =
  'starting' | 'online' | 'busy' | 'no-device' | 'offline' | 'hardware-error' | 'user-error'

/** What kind of part a device is; the fault matrix and the diagnostics are ordered by it. */
export type DeviceKind = 'code-reader' | 'camera' | 'printer' | 'payment' | 'lamp' | 'sensor'

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
  /**
   * A permanent fault, once it has shown itself twice, is not retried before somebody has acted and asked for a
   * reset; a temporary one is, with back-off.
   */
  permanent: boolean
  /**
   * The state a device with this fault is in. `no-device`, `offline` and `hardware-error` end the
   * connection: only opening the device again helps. `user-error` and `online` mend in place.
   */
  state: Exclude<DeviceState, 'starting' | 'busy'>
}>

/**
 * Every fault a device can report. The sentences for applicant, operator and technician stand in
 * locales/ under `fault.<code>.applicant | operator | technician`. docs/faults.md is made from this table.
 */
export const faultCatalogue = {
  'code-reader-missing': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'code-reader-lost': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'wait',
    permanent: false,
    state: 'offline',
  },
  'code-reader-silent': {
    kind: 'code-reader',
    severity: 'notice',
    action: 'reset',
    permanent: false,
    state: 'online',
  },
  // Not out of service: three codes in a foreign encoding look the same, and an applicant must not be
  // able to close a booth with a sheet of paper.
  'code-reader-garbled': {
    kind: 'code-reader',
    severity: 'degraded',
    action: 'configure',
    permanent: false,
    state: 'online',
  },
  'code-reader-no-permission': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'configure',
    permanent: true,
    state: 'offline',
  },
  'code-reader-held': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'reset',
    permanent: false,
    state: 'offline',
  },
  'code-reader-keeps-failing': {
    kind: 'code-reader',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
  'camera-missing': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'camera-lost': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'wait',
    permanent: false,
    state: 'offline',
  },
  'camera-frozen': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'reset',
    permanent: false,
    state: 'hardware-error',
  },
  'camera-denied': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'configure',
    permanent: true,
    state: 'offline',
  },
  'camera-held': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'reset',
    permanent: false,
    state: 'offline',
  },
  'camera-capture-failed': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'reset',
    permanent: false,
    state: 'hardware-error',
  },
  'camera-too-small': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'replace',
    permanent: true,
    state: 'hardware-error',
  },
  'camera-keeps-failing': {
    kind: 'camera',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
  'printer-missing': {
    kind: 'printer',
    severity: 'degraded',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'printer-out-of-paper': {
    kind: 'printer',
    severity: 'degraded',
    action: 'refill',
    permanent: false,
    state: 'user-error',
  },
  'printer-jam': {
    kind: 'printer',
    severity: 'degraded',
    action: 'clear',
    permanent: false,
    state: 'user-error',
  },
  'printer-cover-open': {
    kind: 'printer',
    severity: 'degraded',
    action: 'clear',
    permanent: false,
    state: 'user-error',
  },
  // The queue is paused, the spooler refuses jobs or a job failed: seen by asking the queue, so it mends in place.
  'printer-stopped': {
    kind: 'printer',
    severity: 'degraded',
    action: 'reset',
    permanent: false,
    state: 'user-error',
  },
  'printer-keeps-failing': {
    kind: 'printer',
    severity: 'degraded',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
  'payment-missing': {
    kind: 'payment',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'payment-jam': {
    kind: 'payment',
    severity: 'out-of-service',
    action: 'clear',
    permanent: false,
    state: 'user-error',
  },
  'payment-no-change': {
    kind: 'payment',
    severity: 'notice',
    action: 'refill',
    permanent: false,
    state: 'online',
  },
  'payment-keeps-failing': {
    kind: 'payment',
    severity: 'out-of-service',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
  'lamp-missing': {
    kind: 'lamp',
    severity: 'notice',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'lamp-failed': {
    kind: 'lamp',
    severity: 'degraded',
    action: 'replace',
    permanent: true,
    state: 'hardware-error',
  },
  'lamp-keeps-failing': {
    kind: 'lamp',
    severity: 'notice',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
  'sensor-missing': {
    kind: 'sensor',
    severity: 'notice',
    action: 'maintenance',
    permanent: false,
    state: 'no-device',
  },
  'sensor-keeps-failing': {
    kind: 'sensor',
    severity: 'notice',
    action: 'maintenance',
    permanent: false,
    state: 'offline',
  },
} as const satisfies Record<string, FaultEntry>

export type FaultCode = keyof typeof faultCatalogue

/** A fault that ends the connection to the device: it has to be opened again. */
export function endsConnection(code: FaultCode): boolean {
  const { state } = faultCatalogue[code]
  return state !== 'online' && state !== 'user-error'
}
