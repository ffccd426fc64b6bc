import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateCamera } from '../../../hardware/camera/simulator.ts'
import { simulateCodeReader } from '../../../hardware/code-reader/simulator.ts'
import { simulateLamp } from '../../../hardware/lamp/simulator.ts'
import { simulatePayment } from '../../../hardware/payment/simulator.ts'
import { simulatePrinter } from '../../../hardware/printer/simulator.ts'
import { simulateSensor } from '../../../hardware/sensor/simulator.ts'
import {
  superviseCamera,
  superviseCodeReader,
  superviseLamp,
  supervisePayment,
  supervisePrinter,
  superviseSensor,
} from '../../../hardware/supervised.ts'
import { deviceList, deviceProbes, type BoothDevices } from '../../../main/diagnostics/device-probes.ts'
import type { DiagnosedBooth } from '../../../main/diagnostics/assemble-report.ts'
import { openTestRecords } from '../../../main/diagnostics/records.ts'
import { storageProbe } from '../../../main/diagnostics/storage-probe.ts'
import { systemProbe, type SystemReading } from '../../../main/diagnostics/system-probe.ts'

/** What this machine is like while tests run on it is not what they are about. */
export const calmMachine: SystemReading = { temperature: 45, memoryMegabytes: 240, programs: [], usb: [] }

/** Not decoded by anything here. */
const frames = [Uint8Array.of(0xff, 0xd8), Uint8Array.of(0xff, 0xd9)]

/** A booth of supervised simulators, as `npm start` has it, without photo check and intake. */
export const simulatedBooth = async (pictures: () => Promise<Uint8Array[]> = async () => frames) => {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-diagnostics-'))
  const units = {
    codeReader: simulateCodeReader({ id: 'code-reader' }),
    camera: simulateCamera({ id: 'camera', pictures }),
    printer: simulatePrinter({ id: 'printer' }),
    payment: simulatePayment({ id: 'payment' }),
    lamp: simulateLamp({ id: 'lamp' }),
    sensor: simulateSensor({ id: 'sensor' }),
  }
  const devices: BoothDevices = {
    reader: superviseCodeReader({ id: 'code-reader', open: () => units.codeReader.open() }),
    camera: superviseCamera({ id: 'camera', open: () => units.camera.open() }),
    printer: supervisePrinter({ id: 'printer', open: () => units.printer.open() }),
    payment: supervisePayment({ id: 'payment', open: () => units.payment.open() }),
    lamp: superviseLamp({ id: 'lamp', open: () => units.lamp.open() }),
    sensor: superviseSensor({ id: 'sensor', open: () => units.sensor.open() }),
  }
  const machine = { reading: calmMachine, staffPins: 2, integrity: true, folder }
  const booth: DiagnosedBooth = {
    booth: { id: 'north-17', name: '17号機 駅北口', version: '0.1.0' },
    identity: [],
    devices: deviceList(devices),
    probes: [
      ...deviceProbes(devices, async () => new Uint8Array([0x25, 0x50, 0x44, 0x46])),
      {
        section: 'storage',
        test: 'self',
        level: 'internal',
        run: (signal) =>
          storageProbe({
            folder: machine.folder,
            minFreeMegabytes: 1,
            // Whoever else writes to this disk meanwhile is not what these tests are about.
            slowSyncMs: 10_000,
            integrity: async () => machine.integrity,
          }).run(signal),
      },
      systemProbe({ read: async () => machine.reading, staffPins: async () => machine.staffPins }),
    ],
    records: await openTestRecords(folder),
  }
  return {
    folder,
    units,
    devices,
    machine,
    booth,
    close: async () => {
      await Promise.all(booth.devices.map((device) => device.close()))
    },
  }
}
