import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { maxCodeLength } from '../../hardware/code-reader/contract.ts'
import { superviseCodeReader } from '../../hardware/supervised.ts'
import type { ReaderRig } from './reader-rigs.ts'
import { hostileBytes, readerRigs } from './reader-rigs.ts'
import { aWhile, sleep, until } from './until.ts'

/** Long enough for bytes that were sent to have been read, on busy cores too. */
const arrived = (): Promise<void> => sleep(150)

describe.each(Object.entries(readerRigs))('code reader: %s', (_name, start) => {
  let folder: string
  let rig: ReaderRig
  let opened: CodeReader[]
  let codes: string[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machinaka-reader-'))
    rig = await start(folder)
    opened = []
    codes = []
  })
  afterEach(async () => {
    for (const reader of opened) await reader.close()
    await rig.stop()
    await rm(folder, { recursive: true })
  })

  function open(): CodeReader {
    const reader = rig.open()
    opened.push(reader)
    reader.onCode((code) => codes.push(code.text))
    return reader
  }
  async function openOnline(): Promise<CodeReader> {
    const reader = open()
    await until(() => reader.status().state === 'online', 'online')
    return reader
  }
  async function openEnabled(): Promise<CodeReader> {
    const reader = await openOnline()
    expect(await reader.enable()).toEqual({ ok: true, value: undefined })
    return reader
  }

  test('starts, and is online when the device answers', async () => {
    const reader = open()
    expect(reader.status().state).toBe('starting')
    const states: string[] = []
    reader.onStatus(({ state }) => states.push(state))
    await until(() => states.length > 0, 'a status')
    expect(states).toEqual(['online'])
    expect(reader.status().fault).toBeUndefined()
  })

  test('opens without a device, and says that it is missing', async () => {
    await rig.unplug()
    const reader = open()
    await until(() => reader.status().state === 'no-device', 'no-device')
    expect(reader.status().fault?.code).toBe('code-reader-missing')
    expect(await reader.enable()).toMatchObject({ ok: false, error: { code: 'code-reader-missing' } })
  })

  test('says what it is, the same all the time it is open', async () => {
    const reader = await openOnline()
    const before = reader.capabilities()
    expect(before.kind).toBe('code-reader')
    rig.scan('something')
    await aWhile()
    expect(reader.capabilities()).toEqual(before)
  })

  test('delivers the first code after it was enabled', async () => {
    await openEnabled()
    rig.scan('12345678901234567890123')
    await until(() => codes.length > 0, 'a code')
    expect(codes).toEqual(['12345678901234567890123'])
  })

  test('delivers each code once, in order', async () => {
    await openEnabled()
    const sent = Array.from({ length: 30 }, (_, index) => `code number ${index}`)
    for (const code of sent) rig.scan(code)
    await until(() => codes.length >= sent.length, 'all codes')
    await aWhile()
    expect(codes).toEqual(sent)
  })

  test('delivers the same code again when it is shown again', async () => {
    await openEnabled()
    rig.scan('again')
    await until(() => codes.length === 1, 'a code')
    rig.scan('again')
    await until(() => codes.length === 2, 'a second code')
  })

  test('delivers nothing before it is enabled, nor later what came before', async () => {
    const reader = await openOnline()
    rig.scan('too early')
    await aWhile()
    await reader.enable()
    await aWhile()
    rig.scan('in time')
    await until(() => codes.length > 0, 'a code')
    expect(codes).toEqual(['in time'])
  })

  test('delivers nothing after it was disabled', async () => {
    const reader = await openEnabled()
    rig.scan('first')
    await until(() => codes.length === 1, 'a code')
    const disabled = reader.disable()
    rig.scan('second')
    await disabled
    rig.scan('third')
    await aWhile()
    expect(codes).toEqual(['first'])
  })

  test('can be enabled and disabled again and again', async () => {
    const reader = await openEnabled()
    for (let round = 0; round < 5; round++) {
      await reader.disable()
      await reader.enable()
      rig.scan(`round ${round}`)
      await until(() => codes.length === round + 1, `code ${round}`)
    }
  })

  test('drops a half-received code on clearInput', async () => {
    const reader = await openEnabled()
    const rest = rig.beginScan?.('half of it is gone')
    if (rest === undefined) return
    await arrived()
    reader.clearInput()
    rest()
    await sleep(20)
    rig.scan('whole')
    await until(() => codes.length > 0, 'a code')
    expect(codes).toEqual(['whole'])
  })

  test('does not deliver the second half of what began before it was enabled', async () => {
    const reader = await openOnline()
    const rest = rig.beginScan?.('began too early')
    if (rest === undefined) return
    await arrived()
    await reader.enable()
    rest()
    await sleep(20)
    rig.scan('whole')
    await until(() => codes.length > 0, 'a code')
    expect(codes).toEqual(['whole'])
  })

  test('cuts off what is longer than a code can be', async () => {
    await openEnabled()
    rig.scan('x'.repeat(3 * maxCodeLength))
    await until(() => codes.length > 0, 'a code')
    expect(codes[0]).toHaveLength(maxCodeLength)
    rig.scan('next')
    await until(() => codes.length > 1, 'the next code')
    expect(codes[1]).toBe('next')
  })

  test('carries text of every kind', async () => {
    await openEnabled()
    const texts = ['漢字とかな', 'https://example.jp/?id=1&x=_', '𠮷野家', 'a\tb', '\u200fright to left']
    for (const text of texts) rig.scan(text)
    await until(() => codes.length === texts.length, 'all codes')
    expect(codes).toEqual(texts)
  })

  test('has one listener', async () => {
    const reader = await openOnline()
    expect(() => reader.onCode(() => undefined)).toThrow('one listener')
  })

  test('survives noise, and reads the next code', async () => {
    const reader = await openEnabled()
    if (rig.noise === undefined) return
    for (const bytes of hostileBytes()) rig.noise(bytes)
    await sleep(400)
    codes.length = 0
    for (let attempt = 0; attempt < 3 && !codes.includes('after the noise'); attempt++) {
      rig.scan('after the noise')
      await sleep(300)
    }
    expect(codes).toContain('after the noise')
    expect(reader.status().state).toBe('online')
  })

  test.each(['disabled', 'enabled', 'half-way through a code'] as const)(
    'is lost when unplugged while %s',
    async (when) => {
      const reader = await openOnline()
      if (when !== 'disabled') await reader.enable()
      if (when === 'half-way through a code') rig.beginScan?.('a code that will never be whole')
      await rig.unplug()
      await until(() => reader.status().state === 'offline', 'offline')
      expect(reader.status().fault?.code).toBe('code-reader-lost')
      expect(await reader.enable()).toMatchObject({ ok: false, error: { code: 'code-reader-lost' } })
      expect(await reader.reset()).toMatchObject({ ok: false })
      await aWhile()
      expect(codes).toEqual([])
    },
  )

  test('says so when it is unplugged while it opens', async () => {
    const reader = open()
    await rig.unplug()
    await until(() => reader.status().fault !== undefined, 'a fault')
    expect(['code-reader-missing', 'code-reader-lost']).toContain(reader.status().fault?.code)
  })

  test('is there again when it is plugged in and opened again', async () => {
    const first = await openEnabled()
    await rig.unplug()
    await until(() => first.status().state === 'offline', 'offline')
    await first.close()
    await rig.plugIn()
    await openEnabled()
    rig.scan('after the replug')
    await until(() => codes.length > 0, 'a code')
    expect(codes).toEqual(['after the replug'])
  })

  test('answers a reset while it works', async () => {
    const reader = await openEnabled()
    expect(await reader.reset()).toEqual({ ok: true, value: undefined })
    rig.scan('after the reset')
    await until(() => codes.length > 0, 'a code')
  })

  test('tells its health in facts without a word of any code', async () => {
    const reader = await openEnabled()
    rig.scan('987654321098')
    await until(() => codes.length > 0, 'a code')
    const health = await reader.checkHealth('internal', new AbortController().signal)
    expect(health.ok).toBe(true)
    expect(JSON.stringify([health, reader.status(), reader.capabilities()])).not.toContain('987654321098')
  })

  test('has no word of any code in any status, come what may', async () => {
    const canary = '555566667777'
    const reader = await openEnabled()
    const said: unknown[] = []
    reader.onStatus((status) => said.push(status))
    rig.scan(canary)
    await until(() => codes.length > 0, 'a code')
    rig.beginScan?.(canary)
    rig.noise?.(Buffer.from(canary))
    await arrived()
    said.push(await reader.reset(), await reader.checkHealth('internal', new AbortController().signal))
    await rig.unplug()
    await until(() => reader.status().state === 'offline', 'offline')
    said.push(reader.status(), await reader.enable(), await reader.reset(), reader.capabilities())
    expect(JSON.stringify(said)).not.toContain(canary.slice(0, 6))
  })

  test('closes twice, and says nothing afterwards', async () => {
    const reader = await openEnabled()
    const states: string[] = []
    reader.onStatus(({ state }) => states.push(state))
    await Promise.all([reader.close(), reader.close()])
    await reader.close()
    rig.scan('to nobody')
    await rig.unplug()
    await aWhile()
    expect(states).toEqual([])
    expect(codes).toEqual([])
    expect(await reader.enable()).toMatchObject({ ok: false })
  })

  test('closes while it opens', async () => {
    const reader = open()
    const states: string[] = []
    reader.onStatus(({ state }) => states.push(state))
    await reader.close()
    await aWhile()
    expect(states).toEqual([])
    // Nothing holds the device: it can be opened at once.
    await openEnabled()
    rig.scan('free again')
    await until(() => codes.length > 0, 'a code')
  })

  test('comes back by itself under a supervisor, enabled as it was', async () => {
    const reader = superviseCodeReader({
      id: 'reader',
      open: () => rig.open(),
      policy: { firstBackOffMs: 20, lastBackOffMs: 40, budget: 1_000 },
    })
    opened.push(reader)
    reader.onCode((code) => codes.push(code.text))
    await until(() => reader.status().state === 'online', 'online')
    await reader.enable()
    for (let round = 0; round < 3; round++) {
      await rig.unplug()
      await until(() => reader.status().state !== 'online', 'lost')
      await rig.plugIn()
      await until(() => reader.status().state === 'online', 'online again')
      await until(() => rig.listening?.() ?? true, 'listening')
      await sleep(20)
      rig.scan(`round ${round}`)
      await until(() => codes.length === round + 1, `code ${round}`)
    }
    expect(codes).toEqual(['round 0', 'round 1', 'round 2'])
  })
})
