import type { Device, DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'

/** The photo light. */
export interface Lamp extends Device {
  /** Brightness from 0 (off) to 1. */
  set(brightness: number): Promise<Result<void, DeviceFault>>
}
