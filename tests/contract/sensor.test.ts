import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import type { PresenceSensor } from '../../hardware/sensor/contract.ts'
import { openSerialSensor } from '../../hardware/sensor/serial.ts'
import { simulateSensor } from '../../hardware/sensor/simulator.ts'
import { StandInBoard } from './stand-ins/serial-board.ts'
import { aWhile, until } from './until.ts'

type Rig = {
  open(): PresenceSensor
  occupy(occupied: boolean): void
  noise?(bytes: Uint8Array): void
  mute?(): void
  unplug(): Promise<void> | void
  plugIn(): Promise<void> | void
  stop(): void
}

const rigs: Record<string, (folder: string) => Promise<Rig>> = {
  serial: async (folder) => {
    const path = join(folder, 'tty')
    const terminal = await PseudoTerminal.start(path)
    const board = new StandInBoard(terminal, 'sensor')
    return {
      open: () => openSerialSensor({ id: 'sensor', path, silentAfterMs: 1_500 }),
      occupy: (occupied) => board.occupy(occupied),
      noise: (bytes) => board.raw(bytes),
      mute: () => void (board.mute = true),
      unplug: () => terminal.unplug(),
      plugIn: () => terminal.plugIn(),
      stop: () => board.stop(),
    }
  },
  simulator: async () => {
    const unit = simulateSensor({ id: 'sensor', openingMs: 5 })
    return {
      open: () => unit.open(),
      occupy: (occupied) => unit.occupy(occupied),
      unplug: () => unit.fail('sensor-missing'),
      plugIn: () => unit.recover(),
      stop: () => undefined,
    }
  },
}

const never = new AbortController().signal

describe.each(Object.entries(rigs))('sensor: %s', (_name, start) => {
  let folder: string
  let rig: Rig
  let sensor: PresenceSensor
  let heard: boolean[]

  async function open(): Promise<void> {
    sensor = rig.open()
    await until(() => sensor.status().state === 'online', 'online')
    await until(() => sensor.occupied() !== undefined, 'a first word')
    heard = []
    sensor.onChange((occupied) => heard.push(occupied))
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machinaka-sensor-'))
    rig = await start(folder)
    await open()
  })
  afterEach(async () => {
    await sensor.close()
    rig.stop()
    await rig.unplug()
    await rm(folder, { recursive: true })
  })

  test('tells who comes and goes, each once', async () => {
    rig.occupy(true)
    await until(() => sensor.occupied() === true, 'somebody')
    await aWhile()
    rig.occupy(false)
    await until(() => sensor.occupied() === false, 'nobody')
    expect(heard).toEqual([true, false])
  })

  test('does not know while it is away', async () => {
    rig.occupy(true)
    await until(() => sensor.occupied() === true, 'somebody')
    await rig.unplug()
    await until(() => sensor.status().state === 'no-device', 'no-device')
    expect(sensor.status().fault?.code).toBe('sensor-missing')
    expect(sensor.occupied()).toBeUndefined()
    expect(await sensor.checkHealth('internal', never)).toMatchObject({ ok: false })
    expect(await sensor.reset()).toMatchObject({ ok: false })
  })

  test('is missing when it has fallen silent', async () => {
    if (rig.mute === undefined) return
    rig.mute()
    await until(() => sensor.status().fault?.code === 'sensor-missing', 'missing')
    expect(sensor.occupied()).toBeUndefined()
  })

  test('is there again when it is plugged in and opened again', async () => {
    await rig.unplug()
    await until(() => sensor.status().fault !== undefined, 'a fault')
    await sensor.close()
    await rig.plugIn()
    await open()
    rig.occupy(true)
    await until(() => heard.length > 0, 'somebody')
  })

  test('bears noise on the line', async () => {
    if (rig.noise === undefined) return
    rig.noise(Buffer.from('OCCUPIED\nOCCUPIED 2\nOCCUPIED 11\noccupied 1\n\0\xff\n'.repeat(20), 'latin1'))
    rig.noise(new Uint8Array(10_000).fill(0x30))
    rig.noise(Buffer.from('\n'))
    await aWhile()
    expect(heard).toEqual([])
    expect(sensor.status().state).toBe('online')
  })

  test('tells what it is and how it is', async () => {
    expect(sensor.capabilities().kind).toBe('sensor')
    expect(await sensor.checkHealth('internal', never)).toMatchObject({ ok: true })
  })

  test('closes twice, and says nothing afterwards', async () => {
    const states: string[] = []
    sensor.onStatus(({ state }) => states.push(state))
    await Promise.all([sensor.close(), sensor.close()])
    rig.occupy(true)
    await rig.unplug()
    await aWhile()
    expect(states).toEqual([])
    expect(heard).toEqual([])
  })

  test('closes while it opens', async () => {
    await sensor.close()
    const other = rig.open()
    await other.close()
    await open()
  })
})
