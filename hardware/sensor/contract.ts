import type { Device, Unsubscribe } from '../device.ts'

/** A seat or door sensor: is somebody there? `undefined` while it does not know. */
export interface PresenceSensor extends Device {
  occupied(): boolean | undefined
  onChange(listener: (occupied: boolean) => void): Unsubscribe
}

/*
 * Line protocol of a serial sensor (hardware/sensor/serial.ts), version 1
 * -----------------------------------------------------------------------
 * 9,600 baud 8N1 (USB CDC: any). Lines of ASCII, each ended by LF (0x0A); a CR before it is ignored. The sensor
 * speaks by itself, at each change and at least every 2 s:
 *
 *   OCCUPIED 1        somebody is there
 *   OCCUPIED 0        nobody is there
 *
 * It answers `ID` within 500 ms with `ID sensor 1 <model>`; the 1 is the version of this protocol. Anything else
 * is ignored. A sensor that has been silent for 6 s (three times 2 s) is missing.
 */
