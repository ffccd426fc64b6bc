import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import { openSsiReader } from '../../hardware/code-reader/ssi.ts'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { StandInSsiScanner } from './stand-ins/ssi-scanner.ts'
import { aWhile, until } from './until.ts'

const paramSend = 0xc6
const scanEnable = 0xe9
const scanDisable = 0xea

let folder: string
let terminal: PseudoTerminal
let scanner: StandInSsiScanner
let reader: CodeReader
let codes: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machinaka-ssi-'))
  terminal = await PseudoTerminal.start(join(folder, 'tty'))
  scanner = new StandInSsiScanner(terminal)
  codes = []
})
afterEach(async () => {
  await reader.close()
  await terminal.unplug()
  await rm(folder, { recursive: true })
})

/** Generous where the reader answers, for cores are shared; short where it does not. */
function open(answerWithinMs = 2_000): CodeReader {
  reader = openSsiReader({ id: 'reader', path: terminal.path, baudRate: 9_600, answerWithinMs })
  reader.onCode((code) => codes.push(code.text))
  return reader
}
const online = (): Promise<void> => until(() => reader.status().state === 'online', 'online')

test('sets the reader up: packets, no configuration by printed codes, no light until somebody scans', async () => {
  open()
  await online()
  expect(scanner.parameters.get(0xee)).toBe(1)
  expect(scanner.parameters.get(0xec)).toBe(0)
  expect(scanner.commands).toEqual([paramSend, paramSend, scanDisable])
  const health = await reader.checkHealth('internal', new AbortController().signal)
  expect(health).toMatchObject({ ok: true, value: { facts: { configurationCodesOff: true } } })
})

test('lights the reader for the scan step only', async () => {
  open()
  await online()
  await reader.enable()
  expect(scanner.commands.at(-1)).toBe(scanEnable)
  await reader.disable()
  expect(scanner.commands.at(-1)).toBe(scanDisable)
})

test('disabled while it is being enabled stays disabled', async () => {
  open()
  await online()
  const enabling = reader.enable()
  await reader.disable()
  await enabling
  scanner.scan('nobody asked')
  await aWhile()
  expect(codes).toEqual([])
})

test('says again what was not understood', async () => {
  scanner.nakNext = 2
  open()
  await online()
  expect(scanner.commands.filter((opcode) => opcode === paramSend)).toHaveLength(4)
})

test('takes a reader that answers nothing for none', async () => {
  scanner.mute = true
  open(60)
  await until(() => reader.status().fault !== undefined, 'a fault')
  expect(reader.status().fault).toMatchObject({
    code: 'code-reader-missing',
    detail: expect.stringContaining('no SSI answer'),
  })
  // Once and, as SSI has it, twice again.
  expect(scanner.commands).toHaveLength(3)
})

test('is lost when the reader hangs', async () => {
  open(500)
  await online()
  scanner.mute = true
  expect(await reader.enable()).toMatchObject({ ok: false, error: { code: 'code-reader-lost' } })
  expect(reader.status().state).toBe('offline')
})

test('asks again for a packet that came damaged, and delivers it once', async () => {
  open()
  await online()
  await reader.enable()
  // A whole packet of DECODE_DATA with one bit turned; the reader sends it again when it is told so.
  terminal.send(Buffer.from('07F30000014F52FE65', 'hex'))
  await aWhile()
  scanner.scan('well')
  await until(() => codes.length > 0, 'a code')
  expect(codes).toEqual(['well'])
  const health = await reader.checkHealth('internal', new AbortController().signal)
  expect(health).toMatchObject({ ok: true, value: { facts: { damagedPackets: 1 } } })
})

test('delivers a code once that the reader sends twice', async () => {
  open()
  await online()
  await reader.enable()
  scanner.scan('once')
  // Before our answer can have come.
  scanner.repeat()
  await until(() => codes.length > 0, 'a code')
  await aWhile()
  expect(codes).toEqual(['once'])
})

test('joins a code of several packets', async () => {
  open()
  await online()
  await reader.enable()
  const long = Array.from({ length: 50 }, (_, index) => `${index}`.padStart(10, '.')).join('')
  scanner.scan(long)
  await until(() => codes.length > 0, 'a code')
  expect(codes).toEqual([long])
})
