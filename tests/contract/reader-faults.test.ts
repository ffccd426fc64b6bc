import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { openHidPosReader } from '../../hardware/code-reader/hid-pos.ts'
import { openReader } from '../../hardware/code-reader/presets.ts'
import { openSerialLineReader } from '../../hardware/code-reader/serial-line.ts'
import type { DeviceFault } from '../../hardware/device.ts'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { whyNotOpened } from '../../hardware/serial-connection.ts'
import { StandInHidBus } from './stand-ins/hid-bus.ts'
import { until } from './until.ts'

describe('a reader that cannot be opened', () => {
  async function faultOf(reader: CodeReader): Promise<DeviceFault | undefined> {
    await until(() => reader.status().fault !== undefined, 'a fault')
    const { fault } = reader.status()
    await reader.close()
    return fault
  }

  test('because another program holds the serial port is named so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'machinaka-held-'))
    const terminal = await PseudoTerminal.start(join(folder, 'tty'))
    const open = () => openSerialLineReader({ id: 'reader', path: terminal.path, baudRate: 9_600 })
    const first = open()
    await until(() => first.status().state === 'online', 'online')
    expect((await faultOf(open()))?.code).toBe('code-reader-held')
    await first.close()
    await terminal.unplug()
    await rm(folder, { recursive: true })
  })

  test.each(['held', 'no-permission'] as const)(
    'because the HID device is %s is named so',
    async (refuse) => {
      const bus = new StandInHidBus()
      bus.refuse = refuse
      const fault = await faultOf(openHidPosReader({ id: 'reader', transport: bus }))
      expect(fault?.code).toBe(`code-reader-${refuse}`)
    },
  )

  test.each([
    ['Error: Permission denied, cannot open /dev/ttyACM0', 'no-permission'],
    ['Error: No such file or directory, cannot open /dev/ttyACM0', 'missing'],
    ['Error Resource temporarily unavailable Cannot lock port', 'held'],
    ['Error: Device or resource busy, cannot open /dev/ttyACM0', 'held'],
  ])('%s', (words, reason) => {
    expect(whyNotOpened('/dev/ttyACM0', new Error(words)).reason).toBe(reason)
  })

  test('because its model is not known is a mistake of the configuration, in one sentence', () => {
    const choice = { id: 'reader', driver: 'serial-line', port: '/dev/ttyACM0' } as const
    expect(() => openReader({ ...choice, model: 'abacus' })).toThrow(
      /^There is no reader model 'abacus'; known are .*\.$/,
    )
    expect(() => openReader({ ...choice, model: 'zebra-ssi' })).toThrow(
      "The reader model 'zebra-ssi' does not speak serial-line.",
    )
  })
})

test('a maker that wants to be asked first is asked, once', async () => {
  const bus = new StandInHidBus()
  const reader = openHidPosReader({ id: 'reader', transport: bus, enableReports: [[0x04, 0x01, 0x45]] })
  await until(() => reader.status().state === 'online', 'online')
  expect(bus.written.map((report) => [...report])).toEqual([[0x04, 0x01, 0x45]])
  await reader.close()
})
