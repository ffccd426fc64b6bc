import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import type { SerialAddress, SerialFailure, SerialSettings } from '../serial-connection.ts'
import { describeAddress, SerialConnection } from '../serial-connection.ts'
import { StatusHolder } from '../status-holder.ts'
import { assembleReader } from './assembled-reader.ts'
import { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'
import { LineDecoder } from './line-decoder.ts'

export type SerialLineReaderOptions = SerialSettings &
  Readonly<{
    id: string
    path: SerialAddress
    model?: string
    /**
     * Silence after which an unterminated code counts as whole, in milliseconds. At 9,600 baud a character
     * takes about 1 ms and USB adapters hand over every 16 ms: 100 ms is far beyond both and not yet felt.
     */
    gapMs?: number
    clock?: Clock
  }>

/** A reader that sends its codes as lines of text over a serial port (RS-232, or USB CDC-ACM). */
export function openSerialLineReader(options: SerialLineReaderOptions): CodeReader {
  const { id, path, model = 'serial code reader', gapMs = 100, clock = systemClock, ...settings } = options
  const status = new StatusHolder('code-reader', clock)
  const outlet = new CodeOutlet(status, clock)
  const decoder = new LineDecoder()
  let callOffGap: () => void = () => undefined

  const connection = new SerialConnection(path, settings, {
    opened: () => status.become('online'),
    received(bytes) {
      callOffGap()
      outlet.heard()
      for (const code of decoder.push(bytes)) outlet.deliver(code)
      if (decoder.underway) {
        callOffGap = clock.after(gapMs, () => {
          const code = decoder.gap()
          if (code !== undefined) outlet.deliver(code)
        })
      }
    },
    failed(failure) {
      callOffGap()
      decoder.clear()
      status.fail(readerFault(failure))
    },
  })

  return assembleReader({
    id,
    capabilities: () => ({ kind: 'code-reader', model, driver: 'serial-line', simulated: false }),
    status,
    outlet,
    clearInput: () => decoder.clear(),
    facts: () => ({ port: describeAddress(path), baudRate: settings.baudRate }),
    async close() {
      callOffGap()
      await connection.close()
    },
  })
}

/** A serial line's failure as the fault of a code reader. */
export function readerFault(failure: SerialFailure): DeviceFault {
  return { code: `code-reader-${failure.reason}`, detail: failure.detail }
}
