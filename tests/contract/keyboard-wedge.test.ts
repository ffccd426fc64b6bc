import { execFileSync } from 'node:child_process'
import type { FileHandle } from 'node:fs/promises'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeyboardWedge } from '../../hardware/code-reader/keyboard-wedge.ts'
import { aWhile, until } from './until.ts'

/* A named pipe stands for the input device: the driver reads the same records from both. */

const enter = 28
/** A key pressed and released: two records of struct input_event. */
function stroke(key: number): Buffer {
  const bytes = Buffer.alloc(48)
  for (const [at, value] of [
    [0, 1],
    [24, 0],
  ] as const) {
    bytes.writeUInt16LE(1, at + 16)
    bytes.writeUInt16LE(key, at + 18)
    bytes.writeInt32LE(value, at + 20)
  }
  return bytes
}
const type = (...keys: number[]): Buffer => Buffer.concat(keys.map((key) => stroke(key)))

let folder: string
let path: string
let keyboard: FileHandle
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machinaka-wedge-'))
  path = join(folder, 'event-kbd')
  execFileSync('mkfifo', [path])
  // Both ways, so that neither end waits for the other.
  keyboard = await open(path, 'r+')
})
afterEach(async () => {
  await keyboard.close().catch(() => undefined)
  await rm(folder, { recursive: true })
})

test('reads what the wedge types, only while it is enabled', async () => {
  const reader = openKeyboardWedge({ id: 'reader', path, development: true })
  const codes: string[] = []
  reader.onCode((code) => codes.push(code.text))
  await until(() => reader.status().state === 'online', 'online')
  await keyboard.write(type(2, 3, enter))
  await aWhile()
  await reader.enable()
  await keyboard.write(type(4, 5, enter, 6))
  await until(() => codes.length > 0, 'a code')
  await reader.disable()
  await keyboard.write(type(7, enter))
  await aWhile()
  expect(codes).toEqual(['34'])
  await reader.close()
  // A last key, so that the read that is still waiting ends.
  await keyboard.write(type(enter))
})

test('is missing where there is no such device', async () => {
  const reader = openKeyboardWedge({ id: 'reader', path: join(folder, 'none'), development: true })
  await until(() => reader.status().fault !== undefined, 'a fault')
  expect(reader.status()).toMatchObject({ state: 'no-device', fault: { code: 'code-reader-missing' } })
  await reader.close()
  await reader.close()
})
