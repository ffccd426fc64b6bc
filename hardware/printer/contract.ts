import type { Device, DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'

/** Prints the slip. States (out of paper, jam) are known before a session starts, through `status()`. */
export interface Printer extends Device {
  /**
   * Resolves when the spooler reports the job done; a job that fails is cancelled, lest somebody else gets it.
   * May be tried in a `user-error` state: some spoolers learn of new paper by printing only. `pdf` is a whole
   * document and is not kept.
   */
  print(pdf: Uint8Array, signal: AbortSignal): Promise<Result<void, DeviceFault>>
}
