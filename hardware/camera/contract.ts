import type { Device, DeviceFault, Unsubscribe } from '../device.ts'
import type { Result } from '../result.ts'

/** One preview frame, JPEG. `presentedAt` is when the picture was taken or, failing that, received. */
export type PreviewFrame = Readonly<{ jpeg: Uint8Array; presentedAt: Date }>

/**
 * One camera picture as the camera gave it: the bytes of a file, any format the photo check reads. They are the
 * taker's own, who overwrites them when the session is over.
 */
export type Still = Readonly<{ bytes: Uint8Array; takenAt: Date; captureId?: string }>

export type Preview =
  /** The page holds the camera and shows it by itself (UVC through getUserMedia); it is open while needed. */
  | Readonly<{ held: 'page'; constraints: PageCameraConstraints; open: boolean }>
  /** The service holds the camera; frames go out as MJPEG. */
  | Readonly<{ held: 'service'; onFrame(listener: (frame: PreviewFrame) => void): Unsubscribe }>

export type PageCameraConstraints = Readonly<{
  /** Substring of the label or the exact device id; empty takes the first camera. */
  device: string
  width: number
  height: number
  frameRate: number
}>

export type CaptureOptions = Readonly<{
  /** A picture presented before this instant is not taken. */
  notBefore: Date
  signal: AbortSignal
}>

export interface Camera extends Device {
  preview(): Preview
  capture(options: CaptureOptions): Promise<Result<Still, DeviceFault>>
}
