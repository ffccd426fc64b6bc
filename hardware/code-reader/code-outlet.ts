import type { Clock } from '../clock.ts'
import type { HealthReport, Unsubscribe } from '../device.ts'
import type { StatusHolder } from '../status-holder.ts'
import type { ScannedCode } from './contract.ts'

/** So many scan steps in a row without a single byte, and somebody should look at the reader. */
const silentAfterSteps = 5
/** A scan step shorter than this says nothing about the reader: the applicant just turned back. */
const tellingStepMs = 20_000
/** So many codes in a row that are mostly no text, and the line settings are suspected. */
const garbledAfterCodes = 3

/**
 * Where the codes of one reader come out: enabled or not, to one listener. Watches for what only shows
 * over time: a reader that never reads, one whose codes are no text.
 */
export class CodeOutlet {
  #listener: ((code: ScannedCode) => void) | undefined
  #enabledAt: number | undefined
  #closed = false
  #heardThisStep = false
  #silentSteps = 0
  #garbledCodes = 0
  #lastRead: Readonly<{ at: Date; length: number }> | undefined
  readonly #status: StatusHolder
  readonly #clock: Clock

  constructor(status: StatusHolder, clock: Clock) {
    this.#status = status
    this.#clock = clock
  }

  get enabled(): boolean {
    return this.#enabledAt !== undefined
  }

  /** When the last whole code came and how long it was: never what it said. */
  get facts(): HealthReport['facts'] {
    if (this.#lastRead === undefined) return {}
    const { at, length } = this.#lastRead
    return { lastReadAt: at.toISOString(), lastReadLength: length }
  }

  onCode(listener: (code: ScannedCode) => void): Unsubscribe {
    if (this.#listener !== undefined)
      throw new Error('A code reader has one listener; this one has it already.')
    this.#listener = listener
    return () => {
      if (this.#listener === listener) this.#listener = undefined
    }
  }

  enable(): void {
    if (this.enabled) return
    this.#enabledAt = this.#clock.now().getTime()
    this.#heardThisStep = false
  }

  disable(): void {
    if (this.#enabledAt === undefined) return
    const stepMs = this.#clock.now().getTime() - this.#enabledAt
    this.#enabledAt = undefined
    if (this.#heardThisStep) this.#silentSteps = 0
    else if (stepMs >= tellingStepMs) this.#silentSteps += 1
    this.#tell()
  }

  /** The reader has sent something, whole or not, wanted or not. */
  heard(): void {
    this.#heardThisStep = true
    if (this.#silentSteps === 0) return
    this.#silentSteps = 0
    this.#tell()
  }

  /** A whole code. Kept nowhere: it goes to the listener now, or it is gone. */
  deliver(text: string, symbology?: string): void {
    if (this.#closed) return
    this.heard()
    this.#lastRead = { at: this.#clock.now(), length: text.length }
    this.#garbledCodes = isMostlyNoText(text) ? this.#garbledCodes + 1 : 0
    this.#tell()
    if (!this.enabled) return
    this.#listener?.({
      text,
      receivedAt: this.#clock.now(),
      ...(symbology === undefined ? {} : { symbology }),
    })
  }

  close(): void {
    this.#closed = true
    this.#enabledAt = undefined
    this.#listener = undefined
  }

  #tell(): void {
    const { state, fault } = this.#status.status
    if (state !== 'online') return
    if (this.#garbledCodes >= garbledAfterCodes) this.#status.fail({ code: 'code-reader-garbled' })
    else if (this.#silentSteps >= silentAfterSteps) this.#status.fail({ code: 'code-reader-silent' })
    else if (fault !== undefined) this.#status.become('online')
  }
}

function isMostlyNoText(text: string): boolean {
  let bad = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    if (point === 0xfffd || point < 0x20 || point === 0x7f) bad += 1
  }
  return bad * 2 > text.length
}
