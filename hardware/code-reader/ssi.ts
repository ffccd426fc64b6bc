import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import type { SerialAddress, SerialSettings } from '../serial-connection.ts'
import { describeAddress, SerialConnection } from '../serial-connection.ts'
import { StatusHolder } from '../status-holder.ts'
import { assembleReader } from './assembled-reader.ts'
import { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'
import { readerFault } from './serial-line.ts'
import { SsiCodes } from './ssi-codes.ts'
import type { SsiEvent } from './ssi-packets.ts'
import { encodeSsi, nakReasons, opcodes, SsiDecoder } from './ssi-packets.ts'

export type SsiReaderOptions = SerialSettings &
  Readonly<{
    id: string
    path: SerialAddress
    model?: string
    clock?: Clock
    /** How long the reader may take to answer a command, in milliseconds. 2,000: its own default for ours (parameter 9Bh). */
    answerWithinMs?: number
  }>

/** Host Character Timeout, default 200 ms (parameter EFh): a longer silence within a packet, and its rest is lost. */
const characterGapMs = 200
/** Silence between two packets of one code after which the rest is not waited for: three times two seconds, as often as the reader repeats itself. */
const packetGapMs = 6_000
/** Both sides send a message again twice (Simple Serial Interface Programmer's Guide, Retries). */
const resends = 2

/*
 * Parameters set at each opening. The change is temporary (status bit 3 is 0): nothing is worn out in the
 * reader's flash, and it is itself again on another host.
 */
const beepNone = 0xff
/** Parameter 236, "Parameter Bar Code Scanning": off, so that nobody can set the reader with a printed code. */
const noConfigurationCodes = [beepNone, 0xec, 0x00]
/** Parameter 238, "Decode Data Packet Format": packeted, so that each code is checked and acknowledged. */
const packetedData = [beepNone, 0xee, 0x01]

type Answer = 'ack' | 'resend' | 'refused'

/** A reader that speaks Zebra's Simple Serial Interface over a serial port. */
export function openSsiReader(options: SsiReaderOptions): CodeReader {
  const {
    id,
    path,
    model = 'SSI code reader',
    clock = systemClock,
    answerWithinMs = 2_000,
    ...settings
  } = options
  const status = new StatusHolder('code-reader', clock)
  const outlet = new CodeOutlet(status, clock)
  const decoder = new SsiDecoder()
  const codes = new SsiCodes()
  let callOffGap: () => void = () => undefined
  let answered: ((answer: Answer) => void) | undefined
  let lastCommand: Promise<unknown> = Promise.resolve()
  let damagedPackets = 0
  let configurationCodesOff = false
  let closed = false

  const connection = new SerialConnection(path, settings, {
    opened: () => void begin(),
    received(bytes) {
      callOffGap()
      outlet.heard()
      for (const event of decoder.push(bytes)) take(event)
      callOffGap = clock.after(decoder.underway ? characterGapMs : packetGapMs, () => {
        const event = decoder.gap()
        if (event === undefined) codes.gap()
        else take(event)
      })
    },
    failed(failure) {
      callOffGap()
      decoder.clear()
      codes.gap()
      status.fail(readerFault(failure))
    },
  })

  const say = (opcode: number, data: readonly number[] = []): void => {
    void connection.write(encodeSsi(opcode, data))
  }

  function take(event: SsiEvent): void {
    if ('damaged' in event) {
      damagedPackets += 1
      codes.damaged()
      say(opcodes.nak, [nakReasons.resend])
      return
    }
    const { packet } = event
    if (packet.opcode === opcodes.ack) answered?.('ack')
    else if (packet.opcode === opcodes.nak)
      answered?.(packet.data[0] === nakReasons.resend ? 'resend' : 'refused')
    else {
      // Acknowledged before it is delivered: the reader must not wait for whoever listens.
      say(opcodes.ack)
      const code = codes.push(packet)
      if (code !== undefined) outlet.deliver(code)
    }
  }

  /** One command at a time, for an answer does not say to which it belongs. */
  function command(opcode: number, data: readonly number[] = []): Promise<Answer | 'silent'> {
    const turn = lastCommand.then(async (): Promise<Answer | 'silent'> => {
      for (let attempt = 0; attempt <= resends; attempt++) {
        if (closed) break
        const answer = await new Promise<Answer | 'silent'>((resolve) => {
          const callOff = clock.after(answerWithinMs, () => resolve('silent'))
          answered = (given) => {
            callOff()
            resolve(given)
          }
          void connection.write(encodeSsi(opcode, data, attempt > 0)).then((written) => {
            if (written.ok) return
            callOff()
            resolve('silent')
          })
        })
        answered = undefined
        if (answer === 'ack' || answer === 'refused') return answer
      }
      return 'silent'
    })
    lastCommand = turn
    return turn
  }

  async function begin(): Promise<void> {
    const packeted = await command(opcodes.paramSend, packetedData)
    if (closed || status.status.fault !== undefined) return
    if (packeted !== 'ack') {
      const detail =
        packeted === 'silent'
          ? `${describeAddress(path)}: no SSI answer`
          : `${describeAddress(path)}: refuses packeted data`
      status.fail({ code: 'code-reader-missing', detail })
      return
    }
    configurationCodesOff = (await command(opcodes.paramSend, noConfigurationCodes)) === 'ack'
    // Until a session scans, the reader neither lights nor beeps.
    await command(opcodes.scanDisable)
    if (!closed && status.status.fault === undefined) status.become('online')
  }

  const reader = assembleReader({
    id,
    capabilities: () => ({ kind: 'code-reader', model, driver: 'ssi', simulated: false }),
    status,
    outlet,
    clearInput: () => codes.clear(),
    facts: () => ({
      port: describeAddress(path),
      baudRate: settings.baudRate,
      damagedPackets,
      configurationCodesOff,
    }),
    async close() {
      closed = true
      callOffGap()
      answered?.('refused')
      await connection.close()
    },
  })
  /** The last word of `enable` and `disable`, for each takes a while. */
  let wanted = false
  return {
    ...reader,
    async enable() {
      if (!status.usable.ok) return status.usable
      wanted = true
      // Codes read before, which nobody has asked for, wait in the reader.
      await command(opcodes.flushQueue)
      if (!wanted) return status.usable
      const usable = await reader.enable()
      if (!usable.ok || (await command(opcodes.scanEnable)) === 'ack') return usable
      outlet.disable()
      if (!closed)
        status.fail({ code: 'code-reader-lost', detail: `${describeAddress(path)}: does not answer` })
      return status.usable
    },
    async disable() {
      wanted = false
      outlet.disable()
      if (status.usable.ok) await command(opcodes.scanDisable)
    },
  }
}
