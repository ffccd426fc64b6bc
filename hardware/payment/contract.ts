import type { Device, DeviceFault, Unsubscribe } from '../device.ts'
import type { Result } from '../result.ts'

/** Amounts are whole yen. */
export interface Payment extends Device {
  /** Starts to take money, up to `price`. */
  accept(price: number): Promise<Result<void, DeviceFault>>
  /** Stops to take money; what was inserted stays until `settle` or `giveBack`. */
  stopAccepting(): Promise<void>
  inserted(): number
  onInserted(listener: (total: number) => void): Unsubscribe
  /** The money is ours from here. */
  settle(): Promise<Result<void, DeviceFault>>
  /** Returns everything inserted, or, after `settle`, the price. */
  giveBack(): Promise<Result<void, DeviceFault>>
}
