import type { HidDevice, HidHandle, HidTransport } from '../../../hardware/code-reader/hid-transport.ts'

const device: HidDevice = {
  path: '/dev/hidraw7',
  vendorId: 0x0db5,
  productId: 0x013b,
  usagePage: 0x8c,
  product: 'Barcode Module',
  serialNumber: 'A1',
}

/** A USB bus with one HID POS reader on it, or none. */
export class StandInHidBus implements HidTransport {
  #plugged = true
  #handle: { report(bytes: Uint8Array): void; lost(error: Error): void } | undefined
  /** Descriptors that are open now. */
  openNow = 0
  /** Output reports written to the device. */
  readonly written: Uint8Array[] = []
  refuse: 'no' | 'held' | 'no-permission' = 'no'

  async list(): Promise<readonly HidDevice[]> {
    const keyboard = { ...device, path: '/dev/hidraw1', usagePage: 1, product: 'Keyboard' }
    return this.#plugged ? [keyboard, device] : [keyboard]
  }

  async open(path: string): Promise<HidHandle> {
    // The very words of hidapi.
    if (!this.#plugged || this.refuse !== 'no') throw new Error(`cannot open device with path ${path}`)
    this.openNow += 1
    let onReport: (bytes: Uint8Array) => void = () => undefined
    let onLost: (error: Error) => void = () => undefined
    this.#handle = { report: (bytes) => onReport(bytes), lost: (error) => onLost(error) }
    let closed = false
    return {
      onReport: (listener) => (onReport = listener),
      onLost: (listener) => (onLost = listener),
      write: async (report) => void this.written.push(report),
      close: async () => {
        if (closed) throw new Error('the device is closed')
        closed = true
        this.openNow -= 1
      },
    }
  }

  async whyNotOpened(): Promise<'missing' | 'no-permission' | 'held'> {
    if (!this.#plugged) return 'missing'
    return this.refuse === 'no' ? 'held' : this.refuse
  }

  report(bytes: Uint8Array): void {
    if (this.#plugged) this.#handle?.report(bytes)
  }

  /** A code as reports of the usual layout. */
  scan(text: string, aim = ']Q1'): void {
    const bytes = Buffer.from(text)
    for (let at = 0; at === 0 || at < bytes.length; at += 56) {
      const part = bytes.subarray(at, at + 56)
      const report = new Uint8Array(64)
      report.set([2, part.length, ...Buffer.from(aim), ...part])
      report[63] = at + 56 < bytes.length ? 1 : 0
      this.report(report)
    }
  }

  unplug(): void {
    this.#plugged = false
    this.#handle?.lost(new Error('could not read from HID device'))
    this.#handle = undefined
  }

  plugIn(): void {
    this.#plugged = true
  }
}
