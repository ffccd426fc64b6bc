import type { Camera } from '../../hardware/camera/contract.ts'
import { openPageCamera, type PageCamera } from '../../hardware/camera/page-camera.ts'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { openSerialLineReader } from '../../hardware/code-reader/serial-line.ts'
import type { Device } from '../../hardware/device.ts'
import type { Lamp } from '../../hardware/lamp/contract.ts'
import type { Payment } from '../../hardware/payment/contract.ts'
import type { Printer } from '../../hardware/printer/contract.ts'
import type { PresenceSensor } from '../../hardware/sensor/contract.ts'
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
  const reader = openReader(config.codeReader, () => simulated('codeReader'))
  const { camera, pageCamera } = openCamera(config.camera, () => simulated('camera'))
  const printer = openOptional(config.printer, () =>
    supervisePrinter({ id: 'printer', open: () => simulated('printer') }),
  )
  const payment = openOptional(config.payment, () =>
    supervisePayment({ id: 'payment', open: () => simulated('payment') }),
  )
  const lamp = openOptional(config.lamp, () => superviseLamp({ id: 'lamp', open: () => simulated('lamp') }))
  const sensor = openOptional(config.sensor, () =>
    superviseSensor({ id: 'sensor', open: () => simulated('sensor') }),
  )
  const all = [reader, camera, printer, payment, lamp, sensor].filter((device) => device !== null)
  return { reader, camera, pageCamera, printer, payment, lamp, sensor, all }
}

/** What RS-232 readers leave the factory with; USB CDC-ACM readers take any. */
const usualBaudRate = 9600

const openOptional = <D>(config: Readonly<{ driver: string }>, open: () => D): D | null =>
  config.driver === 'none' ? null : open()

function openReader(config: Config['devices']['codeReader'], simulated: () => CodeReader): CodeReader {
  const id = 'code-reader'
  switch (config.driver) {
    case 'serial-line':
      return superviseCodeReader({
        id,
        open: () =>
          openSerialLineReader({
            id,
            path: config.port,
            baudRate: config.baudRate ?? usualBaudRate,
          }),
      })
    case 'simulator':
      return superviseCodeReader({ id, open: simulated })
    case 'zebra-ssi':
    case 'hid-pos':
    case 'keyboard-wedge':
      throw new Error(`devices.codeReader.driver: ${config.driver} is not wired yet.`)
  }
}

function openCamera(
  config: Config['devices']['camera'],
  simulated: () => Camera,
): Readonly<{ camera: Camera; pageCamera: PageCamera | null }> {
  const id = 'camera'
  switch (config.driver) {
    case 'uvc': {
      const { device, width, height, frameRate } = config
      const camera = openPageCamera({ id, constraints: { device, width, height, frameRate } })
      return { camera, pageCamera: camera }
    }
    case 'simulator':
      return { camera: superviseCamera({ id, open: simulated }), pageCamera: null }
    case 'gphoto2':
    case 'folder':
      throw new Error(`devices.camera.driver: ${config.driver} is not wired yet.`)
  }
}

/** What the page is told of the camera. */
export function cameraView(config: Config['devices']['camera']): CameraView {
  if (config.driver !== 'uvc') return { held: 'service' }
  const { device, width, height, frameRate } = config
  return { held: 'page', device, width, height, frameRate }
}
