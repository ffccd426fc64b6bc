import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import { StatusHolder } from '../status-holder.ts'
import { assembleReader } from './assembled-reader.ts'
import { CodeOutlet } from './code-outlet.ts'
import type { CodeReader } from './contract.ts'
import type { HidPosLayout } from './hid-pos-reports.ts'
import { aimLayout, HidPosDecoder } from './hid-pos-reports.ts'
import type { HidDevice, HidHandle, HidTransport } from './hid-transport.ts'
import { nodeHidTransport } from './hid-transport.ts'

/** Usage page "Bar Code Scanner" (USB HID Point of Sale Usage Tables 1.02, section 3). */
export const barCodeScannerPage = 0x8c

export type HidPosReaderOptions = Readonly<{
  id: string
  /** Vendor and product; without them the first device of the bar code scanner page is taken. */
  device?: Readonly<{ vendorId: number; productId: number }>
  /** Told apart by this, where two of a kind are connected. */
  serialNumber?: string
  layout?: HidPosLayout
  model?: string
  /** Output reports sent once after opening, for makes that stay mute without. */
  enableReports?: readonly (readonly number[])[]
  /** Time within which an announced report comes, in milliseconds; interrupt endpoints are polled every 1–10 ms. */
  reportGapMs?: number
  transport?: HidTransport
  clock?: Clock
}>

/** A USB reader in HID point-of-sale mode: whole codes in reports, no serial driver, no keyboard. */
export function openHidPosReader(options: HidPosReaderOptions): CodeReader {
  const {
    id,
    device,
    serialNumber,
    layout = aimLayout,
    enableReports = [],
    reportGapMs = 500,
    transport = nodeHidTransport,
    clock = systemClock,
  } = options
  const status = new StatusHolder('code-reader', clock)
  const outlet = new CodeOutlet(status, clock)
  const decoder = new HidPosDecoder(layout)
  let model = options.model ?? 'HID POS code reader'
  let path = ''
  let handle: HidHandle | undefined
  let callOffGap: () => void = () => undefined
  let closed = false

  const received = (report: Uint8Array): void => {
    callOffGap()
    if (closed) return
    outlet.heard()
    const code = decoder.push(report)
    if (code !== undefined) outlet.deliver(code.text, code.symbology)
    if (decoder.underway) callOffGap = clock.after(reportGapMs, () => decoder.gap())
  }
  const lost = (error: Error): void => {
    callOffGap()
    decoder.gap()
    status.fail({ code: 'code-reader-lost', detail: `${path}: ${error.message}` })
  }
  const wanted = (found: HidDevice): boolean =>
    found.usagePage === barCodeScannerPage &&
    (device === undefined || (found.vendorId === device.vendorId && found.productId === device.productId)) &&
    (serialNumber === undefined || found.serialNumber === serialNumber)

  const opening = open()
  async function open(): Promise<void> {
    const found = (await transport.list().catch((): HidDevice[] => [])).find(wanted)
    if (found === undefined) return status.fail({ code: 'code-reader-missing', detail: describe(device) })
    path = found.path
    if (options.model === undefined && found.product !== '') model = found.product
    try {
      handle = await transport.open(path)
      handle.onLost(lost)
      handle.onReport(received)
      for (const report of enableReports) await handle.write(Uint8Array.from(report))
    } catch (error) {
      const code = `code-reader-${await transport.whyNotOpened(path)}` as const
      return status.fail({
        code,
        detail: `${path}: ${error instanceof Error ? error.message : 'not opened'}`,
      })
    }
    if (!closed && status.status.fault === undefined) status.become('online')
  }

  return assembleReader({
    id,
    capabilities: () => ({ kind: 'code-reader', model, driver: 'hid-pos', simulated: false }),
    status,
    outlet,
    clearInput: () => decoder.clear(),
    facts: () => ({ path }),
    async close() {
      closed = true
      callOffGap()
      await opening
      const open = handle
      handle = undefined
      // A device that is gone cannot be closed politely.
      await open?.close().catch(() => undefined)
    },
  })
}

function describe(device: HidPosReaderOptions['device']): string {
  if (device === undefined) return 'no HID device of the bar code scanner page'
  const hex = (id: number): string => id.toString(16).padStart(4, '0')
  return `no HID device ${hex(device.vendorId)}:${hex(device.productId)} of the bar code scanner page`
}
