import type { Device, Unsubscribe } from '../device.ts'

/** A seat or door sensor: is somebody there? `undefined` while it does not know. */
export interface PresenceSensor extends Device {
  occupied(): boolean | undefined
  onChange(listener: (occupied: boolean) => void): Unsubscribe
}
