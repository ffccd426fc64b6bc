import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulateCamera, type SimulatedCamera } from '../../hardware/camera/simulator.ts'
import { simulateCodeReader, type SimulatedCodeReader } from '../../hardware/code-reader/simulator.ts'
import { simulateLamp, type SimulatedLamp } from '../../hardware/lamp/simulator.ts'
import { simulatePayment, type SimulatedPayment } from '../../hardware/payment/simulator.ts'
import { simulatePrinter, type SimulatedPrinter } from '../../hardware/printer/simulator.ts'
import { simulateSensor, type SimulatedSensor } from '../../hardware/sensor/simulator.ts'
import { renderSvg } from '../photo/render-svg.ts'
import type { Simulators } from '../service/devices.ts'
import { drawApplicant } from './drawn-applicant.ts'

/** The simulated devices of a development booth; the dock moves them. */
export type SimulatedDevices = Readonly<{
  codeReader: SimulatedCodeReader
  camera: SimulatedCamera
  printer: SimulatedPrinter
  payment: SimulatedPayment
  lamp: SimulatedLamp
  sensor: SimulatedSensor
}>

/** Drawn applicants who sit a little differently in each picture, as people do. */
const poses = [{}, { eyesX: 0.503 }, { eyesX: 0.497, tilt: 0.8 }]

const drawApplicants = (): Promise<readonly Uint8Array[]> =>
  Promise.all(poses.map((pose) => renderSvg(drawApplicant(pose))))

/** Slips that come out of the simulated printer are kept in `slipFolder`. */
export function simulateDevices(slipFolder: string): SimulatedDevices {
  const printer = simulatePrinter({ id: 'printer' })
  printer.onPrinted((pdf) => {
    mkdirSync(slipFolder, { recursive: true, mode: 0o700 })
    writeFileSync(join(slipFolder, 'slip.pdf'), pdf, { mode: 0o600 })
  })
  return {
    codeReader: simulateCodeReader({ id: 'code-reader' }),
    camera: simulateCamera({ id: 'camera', pictures: drawApplicants }),
    printer,
    payment: simulatePayment({ id: 'payment' }),
    lamp: simulateLamp({ id: 'lamp' }),
    sensor: simulateSensor({ id: 'sensor' }),
  }
}

/** The simulated devices as the booth opens them, each time anew after an unplug. */
export const simulatorsOf = (devices: SimulatedDevices): Simulators => ({
  codeReader: () => devices.codeReader.open(),
  camera: () => devices.camera.open(),
  printer: () => devices.printer.open(),
  payment: () => devices.payment.open(),
  lamp: () => devices.lamp.open(),
  sensor: () => devices.sensor.open(),
})
