import type { DeviceKind, DeviceState, FaultCode } from './catalogue.ts'
import type { Result } from './result.ts'

/**
 * A named fault. `detail` is for the technician (a port, an exit code): never scanned text,
 * never anything of an applicant.
 */
export type DeviceFault = Readonly<{ code: FaultCode; detail?: string }>

export type DeviceStatus = Readonly<{ state: DeviceState; since: Date; fault?: DeviceFault }>

/** What a device can do: fixed while it is open. */
export type Capabilities = Readonly<{
  kind: DeviceKind
  /** Make and model as far as the device or its preset tells. */
  model: string
  /** How it is driven: 'serial-line', 'uvc', 'simulator' … */
  driver: string
  simulated: boolean
}>

/** Health levels after UnifiedPOS: internal (no outside effect), external (the device acts), interactive (a person helps). */
export type HealthLevel = 'internal' | 'external' | 'interactive'

export type HealthReport = Readonly<{
  level: HealthLevel
  /** Short measured facts for the technician, by stable English key. */
  facts: Readonly<Record<string, string | number | boolean>>
}>

export type Unsubscribe = () => void

export interface Device {
  readonly id: string
  capabilities(): Capabilities
  status(): DeviceStatus
  /** Called at each change of status, never synchronously from within the call itself. */
  onStatus(listener: (status: DeviceStatus) => void): Unsubscribe
  checkHealth(level: HealthLevel, signal: AbortSignal): Promise<Result<HealthReport, DeviceFault>>
  reset(): Promise<Result<void, DeviceFault>>
  /** Idempotent. No listener is called after it has resolved. */
  close(): Promise<void>
}
