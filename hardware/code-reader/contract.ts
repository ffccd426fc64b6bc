import type { Device, DeviceFault, Unsubscribe } from '../device.ts'
import type { Result } from '../result.ts'

/**
 * One whole code as the reader sent it: raw text, decoded as UTF-8 (a malformed byte becomes U+FFFD),
 * terminator removed, at most `maxCodeLength` characters. It can hold anything, a My Number included:
 * whoever receives it classifies it at once and keeps nothing else.
 */
export type ScannedCode = Readonly<{
  text: string
  receivedAt: Date
  /** AIM symbology identifier (']Q1' …) where the protocol carries it apart from the text. */
  symbology?: string
}>

/** 512 characters: a QR code of a form is at most a URL; longer input is noise or an attack and is cut off. */
export const maxCodeLength = 512

/**
 * After UnifiedPOS Scanner: disabled unless the session is scanning, one scan is delivered once, to one
 * consumer. The reader stays openable, closable and observable while disabled.
 */
export interface CodeReader extends Device {
  /** Discards whatever arrived before, then delivers codes. */
  enable(): Promise<Result<void, DeviceFault>>
  /** No code is delivered after this has been called. */
  disable(): Promise<void>
  /** Drops a half-received code. */
  clearInput(): void
  /** At most one listener: a second one throws, for that is a bug. */
  onCode(listener: (code: ScannedCode) => void): Unsubscribe
}
