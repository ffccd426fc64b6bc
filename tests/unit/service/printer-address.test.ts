import { expect, it } from 'vitest'
import { openDevices } from '../../../main/service/devices.ts'
import { StandInIppPrinter } from '../../contract/stand-ins/ipp-printer.ts'
import { until } from '../../contract/until.ts'

it('asks a driverless printer by itself: paper out is known before a slip is printed', async () => {
  const printer = new StandInIppPrinter()
  await printer.start()
  printer.trouble = 'paper'
  const devices = openDevices(
    {
      codeReader: { driver: 'serial-line', port: '/nonexistent/reader' },
      camera: { driver: 'uvc', device: '', width: 1280, height: 960, frameRate: 30 },
      printer: { driver: 'cups', queue: 'slip', statusUri: printer.uri },
      payment: { driver: 'none' },
      lamp: { driver: 'none' },
      sensor: { driver: 'none' },
    },
    null,
  )
  try {
    await until(() => devices.printer?.status().fault !== undefined, 'an answer')
    expect(devices.printer?.status()).toMatchObject({
      state: 'user-error',
      fault: { code: 'printer-out-of-paper' },
    })
  } finally {
    await Promise.all(devices.all.map((device) => device.close()))
    await printer.stop()
  }
})
