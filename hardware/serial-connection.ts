import { read } from 'node:fs'
import { promisify } from 'node:util'
import { SerialPort } from 'serialport'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'

export type SerialSettings = Readonly<{
  baudRate: number
  dataBits?: 7 | 8
  parity?: 'none' | 'even' | 'odd'
  stopBits?: 1 | 2
}>

/**
 * Where the device is: a path (best one of /dev/serial/by-id, which stays the same across replugs), or the
 * USB vendor and product id in hexadecimal, looked up anew at each opening.
 */
export type SerialAddress = string | Readonly<{ vendorId: string; productId: string }>

/** Why a line is not there; each kind of device has its own fault code for it. */
export type SerialFailure = Readonly<{
  reason: 'missing' | 'held' | 'no-permission' | 'lost'
  /** For the technician: the path and the system's own words; never data of the line. */
  detail: string
}>

export type SerialHandlers = Readonly<{
  opened(): void
  received(bytes: Uint8Array): void
  /** Once at most; nothing is received afterwards. */
  failed(failure: SerialFailure): void
}>

/** One life of a serial line: it opens at once, works, and fails or is closed. It is not opened again. */
export class SerialConnection {
  #port: SerialPort | undefined
  #over = false
  readonly #writing = new Set<() => void>()
  readonly #opening: Promise<void>
  readonly #handlers: SerialHandlers

  constructor(address: SerialAddress, settings: SerialSettings, handlers: SerialHandlers) {
    this.#handlers = handlers
    this.#opening = this.#open(address, settings)
  }

  /** Resolves when the bytes have been handed to the system. */
  write(bytes: Uint8Array): Promise<Result<void, SerialFailure>> {
    const port = this.#port
    if (port === undefined || this.#over)
      return Promise.resolve(err({ reason: 'lost', detail: 'the line is not open' }))
    return new Promise((resolve) => {
      // A dead port may answer a write by closing only.
      const lost = (): void => resolve(err({ reason: 'lost', detail: `${port.path}: closed while writing` }))
      this.#writing.add(lost)
      port.write(bytes, (error) => {
        this.#writing.delete(lost)
        if (error) resolve(err({ reason: 'lost', detail: `${port.path}: ${error.message}` }))
        else resolve(ok(undefined))
      })
    })
  }

  async close(): Promise<void> {
    this.#end()
    // Closing a port that is still opening leaks its descriptor.
    await this.#opening
    const port = this.#port
    if (port === undefined || !port.isOpen) return
    await new Promise<void>((resolve) => {
      port.once('close', () => resolve())
      port.close((error) => {
        if (error) resolve()
      })
    })
  }

  async #open(address: SerialAddress, settings: SerialSettings): Promise<void> {
    const path = typeof address === 'string' ? address : await findPort(address)
    if (path === undefined) {
      this.#fail({ reason: 'missing', detail: `no serial port of USB device ${describeAddress(address)}` })
      return
    }
    const port = new SerialPort({
      path,
      autoOpen: false,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      ...settings,
    })
    this.#port = port
    // Before the listener of data, whose first read follows upon 'open'.
    port.once('open', () => endOnHangUp(port))
    port.on('error', (error) => this.#fail({ reason: 'lost', detail: `${path}: ${error.message}` }))
    port.on('close', () => this.#fail({ reason: 'lost', detail: `${path}: the line was cut` }))
    port.on('data', (bytes: Uint8Array) => {
      if (!this.#over) this.#handlers.received(bytes)
    })
    const error = await new Promise<Error | null>((resolve) => port.open(resolve))
    if (error !== null) this.#fail(whyNotOpened(path, error))
    else if (!this.#over) this.#handlers.opened()
  }

  #fail(failure: SerialFailure): void {
    if (this.#over) return
    this.#end()
    this.#handlers.failed(failure)
  }

  #end(): void {
    this.#over = true
    for (const lost of this.#writing) lost()
    this.#writing.clear()
  }
}

const readFile = promisify(read)
const notYet = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR'])

/**
 * A line that was hung up is read with 0 bytes, at once and for ever. The binding (@serialport/bindings-cpp 13)
 * takes that for "nothing yet" and reads again without end: the unplug goes unnoticed and a core is busy. So the
 * reading of an open port is replaced by one for which 0 bytes are the end.
 */
function endOnHangUp(port: SerialPort): void {
  const open = port.port
  if (open === undefined || !('poller' in open)) return // Windows reads another way
  open.read = async (buffer, offset, length) => {
    for (;;) {
      const { fd } = open
      if (fd === null) throw closedPort()
      try {
        const { bytesRead } = await readFile(fd, buffer, offset, length, null)
        if (bytesRead > 0) return { buffer, bytesRead }
        throw new Error('the line was hung up')
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && notYet.has(String(error.code)))) throw error
      }
      // Closed in the meantime: polling a poller that is destroyed crashes the process.
      if (!open.isOpen) throw closedPort()
      await new Promise<void>((resolve, reject) => {
        open.poller.once('readable', (error: Error | null) => (error === null ? resolve() : reject(error)))
      })
    }
  }
}

/** What the stream takes for an end that was asked for. */
const closedPort = (): Error => Object.assign(new Error('the port is closed'), { canceled: true })

async function findPort(usb: { vendorId: string; productId: string }): Promise<string | undefined> {
  const ports = await SerialPort.list().catch(() => [])
  return ports.find(
    (port) =>
      port.vendorId?.toLowerCase() === usb.vendorId.toLowerCase() &&
      port.productId?.toLowerCase() === usb.productId.toLowerCase(),
  )?.path
}

export function describeAddress(address: SerialAddress): string {
  return typeof address === 'string' ? address : `${address.vendorId}:${address.productId}`
}

/** The binding tells the system's error in words only. */
export function whyNotOpened(path: string, error: Error): SerialFailure {
  const words = error.message.toLowerCase()
  const reason = words.includes('permission denied')
    ? 'no-permission'
    : words.includes('lock') || words.includes('busy') || words.includes('temporarily unavailable')
      ? 'held'
      : 'missing'
  return { reason, detail: words.includes(path.toLowerCase()) ? error.message : `${path}: ${error.message}` }
}
