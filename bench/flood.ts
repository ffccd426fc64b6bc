import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBoothProcess } from '../main/demo/booth-process.ts'
import { prepareGround } from '../main/demo/ground.ts'
import { PressingPage } from '../tests/integration/service/pressing-page.ts'
import { machine } from './machine.ts'

/**
 * `npm run bench:flood`: how much slower a press becomes while one process sends to the booth service as much as it
 * can over 32 connections. The bar: the slowest press within 5 times the slowest without a flood.
 */
const presses = 250
const bar = 5
const kinds = [
  'wrong origin',
  'no token',
  'guessed codes',
  'files of the page',
  'malformed',
  'huge body',
  'a hundred at once',
  'slow',
  'all',
] as const
const generator = join(import.meta.dirname, '..', 'tests', 'integration', 'service', 'flood-generator.ts')

const folder = mkdtempSync(join(tmpdir(), 'machinaka-flood-'))
const ground = await prepareGround(folder)
const booth = await startBoothProcess(ground.configFile)
const address = booth.said.address ?? ''
const { origin, port } = new URL(address)
const page = await PressingPage.open(address)

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
const row = (name: string, milliseconds: readonly number[], more: string): string => {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const shares = [0.5, 0.99, 1].map((share) => at(sorted, share).toFixed(1).padStart(7))
  return `${name.padEnd(20)} ${shares.join(' ')}  ${more}`
}

/** Milliseconds until a page without a token has its document and its script. */
async function load(): Promise<number> {
  const began = performance.now()
  const document = await (await fetch(origin)).text()
  const script = /src="([^"]+)"/.exec(document)?.[1] ?? ''
  await (await fetch(new URL(script, origin))).arrayBuffer()
  return performance.now() - began
}

await page.presses(100)
const unloaded = await page.presses(presses)
const slowest = Math.max(...unloaded)
process.stdout.write(`${' '.repeat(20)}     p50     p99     max  milliseconds of ${presses} presses\n`)
process.stdout.write(`${row('no flood', unloaded, `page loads in ${(await load()).toFixed(0)} ms`)}\n`)
let worst = 0
for (const kind of kinds) {
  const flood = fork(generator, [port, kind])
  await sleep(1_000)
  const began = performance.now()
  const flooded = await page.presses(presses)
  const seconds = (performance.now() - began) / 1_000
  const loaded = await load()
  const said = once(flood, 'message') as Promise<[number]>
  flood.send('end')
  const [sent] = await said
  const ratio = Math.max(...flooded) / slowest
  worst = Math.max(worst, ratio)
  const more = `${ratio.toFixed(1)} × the slowest; ${(sent / seconds).toFixed(0)} sent a second; page loads in ${loaded.toFixed(0)} ms`
  process.stdout.write(`${row(kind, flooded, more)}\n`)
  await sleep(500)
}
page.close()
await booth.stop()
await ground.intake.stop()
rmSync(folder, { recursive: true, force: true })
process.stdout.write(`${machine()}; slowest press ${worst.toFixed(1)} × that without a flood (bar ${bar})\n`)
process.exitCode = worst <= bar ? 0 : 1
