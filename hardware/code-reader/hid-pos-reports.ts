import { maxCodeLength } from './contract.ts'
import { decodeText } from './line-decoder.ts'

/** Where things stand in the 64 bytes of an input report; makes differ. */
export type HidPosLayout = Readonly<{
  reportId: number
  /** Offset of the length byte: how many data bytes this report carries. */
  lengthAt: number
  /** Offset of the three characters of the AIM identifier, where the make sends one. */
  aimAt?: number
  dataAt: number
  maxData: number
  /** Offset of the byte whose lowest bit says that more follows, where the make has one. */
  moreAt?: number
}>

/**
 * The usual layout (Honeywell, Access-IS and others): report 2, length, AIM identifier, 56 bytes of data, two
 * bytes of the maker's own, "data continued". Source: Access-IS LSR118 Product Manual, appendix B, pages 68–69;
 * its field names are those of the HID Point of Sale Usage Tables 1.02, page 0x8C.
 */
export const aimLayout: HidPosLayout = {
  reportId: 2,
  lengthAt: 1,
  aimAt: 2,
  dataAt: 5,
  maxData: 56,
  moreAt: 63,
}

/** Newland (FM430 and others): no AIM identifier, data from the third byte on, one report a code. */
export const newlandLayout: HidPosLayout = { reportId: 2, lengthAt: 1, dataAt: 2, maxData: 56 }

export type HidPosCode = Readonly<{ text: string; symbology?: string }>

/** More than the longest code in UTF-8: the rest of it is dropped as it comes. */
const maxCodeBytes = maxCodeLength * 4

/** Input reports → codes; any number of reports makes one code. */
export class HidPosDecoder {
  readonly #layout: HidPosLayout
  readonly #kept = new Uint8Array(maxCodeBytes)
  #length = 0
  #begun = false
  #skipping = false

  constructor(layout: HidPosLayout) {
    this.#layout = layout
  }

  /** A code has begun and more of it follows. */
  get underway(): boolean {
    return this.#begun
  }

  push(report: Uint8Array): HidPosCode | undefined {
    const { reportId, lengthAt, aimAt, dataAt, maxData, moreAt } = this.#layout
    if (report[0] !== reportId) return undefined
    const claimed = report[lengthAt] ?? 0
    // A report shorter than it says, or one that says too much, is no report of this layout.
    if (claimed > maxData || report.length < dataAt + claimed) return undefined

    const data = report.subarray(dataAt, dataAt + Math.min(claimed, maxCodeBytes - this.#length))
    this.#kept.set(data, this.#length)
    this.#length += data.length
    if (moreAt !== undefined && ((report[moreAt] ?? 0) & 1) === 1) {
      this.#begun = true
      return undefined
    }

    const wanted = !this.#skipping && this.#length > 0
    const text = wanted ? decodeText(this.#kept.subarray(0, this.#length)) : undefined
    this.gap()
    if (text === undefined) return undefined
    const symbology = aimAt === undefined ? undefined : aimIdentifier(report.subarray(aimAt, aimAt + 3))
    return symbology === undefined ? { text } : { text, symbology }
  }

  /** Drops a half-received code, and with it the reports that are still to come. */
  clear(): void {
    this.#forget()
    this.#skipping = this.#begun
  }

  /** The report that was announced has not come: what was there is not a code. */
  gap(): void {
    this.#forget()
    this.#begun = false
    this.#skipping = false
  }

  #forget(): void {
    this.#kept.fill(0, 0, this.#length)
    this.#length = 0
  }
}

/** `]`, a letter, a modifier (ISO/IEC 15424); anything else is none. */
function aimIdentifier(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes)
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : undefined
}
