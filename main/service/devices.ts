import type { Camera } from '../../hardware/camera/contract.ts'
import { openFolderCamera } from '../../hardware/camera/folder.ts'
import { openGphoto2Camera } from '../../hardware/camera/gphoto2.ts'
import { openPageCamera, type PageCamera } from '../../hardware/camera/page-camera.ts'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { openReader } from '../../hardware/code-reader/presets.ts'
import type { Device } from '../../hardware/device.ts'
import type { Lamp } from '../../hardware/lamp/contract.ts'
import { openSerialLamp } from '../../hardware/lamp/serial.ts'
import type { Payment } from '../../hardware/payment/contract.ts'
import type { Printer } from '../../hardware/printer/contract.ts'
import { openIppPrinter } from '../../hardware/printer/ipp.ts'
import type { PresenceSensor } from '../../hardware/sensor/contract.ts'
import { openSerialSensor } from '../../hardware/sensor/serial.ts'
import {
  superviseCamera,
  superviseCodeReader,
  superviseLamp,
  supervisePayment,
  supervisePrinter,
  superviseSensor,
} from '../../hardware/supervised.ts'
import type { Config } from '../config/schema.ts'
import type { CameraView } from './contract.ts'

/** Where development's simulated devices come from; a packaged booth has none (design §8). */
export type Simulators = Readonly<{
  codeReader(): CodeReader
  camera(): Camera
  printer(): Printer
  payment(): Payment
  lamp(): Lamp
  sensor(): PresenceSensor
}>

/** The devices of a booth, each under its supervisor; null where the booth has none of the kind. */
export type BoothDevices = Readonly<{
  reader: CodeReader
  camera: Camera
  /** The same camera, where the page holds it. */
  pageCamera: PageCamera | null
  printer: Printer | null
  payment: Payment | null
  lamp: Lamp | null
  sensor: PresenceSensor | null
  all: readonly Device[]
}>

/** Opens every device of the configuration. Never throws for a device: its status tells how it went. */
export function openDevices(config: Config['devices'], simulators: Simulators | null): BoothDevices {
  const simulated = <K extends keyof Simulators>(kind: K): ReturnType<Simulators[K]> => {
    if (simulators === null) throw new Error(`devices.${kind}: this build has no simulated devices.`)
    return simulators[kind]() as ReturnType<Simulators[K]>
  }
  const reader = openSupervisedReader(config.codeReader, () => simulated('codeReader'))
  const { camera, pageCamera } = openCamera(config.camera, () => simulated('camera'))
  const printer = openPrinter(config.printer, () => simulated('printer'))
  const payment =
    config.payment.driver === 'none'
      ? null
      : supervisePayment({ id: 'payment', open: () => simulated('payment') })
  const lamp = openLamp(config.lamp, () => simulated('lamp'))
  const sensor = openSensor(config.sensor, () => simulated('sensor'))
  const all = [reader, camera, printer, payment, lamp, sensor].filter((device) => device !== null)
  return { reader, camera, pageCamera, printer, payment, lamp, sensor, all }
}

/** USB numbers stand in the configuration as lsusb prints them. */
const usbNumber = (hexadecimal: string): number => Number.parseInt(hexadecimal, 16)

function openSupervisedReader(
  config: Config['devices']['codeReader'],
  simulated: () => CodeReader,
): CodeReader {
  const id = 'code-reader'
  switch (config.driver) {
    case 'serial-line':
    case 'zebra-ssi':
      return superviseCodeReader({ id, open: () => openReader({ id, ...config }) })
    case 'hid-pos': {
      const usb = { vendorId: usbNumber(config.vendorId), productId: usbNumber(config.productId) }
      return superviseCodeReader({ id, open: () => openReader({ ...config, id, ...usb }) })
    }
    case 'keyboard-wedge':
      return superviseCodeReader({
        id,
        open: () => openReader({ id, driver: config.driver, development: true }),
      })
    case 'simulator':
      return superviseCodeReader({ id, open: simulated })
  }
}

function openCamera(
  config: Config['devices']['camera'],
  simulated: () => Camera,
): Readonly<{ camera: Camera; pageCamera: PageCamera | null }> {
  const id = 'camera'
  const held = (open: () => Camera) => ({ camera: superviseCamera({ id, open }), pageCamera: null })
  switch (config.driver) {
    case 'uvc': {
      const { device, width, height, frameRate } = config
      const camera = openPageCamera({ id, constraints: { device, width, height, frameRate } })
      return { camera, pageCamera: camera }
    }
    case 'gphoto2': {
      const { model, port } = config
      return held(() => openGphoto2Camera({ id, ...(model && { model }), ...(port && { port }) }))
    }
    case 'folder':
      return held(() => openFolderCamera({ id, folder: config.folder }))
    case 'simulator':
      return held(simulated)
  }
}

function openPrinter(config: Config['devices']['printer'], simulated: () => Printer): Printer | null {
  const id = 'printer'
  switch (config.driver) {
    case 'none':
      return null
    case 'cups': {
      const { queue, statusUri } = config
      const uri = `${localCups}/printers/${encodeURIComponent(queue)}`
      return supervisePrinter({
        id,
        open: () => openIppPrinter({ id, uri, ...(statusUri && { statusUri }) }),
      })
    }
    case 'simulator':
      return supervisePrinter({ id, open: simulated })
  }
}

/** CUPS of this machine. */
const localCups = 'ipp://localhost:631'

function openLamp(config: Config['devices']['lamp'], simulated: () => Lamp): Lamp | null {
  const id = 'lamp'
  switch (config.driver) {
    case 'none':
      return null
    case 'serial': {
      const { port: path, baudRate } = config
      return superviseLamp({ id, open: () => openSerialLamp({ id, path, ...(baudRate && { baudRate }) }) })
    }
    case 'simulator':
      return superviseLamp({ id, open: simulated })
  }
}

function openSensor(
  config: Config['devices']['sensor'],
  simulated: () => PresenceSensor,
): PresenceSensor | null {
  const id = 'sensor'
  switch (config.driver) {
    case 'none':
      return null
    case 'serial': {
      const { port: path, baudRate } = config
      return superviseSensor({
        id,
        open: () => openSerialSensor({ id, path, ...(baudRate && { baudRate }) }),
      })
    }
    case 'simulator':
      return superviseSensor({ id, open: simulated })
  }
}

/** What the page is told of the camera. */
export function cameraView(config: Config['devices']['camera']): CameraView {
  if (config.driver !== 'uvc') return { held: 'service' }
  const { device, width, height, frameRate } = config
  return { held: 'page', device, width, height, frameRate }
}
