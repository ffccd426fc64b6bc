import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { startBoothProcess } from '../main/demo/booth-process.ts'
import { prepareGround } from '../main/demo/ground.ts'
import { JournalReader } from '../main/demo/journal-reader.ts'
import { startReady } from '../main/demo/ready-process.ts'
import { machine } from './machine.ts'

/**
 * `npm run bench:booth`: how soon the service is ready, what it holds before the first photo check, and what a booth
 * with welcome on its screen takes of a core: the service, and the Chromium window of `booth start --shell chromium`
 * (on Xvfb, where everything is drawn by the CPU: a booth's graphics processor takes that off it).
 */
const starts = 7
const idleSeconds = 60
/** The page has loaded its languages and fonts, and the service's own start is over. */
const settleSeconds = 15
const bars = { readyMs: 1_500, idlePercent: 2, megabytes: 250 } as const
const cli = join(import.meta.dirname, '..', 'main', 'cli.ts')
/** Clock ticks a second, as /proc counts them (getconf CLK_TCK). */
const ticksPerSecond = 100

const folder = mkdtempSync(join(tmpdir(), 'machinaka-bench-booth-'))
await using ending = new AsyncDisposableStack()
ending.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
const ground = await prepareGround(folder)
ending.defer(() => ground.intake.stop())

/** As in packaging/systemd/machinaka-booth.service. */
const env = { NODE_COMPILE_CACHE: join(folder, 'cache') }
const ready: number[] = []
// The first start fills the cache, as after an installation, and is not counted.
for (let n = 0; n <= starts; n++) {
  const began = performance.now()
  const booth = await startBoothProcess(ground.configFile, env)
  if (n > 0) ready.push(performance.now() - began)
  await booth.stop()
}

const display = spawn(
  '/usr/bin/Xvfb',
  ['-displayfd', '1', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp'],
  {
    stdio: ['ignore', 'pipe', 'ignore'],
  },
)
ending.defer(() => void display.kill())
const [number] = (await once(display.stdout, 'data')) as [Buffer]
const journal = new JournalReader(ground.config.journal.folder)
const booth = await startReady({
  file: cli,
  args: ['start', '--shell', 'chromium', '--json', '--config', ground.configFile],
  env: { ...env, DISPLAY: `:${number.toString().trim()}` },
  says: z.object({ ready: z.literal(true) }),
})
ending.defer(() => booth.stop())
while (journal.count('page-joined') === 0) await sleep(200)
await sleep(settleSeconds * 1_000)

/** Processes below one, with what each is. */
function below(parent: number): Map<number, string> {
  const found = new Map<number, string>()
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const fields = statOf(Number(name))
    if (fields !== null) parents.set(Number(name), Number(fields[1]))
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (parents.get(pid) === parent || isBelow(parents.get(pid)))
  for (const pid of parents.keys()) if (isBelow(pid)) found.set(pid, kindOf(pid))
  return found
}

/** Fields of /proc/PID/stat from the state on; null where the process has gone. */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return null
  }
}

const kindOf = (pid: number): string =>
  /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'browser'

const secondsOf = (pid: number): number => {
  const fields = statOf(pid)
  return fields === null ? 0 : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const service = booth.process.pid ?? 0
const window = below(service)
const seconds = (): Map<string, number> => {
  const sums = new Map([['service', secondsOf(service)]])
  for (const [pid, kind] of window) sums.set(kind, (sums.get(kind) ?? 0) + secondsOf(pid))
  return sums
}
const before = seconds()
await sleep(idleSeconds * 1_000)
const after = seconds()
const percent = new Map(
  [...after].map(([kind, sum]) => [kind, ((sum - (before.get(kind) ?? 0)) / idleSeconds) * 100]),
)
const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service}/status`, 'utf8'))?.[1]) / 1_024

const sorted = ready.toSorted((a, b) => a - b)
const idle = percent.get('service') ?? Number.NaN
const page = [...percent].filter(([kind]) => kind !== 'service')
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const verdict = (kept: boolean): string => {
  if (!kept) process.exitCode = 1
  return kept ? 'kept' : 'NOT KEPT'
}
say(
  `service ready: median ${sorted[starts >> 1]?.toFixed(0)} ms, most ${sorted.at(-1)?.toFixed(0)} ms of ${starts} starts (bar ${bars.readyMs}: ${verdict((sorted[starts >> 1] ?? Infinity) <= bars.readyMs)})`,
)
say(
  `idle service: ${idle.toFixed(2)} % of a core over ${idleSeconds} s (bar ${bars.idlePercent}: ${verdict(idle <= bars.idlePercent)})`,
)
const inAll = page.reduce((sum, [, share]) => sum + share, 0)
say(
  `idle window: ${inAll.toFixed(2)} % of a core (${page.map(([kind, share]) => `${kind} ${share.toFixed(2)}`).join(', ')})`,
)
say(
  `service memory before the first check: ${resident.toFixed(0)} MB (bar ${bars.megabytes}: ${verdict(resident <= bars.megabytes)})`,
)
say(machine())
