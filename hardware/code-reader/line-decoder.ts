import { maxCodeLength } from './contract.ts'

/** One UTF-8 character takes at most 4 bytes, so this many bytes hold every code of `maxCodeLength` characters. */
const maxCodeBytes = maxCodeLength * 4

const carriageReturn = 0x0d
const lineFeed = 0x0a

/**
 * Bytes of a reader that ends each code with CR, LF or CRLF (or, with `gap`, with silence) → codes.
 * A terminator alone carries no code: some makes send CR CR, or LF first. Holds at most `maxCodeBytes`;
 * what is longer is cut off, and the rest of it is skipped.
 */
export class LineDecoder {
  readonly #kept = new Uint8Array(maxCodeBytes)
  #length = 0
  #begun = false
  #skipping = false

  /** A code has begun and not ended. */
  get underway(): boolean {
    return this.#begun
  }

  push(bytes: Uint8Array): string[] {
    const codes: string[] = []
    for (const byte of bytes) {
      if (byte === carriageReturn || byte === lineFeed) {
        const code = this.#end()
        if (code !== undefined) codes.push(code)
      } else {
        this.#begun = true
        // Beyond the cap nothing is kept, but the end is still waited for.
        if (this.#length < maxCodeBytes) this.#kept[this.#length++] = byte
      }
    }
    return codes
  }

  /** The line has been silent: what stands there is a whole code of a reader that sends no terminator. */
  gap(): string | undefined {
    return this.#end()
  }

  /** Drops a half-received code, and with it the half that is still to come. */
  clear(): void {
    this.#length = 0
    this.#kept.fill(0)
    this.#skipping = this.#begun
  }

  #end(): string | undefined {
    const wanted = this.#begun && !this.#skipping
    const code = wanted ? decodeText(this.#kept.subarray(0, this.#length)) : undefined
    // The code may be somebody's My Number: it does not stay here.
    this.#kept.fill(0, 0, this.#length)
    this.#length = 0
    this.#begun = false
    this.#skipping = false
    return code
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Raw bytes of a code → text: a malformed byte becomes U+FFFD, at most `maxCodeLength` characters. */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes.subarray(0, maxCodeBytes)).slice(0, maxCodeLength).toWellFormed()
}
