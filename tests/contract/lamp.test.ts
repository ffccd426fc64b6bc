import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lamp } from '../../hardware/lamp/contract.ts'
import { openSerialLamp } from '../../hardware/lamp/serial.ts'
import { simulateLamp } from '../../hardware/lamp/simulator.ts'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { StandInBoard } from './stand-ins/serial-board.ts'
import { aWhile, until } from './until.ts'

type Rig = {
  open(): Lamp
  brightness(): number
  breakDown(): void
  noise?(bytes: Uint8Array): void
  mute?(): void
  unplug(): Promise<void> | void
  plugIn(): Promise<void> | void
}

const rigs: Record<string, (folder: string) => Promise<Rig>> = {
  serial: async (folder) => {
    const path = join(folder, 'tty')
    const terminal = await PseudoTerminal.start(path)
    const board = new StandInBoard(terminal, 'lamp')
    return {
      open: () => openSerialLamp({ id: 'lamp', path, askEveryMs: 100 }),
      brightness: () => board.percent / 100,
      breakDown: () => board.breakDown(),
      noise: (bytes) => board.raw(bytes),
      mute: () => void (board.mute = true),
      unplug: () => terminal.unplug(),
      plugIn: () => terminal.plugIn(),
    }
  },
  simulator: async () => {
    const unit = simulateLamp({ id: 'lamp', openingMs: 5 })
    return {
      open: () => unit.open(),
      brightness: () => unit.brightness,
      breakDown: () => unit.fail('lamp-failed'),
      unplug: () => unit.fail('lamp-missing'),
      plugIn: () => unit.recover(),
    }
  },
}

const never = new AbortController().signal

describe.each(Object.entries(rigs))('lamp: %s', (_name, start) => {
  let folder: string
  let rig: Rig
  let lamp: Lamp

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machinaka-lamp-'))
    rig = await start(folder)
    lamp = rig.open()
    await until(() => lamp.status().state === 'online', 'online')
  })
  afterEach(async () => {
    await lamp.close()
    await rig.unplug()
    await rm(folder, { recursive: true })
  })

  test('shines as bright as it is told', async () => {
    for (const brightness of [1, 0.35, 0]) {
      expect(await lamp.set(brightness)).toEqual({ ok: true, value: undefined })
      expect(rig.brightness()).toBe(brightness)
    }
  })

  test('takes what is out of range as its nearest end', async () => {
    await lamp.set(7)
    expect(rig.brightness()).toBe(1)
    await lamp.set(-1)
    expect(rig.brightness()).toBe(0)
  })

  test('tells what it is and how it is', async () => {
    expect(lamp.capabilities().kind).toBe('lamp')
    expect(await lamp.checkHealth('internal', never)).toMatchObject({ ok: true })
    expect(await lamp.reset()).toMatchObject({ ok: true })
  })

  test('is missing when it is unplugged', async () => {
    await rig.unplug()
    await until(() => lamp.status().state === 'no-device', 'no-device')
    expect(lamp.status().fault?.code).toBe('lamp-missing')
    expect(await lamp.set(1)).toMatchObject({ ok: false, error: { code: 'lamp-missing' } })
    expect(await lamp.checkHealth('internal', never)).toMatchObject({ ok: false })
  })

  test('is missing when it answers no more', async () => {
    if (rig.mute === undefined) return
    rig.mute()
    await until(() => lamp.status().fault?.code === 'lamp-missing', 'missing')
  })

  test('says when its light is broken', async () => {
    rig.breakDown()
    await until(() => lamp.status().fault !== undefined, 'a fault')
    expect(lamp.status()).toMatchObject({ state: 'hardware-error', fault: { code: 'lamp-failed' } })
    expect(await lamp.set(1)).toMatchObject({ ok: false, error: { code: 'lamp-failed' } })
  })

  test('is there again when it is plugged in and opened again', async () => {
    await rig.unplug()
    await until(() => lamp.status().fault !== undefined, 'a fault')
    await lamp.close()
    await rig.plugIn()
    lamp = rig.open()
    await until(() => lamp.status().state === 'online', 'online')
    expect(await lamp.set(0.5)).toMatchObject({ ok: true })
  })

  test('bears noise on the line', async () => {
    if (rig.noise === undefined) return
    rig.noise(Buffer.from('\0\xff\xfeERR\nOK\nOK 999999\nID x\n\r\r\n'.repeat(20), 'latin1'))
    rig.noise(new Uint8Array(10_000).fill(0x41))
    rig.noise(Buffer.from('\n'))
    await aWhile()
    expect(await lamp.set(0.6)).toMatchObject({ ok: true })
    expect(rig.brightness()).toBe(0.6)
  })

  test('closes twice, and says nothing afterwards', async () => {
    const states: string[] = []
    lamp.onStatus(({ state }) => states.push(state))
    await Promise.all([lamp.close(), lamp.close()])
    await rig.unplug()
    await aWhile()
    expect(states).toEqual([])
    expect(await lamp.set(1)).toMatchObject({ ok: false })
  })

  test('closes while it opens', async () => {
    await lamp.close()
    const other = rig.open()
    await other.close()
    lamp = rig.open()
    await until(() => lamp.status().state === 'online', 'online')
  })
})
