import {
  faultCatalogue,
  type FaultAction,
  type FaultCode,
  type FaultSeverity,
} from '../../hardware/catalogue.ts'
import type { SectionName } from './contract.ts'

type FindingEntry = Readonly<{ section: SectionName; severity: 'stop' | 'care'; action: FaultAction }>

/**
 * What diagnostics can find beyond the faults of the devices: code → section, severity, action. The
 * sentences stand in locales/staff under `finding.<code>`.
 */
export const ownFindings = {
  'device-not-answering': { section: 'system', severity: 'stop', action: 'reset' },
  'device-still-starting': { section: 'system', severity: 'care', action: 'wait' },
  'camera-not-tested': { section: 'camera', severity: 'care', action: 'maintenance' },
  'light-off': { section: 'camera', severity: 'care', action: 'maintenance' },
  'light-one-sided': { section: 'camera', severity: 'care', action: 'maintenance' },
  'wall-uneven': { section: 'camera', severity: 'care', action: 'clear' },
  'picture-unsharp': { section: 'camera', severity: 'care', action: 'clear' },
  'chart-not-seen': { section: 'camera', severity: 'care', action: 'maintenance' },
  'camera-slow': { section: 'camera', severity: 'care', action: 'maintenance' },
  'photo-check-failed': { section: 'photo-check', severity: 'stop', action: 'reset' },
  'photo-check-disagrees': { section: 'photo-check', severity: 'stop', action: 'replace' },
  'photo-check-slow': { section: 'photo-check', severity: 'care', action: 'maintenance' },
  'not-provisioned': { section: 'intake', severity: 'stop', action: 'configure' },
  'key-unusable': { section: 'intake', severity: 'stop', action: 'configure' },
  'certificate-expired': { section: 'intake', severity: 'stop', action: 'replace' },
  'certificate-expires-soon': { section: 'intake', severity: 'care', action: 'replace' },
  'intake-unreachable': { section: 'intake', severity: 'care', action: 'wait' },
  'intake-refuses': { section: 'intake', severity: 'stop', action: 'configure' },
  'intake-slow': { section: 'intake', severity: 'care', action: 'maintenance' },
  'clock-wrong': { section: 'intake', severity: 'stop', action: 'configure' },
  'clock-off': { section: 'intake', severity: 'care', action: 'configure' },
  'queue-full': { section: 'intake', severity: 'stop', action: 'maintenance' },
  'applications-held': { section: 'intake', severity: 'care', action: 'configure' },
  'applications-quarantined': { section: 'intake', severity: 'care', action: 'maintenance' },
  'outbox-set-aside': { section: 'storage', severity: 'care', action: 'maintenance' },
  'storage-not-writable': { section: 'storage', severity: 'stop', action: 'configure' },
  'storage-damaged': { section: 'storage', severity: 'stop', action: 'replace' },
  'storage-slow': { section: 'storage', severity: 'care', action: 'replace' },
  'disk-full': { section: 'storage', severity: 'stop', action: 'clear' },
  'disk-filling': { section: 'storage', severity: 'care', action: 'clear' },
  'temperature-high': { section: 'system', severity: 'care', action: 'maintenance' },
  'memory-high': { section: 'system', severity: 'care', action: 'reset' },
  'loop-late': { section: 'system', severity: 'care', action: 'reset' },
  'no-staff-pin': { section: 'system', severity: 'care', action: 'configure' },
  'touch-incomplete': { section: 'screen', severity: 'stop', action: 'replace' },
  'pixels-dead': { section: 'screen', severity: 'care', action: 'replace' },
  'sound-not-heard': { section: 'screen', severity: 'care', action: 'maintenance' },
} as const satisfies Record<string, FindingEntry>

export type OwnFindingCode = keyof typeof ownFindings
export type FindingCode = OwnFindingCode | FaultCode

const severities: Readonly<Record<FaultSeverity, 'stop' | 'care'>> = {
  'out-of-service': 'stop',
  degraded: 'care',
  notice: 'care',
}

const isFaultCode = (code: FindingCode): code is FaultCode => Object.hasOwn(faultCatalogue, code)

/** Where a finding belongs, how grave it is and what to do about it. */
export const findingEntry = (code: FindingCode): FindingEntry => {
  if (!isFaultCode(code)) return ownFindings[code]
  const { kind, severity, action } = faultCatalogue[code]
  return { section: kind, severity: severities[severity], action }
}

/** A code that came from outside, as from an older booth's records. */
export const isFindingCode = (code: string): code is FindingCode =>
  Object.hasOwn(ownFindings, code) || Object.hasOwn(faultCatalogue, code)
