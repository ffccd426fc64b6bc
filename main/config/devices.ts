import * as z from 'zod'
import { DevicePath, FilePath, IppUrl, UsbNumber } from './values.ts'

/**
 * One union a device kind, told apart by `driver`. `none` means that the booth has no such device;
 * `simulator` (and the keyboard wedge) need `development: true`.
 */

const Simulator = z.strictObject({ driver: z.literal('simulator') })
const None = z.strictObject({ driver: z.literal('none') })

/** Rates every reader and board of the field offers. */
const BaudRate = z.literal([1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200])
/** Name of an entry of the reader catalogue; its settings fill what is left out here. */
const Model = z.string().min(1).max(64)

export const CodeReaderConfig = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('serial-line'),
    port: DevicePath,
    baudRate: BaudRate.optional(),
    model: Model.optional(),
  }),
  z.strictObject({
    driver: z.literal('zebra-ssi'),
    port: DevicePath,
    baudRate: BaudRate.optional(),
    model: Model.optional(),
  }),
  z.strictObject({
    driver: z.literal('hid-pos'),
    vendorId: UsbNumber,
    productId: UsbNumber,
    serialNumber: z.string().min(1).max(128).optional(),
    model: Model.optional(),
  }),
  z.strictObject({ driver: z.literal('keyboard-wedge') }),
  Simulator,
])
export type CodeReaderConfig = z.infer<typeof CodeReaderConfig>

export const CameraConfig = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('uvc'),
    /** Part of the label or the exact device id; empty takes the first camera. */
    device: z.string().max(200).default(''),
    /** 1280 × 960 carries the 35:45 portrait of the rules at a head of 34 of 45 mm. */
    width: z.int().min(640).max(8192).default(1280),
    height: z.int().min(480).max(8192).default(960),
    frameRate: z.int().min(5).max(120).default(30),
  }),
  z.strictObject({
    driver: z.literal('gphoto2'),
    /** As `gphoto2 --auto-detect` prints it; left out takes the only one. */
    model: z.string().min(1).max(128).optional(),
    port: z.string().min(1).max(128).optional(),
  }),
  z.strictObject({
    driver: z.literal('folder'),
    /** Where the tethering program drops its pictures. */
    folder: FilePath,
  }),
  Simulator,
])
export type CameraConfig = z.infer<typeof CameraConfig>

export const PrinterConfig = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('cups'),
    /** Name of the CUPS queue. */
    queue: z.string().regex(/^[^\s/#]{1,127}$/, 'the name of a CUPS queue'),
    /** The printer's own address: asked for paper and cover, of which a queue learns only while it prints. */
    statusUri: IppUrl.optional(),
  }),
  Simulator,
  None,
])
export type PrinterConfig = z.infer<typeof PrinterConfig>

/** No make of payment device is driven yet: only the contract and its simulator exist. */
export const PaymentConfig = z.discriminatedUnion('driver', [Simulator, None])
export type PaymentConfig = z.infer<typeof PaymentConfig>

export const LampConfig = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('serial'), port: DevicePath, baudRate: BaudRate.optional() }),
  Simulator,
  None,
])
export type LampConfig = z.infer<typeof LampConfig>

export const SensorConfig = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('serial'), port: DevicePath, baudRate: BaudRate.optional() }),
  Simulator,
  None,
])
export type SensorConfig = z.infer<typeof SensorConfig>
