import { encodeSsi } from '../../../hardware/code-reader/ssi-packets.ts'
import type { PseudoTerminal } from '../../../hardware/pseudo-terminal.ts'

const decodeData = 0xf3
const ack = 0xd0
const nak = 0xd1
/** Type of bar code: QR code (Simple Serial Interface Programmer's Guide, table of code types). */
const qrCode = 0x1c

/** The other end of SSI: a reader that acknowledges, keeps what it has not been acknowledged, and sends it again. */
export class StandInSsiScanner {
  readonly #terminal: PseudoTerminal
  #input: number[] = []
  readonly #waiting: { packet: Uint8Array; sent: number }[] = []
  /** Opcodes of the host's commands, in order. */
  readonly commands: number[] = []
  /** Parameters set by PARAM_SEND: number → value. */
  readonly parameters = new Map<number, number>()
  /** So many commands are answered with NAK RESEND before the next ACK. */
  nakNext = 0
  /** The reader has hung: it answers nothing. */
  mute = false

  constructor(terminal: PseudoTerminal) {
    this.#terminal = terminal
    terminal.onReceived((bytes) => this.#receive(bytes))
  }

  /** Somebody shows a code. Long ones go out in several packets. */
  scan(text: string): void {
    const bytes = Buffer.from(text)
    const room = 0xff - 5
    for (let at = 0; at === 0 || at < bytes.length; at += room) {
      const more = at + room < bytes.length
      this.#waiting.push({ packet: fromDecoder([qrCode, ...bytes.subarray(at, at + room)], more), sent: 0 })
    }
    this.#sendNext()
  }

  /** Unplugged: it forgets. */
  losePower(): void {
    this.#input = []
    this.#waiting.length = 0
    this.commands.length = 0
  }

  /** What was not acknowledged is sent again, as the reader does after its time-out. */
  repeat(): void {
    this.#sendNext()
  }

  #sendNext(): void {
    const next = this.#waiting[0]
    if (next === undefined) return
    const packet = Uint8Array.from(next.packet)
    if (next.sent > 0) packet.set(fromDecoder([...packet.subarray(4, -2)], (packet[3] ?? 0) === 2, true))
    next.sent += 1
    this.#terminal.send(packet)
  }

  #receive(bytes: Uint8Array): void {
    this.#input.push(...bytes)
    for (;;) {
      const length = this.#input[0]
      if (length === undefined || this.#input.length < length + 2) return
      const packet = this.#input.splice(0, length + 2)
      this.#answer(packet[1] ?? 0, packet.slice(4, length))
    }
  }

  #answer(opcode: number, data: number[]): void {
    if (opcode === ack) {
      this.#waiting.shift()
      return this.#sendNext()
    }
    if (opcode === nak) return this.#sendNext()
    this.commands.push(opcode)
    if (this.mute) return
    if (this.nakNext > 0) {
      this.nakNext -= 1
      return this.#terminal.send(asDecoder(encodeSsi(nak, [0x01])))
    }
    // PARAM_SEND: a beep code, then number and value.
    if (opcode === 0xc6) this.parameters.set(data[1] ?? 0, data[2] ?? 0)
    this.#terminal.send(asDecoder(encodeSsi(ack)))
  }
}

/** A packet with the decoder as its source: its checksum is greater by 4. */
function asDecoder(packet: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(packet)
  bytes[2] = 0
  const view = new DataView(bytes.buffer)
  view.setUint16(bytes.length - 2, (view.getUint16(bytes.length - 2) + 4) & 0xffff)
  return bytes
}

function fromDecoder(data: number[], more: boolean, again = false): Uint8Array {
  const bytes = asDecoder(encodeSsi(decodeData, data))
  const status = (more ? 2 : 0) + (again ? 1 : 0)
  bytes[3] = status
  const view = new DataView(bytes.buffer)
  view.setUint16(bytes.length - 2, (view.getUint16(bytes.length - 2) - status) & 0xffff)
  return bytes
}
