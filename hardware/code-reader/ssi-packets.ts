/*
 * Packets of Zebra's Simple Serial Interface (Simple Serial Interface Programmer's Guide, 72E-40451).
 *
 *   length · opcode · source · status · data … · checksum high · checksum low
 *
 * The length counts everything but the checksum: 4 to 255. The checksum is the two's complement of the sum of
 * those bytes, in 16 bits. (Table 6-2 of the SE-923 Integration Guide, page 6-4, has the same.)
 */

export const opcodes = {
  paramSend: 0xc6,
  ack: 0xd0,
  nak: 0xd1,
  flushQueue: 0xd2,
  scanEnable: 0xe9,
  scanDisable: 0xea,
  decodeData: 0xf3,
} as const

const fromDecoder = 0x00
const fromHost = 0x04

/** Status bits. */
const retransmitBit = 0x01
const moreFollowsBit = 0x02

/** Why a packet was not taken; the data byte of a NAK. */
export const nakReasons = { resend: 0x01, badContext: 0x02, denied: 0x06 } as const

/** The shortest packet, without its checksum: a header and nothing else. */
const minLength = 4
const checksumLength = 2

export type SsiPacket = Readonly<{
  opcode: number
  /** The decoder sends it again, for it has seen no answer. */
  retransmitted: boolean
  /** Part of a longer message; the rest comes in further packets. */
  moreFollows: boolean
  data: Uint8Array
}>

export type SsiEvent = Readonly<{ packet: SsiPacket }> | Readonly<{ damaged: true }>

export function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum += byte
  return (0x10000 - (sum & 0xffff)) & 0xffff
}

/** A packet from the host. `again`: it was sent before and not answered. */
export function encodeSsi(opcode: number, data: ArrayLike<number> = [], again = false): Uint8Array {
  const length = minLength + data.length
  const bytes = new Uint8Array(length + checksumLength)
  bytes.set([length, opcode, fromHost, again ? retransmitBit : 0])
  bytes.set(data, minLength)
  new DataView(bytes.buffer).setUint16(length, checksum(bytes.subarray(0, length)))
  return bytes
}

/** Bytes → packets, however they are cut. Holds one packet at most: 257 bytes. */
export class SsiDecoder {
  readonly #kept = new Uint8Array(0xff + checksumLength)
  #length = 0

  get underway(): boolean {
    return this.#length > 0
  }

  push(bytes: Uint8Array): SsiEvent[] {
    const events: SsiEvent[] = []
    for (const byte of bytes) {
      // No packet begins so: a wake-up byte (0x00), or the middle of something lost.
      if (this.#length === 0 && byte < minLength) continue
      this.#kept[this.#length++] = byte
      const length = this.#kept[0] ?? 0
      if (this.#length < length + checksumLength) continue
      events.push(this.#end(length))
    }
    return events
  }

  /** The line has been silent within a packet: its rest is lost. */
  gap(): SsiEvent | undefined {
    if (this.#length === 0) return undefined
    this.clear()
    return { damaged: true }
  }

  clear(): void {
    this.#kept.fill(0)
    this.#length = 0
  }

  #end(length: number): SsiEvent {
    const body = this.#kept.slice(0, length)
    const claimed = new DataView(this.#kept.buffer).getUint16(length)
    this.clear()
    const [, opcode = 0, source, status = 0] = body
    if (claimed !== checksum(body) || source !== fromDecoder) return { damaged: true }
    const packet = {
      opcode,
      retransmitted: (status & retransmitBit) !== 0,
      moreFollows: (status & moreFollowsBit) !== 0,
      data: body.subarray(minLength),
    }
    return { packet }
  }
}
