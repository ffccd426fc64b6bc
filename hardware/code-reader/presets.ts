import type { Clock } from '../clock.ts'
import type { CodeReader } from './contract.ts'
import { openHidPosReader } from './hid-pos.ts'
import type { HidPosLayout } from './hid-pos-reports.ts'
import { aimLayout, newlandLayout } from './hid-pos-reports.ts'
import { openKeyboardWedge } from './keyboard-wedge.ts'
import { openSerialLineReader } from './serial-line.ts'
import { openSsiReader } from './ssi.ts'

type Usb = Readonly<{ vendorId: number; productId: number }>

export type ReaderPreset = Readonly<{
  model: string
  /** Where the ids and settings come from. */
  source: string
}> &
  (
    | Readonly<{ protocol: 'serial-line' | 'ssi'; usb?: Usb; baudRate: number }>
    | Readonly<{
        protocol: 'hid-pos'
        usb?: Usb
        layout: HidPosLayout
        enableReports?: readonly (readonly number[])[]
      }>
  )

/** What RS-232 readers leave the factory with. */
const usualBaudRate = 9_600
/** USB CDC-ACM has no baud rate of its own; the number is passed on and ignored. */
const cdcBaudRate = 115_200
const usbIds = 'usb.ids 2025.07.26 (http://www.linux-usb.org/usb.ids)'

/**
 * Readers known by name. A new one is an entry here: how it is found, what it speaks, and where that is written.
 * `usb` tells a technician which of the devices on the bus it is, and finds a HID reader.
 */
export const readerPresets = {
  'serial-9600': {
    model: 'serial reader, 9,600 8N1',
    protocol: 'serial-line',
    baudRate: 9_600,
    source: 'the factory setting of most RS-232 readers',
  },
  'serial-115200': {
    model: 'serial reader, 115,200 8N1',
    protocol: 'serial-line',
    baudRate: 115_200,
    source: 'Honeywell N3680 User Guide, page 144: "232BAD9." for RS-232 at 115,200',
  },
  'zebra-cdc': {
    model: 'Zebra / Symbol (USB CDC)',
    protocol: 'serial-line',
    usb: { vendorId: 0x05e0, productId: 0x1701 },
    baudRate: cdcBaudRate,
    source: usbIds,
  },
  'zebra-ssi': {
    model: 'Zebra (SSI over RS-232)',
    protocol: 'ssi',
    baudRate: 9_600,
    source:
      'Zebra DS9908 Product Reference Guide, page 254, table 17: baud rate 9,600, no parity, 1 stop bit',
  },
  'zebra-ssi-cdc': {
    model: 'Zebra (SSI over USB CDC)',
    protocol: 'ssi',
    usb: { vendorId: 0x05e0, productId: 0x1701 },
    baudRate: cdcBaudRate,
    source: `${usbIds}; Zebra Simple Serial Interface Programmer's Guide 72E-40451`,
  },
  'honeywell-vuquest-3310-cdc': {
    model: 'Honeywell Vuquest 3310 (USB serial)',
    protocol: 'serial-line',
    usb: { vendorId: 0x0c2e, productId: 0x0b6a },
    baudRate: cdcBaudRate,
    source: usbIds,
  },
  'datalogic-gryphon-serial': {
    model: 'Datalogic Gryphon (RS-232 emulation)',
    protocol: 'serial-line',
    usb: { vendorId: 0x05f9, productId: 0x4204 },
    baudRate: cdcBaudRate,
    source: usbIds,
  },
  'opticon-nlv-1001-serial': {
    model: 'Opticon NLV-1001 / OPN-2001 (serial mode)',
    protocol: 'serial-line',
    usb: { vendorId: 0x065a, productId: 0x0009 },
    baudRate: 9_600,
    source: usbIds,
  },
  'newland-em20-cdc': {
    model: 'Newland EM20 / EM30 / HR32 (USB CDC)',
    protocol: 'serial-line',
    usb: { vendorId: 0x1eab, productId: 0x1306 },
    baudRate: cdcBaudRate,
    source: usbIds,
  },
  'newland-em20-hid-pos': {
    model: 'Newland EM20 / EM30 / HR32 (HID POS)',
    protocol: 'hid-pos',
    usb: { vendorId: 0x1eab, productId: 0x1310 },
    layout: newlandLayout,
    source: `${usbIds}; report layout: Newland HID POS, "Acquire Scanned Data"`,
  },
  'access-is-hid': {
    model: 'Access-IS barcode module (HID)',
    protocol: 'hid-pos',
    usb: { vendorId: 0x0db5, productId: 0x013b },
    layout: aimLayout,
    source: `${usbIds}; Access-IS LSR118 Product Manual, appendix B, pages 68–69`,
  },
  'hid-pos': {
    model: 'HID POS reader',
    protocol: 'hid-pos',
    layout: aimLayout,
    source: 'USB HID Point of Sale Usage Tables 1.02, usage page 0x8C',
  },
} as const satisfies Record<string, ReaderPreset>

export type ReaderPresetName = keyof typeof readerPresets

/** How a booth's configuration names its reader. What is left out, the preset fills in. */
export type ReaderChoice = Readonly<{
  id: string
  clock?: Clock
  /** The name of a preset. */
  model?: ReaderPresetName | (string & {}) | undefined
}> &
  (
    | Readonly<{ driver: 'serial-line' | 'zebra-ssi'; port: string; baudRate?: number | undefined }>
    | Readonly<{
        driver: 'hid-pos'
        vendorId?: number | undefined
        productId?: number | undefined
        serialNumber?: string | undefined
      }>
    | Readonly<{ driver: 'keyboard-wedge'; development: true; path?: string | undefined }>
  )

/** Opens the reader of a configuration. A preset that does not exist or speaks another protocol is a mistake: it throws. */
export function openReader(choice: ReaderChoice): CodeReader {
  const { id, clock } = choice
  const common = { id, ...(clock === undefined ? {} : { clock }) }
  const preset = choice.model === undefined ? undefined : findPreset(choice.model)
  const named = preset === undefined ? common : { ...common, model: preset.model }
  const mismatch = (): never => {
    throw new Error(`The reader model '${choice.model ?? ''}' does not speak ${choice.driver}.`)
  }
  switch (choice.driver) {
    case 'serial-line':
    case 'zebra-ssi': {
      const protocol = choice.driver === 'zebra-ssi' ? 'ssi' : 'serial-line'
      if (preset !== undefined && preset.protocol !== protocol) return mismatch()
      const baudRate = choice.baudRate ?? (preset?.protocol === protocol ? preset.baudRate : usualBaudRate)
      const open = protocol === 'ssi' ? openSsiReader : openSerialLineReader
      return open({ ...named, path: choice.port, baudRate })
    }
    case 'hid-pos': {
      if (preset !== undefined && preset.protocol !== 'hid-pos') return mismatch()
      const { vendorId, productId, serialNumber } = choice
      const usb = vendorId === undefined || productId === undefined ? preset?.usb : { vendorId, productId }
      return openHidPosReader({
        ...named,
        ...(usb === undefined ? {} : { device: usb }),
        ...(serialNumber === undefined ? {} : { serialNumber }),
        layout: preset?.layout ?? aimLayout,
        enableReports: preset?.enableReports ?? [],
      })
    }
    case 'keyboard-wedge':
      return openKeyboardWedge({ ...common, development: true, path: choice.path })
  }
}

function findPreset(name: string): ReaderPreset {
  const preset: ReaderPreset | undefined = Object.hasOwn(readerPresets, name)
    ? readerPresets[name as ReaderPresetName]
    : undefined
  if (preset !== undefined) return preset
  throw new Error(`There is no reader model '${name}'; known are ${Object.keys(readerPresets).join(', ')}.`)
}
