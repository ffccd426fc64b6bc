import { access, constants } from 'node:fs/promises'

export type HidDevice = Readonly<{
  path: string
  vendorId: number
  productId: number
  usagePage: number
  product: string
  serialNumber: string
}>

export interface HidHandle {
  onReport(listener: (report: Uint8Array) => void): void
  onLost(listener: (error: Error) => void): void
  write(report: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** What the HID reader needs of the system; tests put a device of their own behind it. */
export interface HidTransport {
  list(): Promise<readonly HidDevice[]>
  open(path: string): Promise<HidHandle>
  /** Why a device that was listed could not be opened: hidapi says "cannot open device" whatever the reason. */
  whyNotOpened(path: string): Promise<'missing' | 'no-permission' | 'held'>
}

/** node-hid is loaded when it is first needed: its binary wants system libraries that a booth without HID reader may lack. */
export const nodeHidTransport: HidTransport = {
  async list() {
    const { devicesAsync } = await import('node-hid')
    const found = await devicesAsync()
    return found.flatMap((device) =>
      device.path === undefined
        ? []
        : [
            {
              path: device.path,
              vendorId: device.vendorId,
              productId: device.productId,
              usagePage: device.usagePage ?? 0,
              product: device.product ?? '',
              serialNumber: device.serialNumber ?? '',
            },
          ],
    )
  },
  async open(path) {
    const { HIDAsync } = await import('node-hid')
    const device = await HIDAsync.open(path, { nonExclusive: false })
    return {
      onReport: (listener) => void device.on('data', listener),
      onLost: (listener) => void device.on('error', listener),
      write: async (report) => void (await device.write(Buffer.from(report))),
      close: () => device.close(),
    }
  },
  whyNotOpened: (path) =>
    access(path, constants.R_OK | constants.W_OK).then(
      () => 'held',
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'missing' : 'no-permission'),
    ),
}
