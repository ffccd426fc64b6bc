import type { Device, DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'

/** The photo light. */
export interface Lamp extends Device {
  /** Brightness from 0 (off) to 1. */
  set(brightness: number): Promise<Result<void, DeviceFault>>
}

/*
 * Line protocol of a serial lamp (hardware/lamp/serial.ts), version 1
 * -------------------------------------------------------------------
 * 9,600 baud 8N1 (USB CDC: any). Lines of ASCII, each ended by LF (0x0A); a CR before it is ignored. The booth
 * asks, the lamp answers each line within 500 ms with one line:
 *
 *   booth         lamp
 *   ID            ID lamp 1 <model>     the 1 is the version of this protocol
 *   SET <percent> OK <percent>          brightness, 0 to 100 in whole per cent; 0 is off
 *   GET           OK <percent>          what it shines with now
 *   (any)         ERR <word>            `driver`: the light does not follow (burnt out, too hot)
 *                                       `range`: not a per cent; `command`: not understood
 *
 * The lamp may say `ERR driver` unasked. It switches itself off when it has heard nothing for 15 s; the booth
 * says GET every 5 s.
 */
