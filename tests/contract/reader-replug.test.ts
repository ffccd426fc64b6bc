import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openSerialLineReader } from '../../hardware/code-reader/serial-line.ts'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { superviseCodeReader } from '../../hardware/supervised.ts'
import { sleep, until } from './until.ts'

/** `npm run soak:reader` pulls the plug a thousand times. */
const cycles = process.env['MACHINAKA_FULL'] === '1' ? 1_000 : 25
const codesPerCycle = 3
/** The first cycles load code and fill caches; the balance is drawn from here on. */
const warmUp = Math.min(20, cycles / 5)
/** A thousand leaks of 10 kB each would be 10 MB. */
const allowedGrowth = 8 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function balance(): Promise<{ descriptors: number; heap: number }> {
  await sleep(50)
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return { descriptors: (await readdir('/proc/self/fd')).length, heap: heapUsed + external }
}

test(`${cycles} times unplugged and plugged in while scanning`, { timeout: 30 * 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'machinaka-replug-'))
  const path = join(folder, 'tty')
  const terminal = await PseudoTerminal.start(path)
  const reader = superviseCodeReader({
    id: 'reader',
    open: () => openSerialLineReader({ id: 'reader', path, baudRate: 115_200 }),
    // The usual waits would make this last a day; the way through the supervisor is the same.
    policy: { firstBackOffMs: 10, lastBackOffMs: 20, budget: cycles * 100 },
  })
  const received = new Map<string, number>()
  reader.onCode(({ text }) => received.set(text, (received.get(text) ?? 0) + 1))
  await until(() => reader.status().state === 'online', 'online')
  await reader.enable()

  const sent = new Set<string>()
  const attempted = new Set<string>()
  let before = await balance()
  for (let cycle = 0; cycle < cycles; cycle++) {
    if (cycle === warmUp) before = await balance()
    for (let count = 0; count < codesPerCycle; count++) {
      const code = `${String(cycle).padStart(10, '0')}${String(count).padStart(13, '0')}`
      sent.add(code)
      attempted.add(code)
      terminal.send(`${code}\r\n`)
    }
    await until(() => received.size >= sent.size, `the codes of cycle ${cycle}`)
    // One more on the way, whole or in half, as the plug is pulled.
    const late = `late ${cycle}`
    attempted.add(late)
    terminal.send(cycle % 2 === 0 ? `${late}\r` : late)
    if (cycle % 3 === 0) await sleep(cycle % 7)
    await terminal.unplug()
    received.delete(late)
    await until(() => reader.status().state !== 'online', `lost in cycle ${cycle}`)
    await terminal.plugIn()
    await until(() => reader.status().state === 'online', `online again in cycle ${cycle}`)
    received.delete(late)
  }
  const after = await balance()
  await reader.close()
  await terminal.unplug()
  await rm(folder, { recursive: true })

  expect([...sent].filter((code) => received.get(code) !== 1)).toEqual([])
  expect([...received.keys()].filter((code) => !attempted.has(code))).toEqual([])
  expect(after.descriptors).toBe(before.descriptors)
  expect(after.heap - before.heap).toBeLessThan(allowedGrowth)
  const grown = Math.round((after.heap - before.heap) / 1024)
  console.info(
    `${cycles} replugs, ${sent.size} codes, ${after.descriptors} descriptors, ${grown} KiB more memory`,
  )
})
