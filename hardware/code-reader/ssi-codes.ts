import { maxCodeLength } from './contract.ts'
import { decodeText } from './line-decoder.ts'
import type { SsiPacket } from './ssi-packets.ts'
import { checksum, opcodes } from './ssi-packets.ts'

/** More than the longest code in UTF-8: the rest is dropped, its packets are still answered. */
const maxCodeBytes = maxCodeLength * 4

/** Joins the DECODE_DATA packets of one code; the first data byte of each is the type of bar code. */
export class SsiCodes {
  #parts: Uint8Array[] = []
  #length = 0
  #last: string | undefined
  #skipping = false

  /** A packet that came whole → the code it ends, if it ends one. */
  push(packet: SsiPacket): string | undefined {
    if (packet.opcode !== opcodes.decodeData) return undefined
    // Our answer to it was lost: it is here already.
    const mark = `${packet.data.length} ${checksum(packet.data)} ${packet.moreFollows}`
    if (packet.retransmitted && mark === this.#last) return undefined
    this.#last = mark

    const part = packet.data.slice(1, 1 + Math.max(0, maxCodeBytes - this.#length))
    this.#parts.push(part)
    this.#length += part.length
    if (packet.moreFollows) return undefined

    const wanted = !this.#skipping && this.#length > 0
    const code = wanted ? decodeText(Buffer.concat(this.#parts)) : undefined
    this.#drop()
    this.#skipping = false
    return code
  }

  /** A packet came damaged: what comes next with the retransmit bit is not a repetition of the one before. */
  damaged(): void {
    this.#last = undefined
  }

  /** Drops a half-received code, and with it the half that is still to come. */
  clear(): void {
    this.#skipping = this.#parts.length > 0
    this.#drop()
  }

  /** The rest of a code has not come and will not. */
  gap(): void {
    this.#drop()
    this.#skipping = false
  }

  #drop(): void {
    for (const part of this.#parts) part.fill(0)
    this.#parts = []
    this.#length = 0
  }
}
