import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { prepareGround } from '../../main/demo/ground.ts'
import { slopeOf, type Measure } from './measure.ts'
import { SoakPage } from './page.ts'
import { soakSession, type Random, type SessionCourse } from './session.ts'

/**
 * `npm run soak`: sessions one after another on one booth service over its real HTTP, with faults, languages,
 * cancellations and people who walk away, always the same ones. Writes docs/soak.md.
 */
const sessions = Number(process.env['MACHINAKA_SOAK'] ?? 1_000)
/** Photo workers, code and caches come in during the first fifth; the slopes are of what follows. */
const warmUp = Math.ceil(sessions / 5)
/** Fewer say nothing of a slope of 2 KB a session. */
const decisive = 200
const bars = { heapBytesPerSession: 2_048, residentRatio: 1.1 } as const
const seed = 20_261_123

const folder = mkdtempSync(join(tmpdir(), 'machinaka-soak-'))
const temp = join(folder, 'tmp')
mkdirSync(temp)
const ground = await prepareGround(folder)
const service = fork(join(import.meta.dirname, 'booth.ts'), [ground.configFile], {
  execArgv: ['--expose-gc'],
  env: { ...process.env, TMPDIR: temp },
})
const began = Date.now()
try {
  const [{ address }] = (await once(service, 'message')) as [{ address: string }]
  await write(await soak(address))
} finally {
  const ended = once(service, 'exit')
  service.disconnect()
  await ended
  await ground.intake.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measured(): Promise<Measure> {
  const answer = once(service, 'message')
  service.send('measure')
  const [measure] = (await answer) as [Measure]
  return measure
}

async function soak(first: string) {
  const random = seeded(seed)
  const courses: Partial<Record<SessionCourse, number>> = {}
  const measures: Measure[] = []
  let page = await SoakPage.open(first)
  for (let n = 1; n <= sessions; n++) {
    const course = await soakSession(page, random)
    courses[course] = (courses[course] ?? 0) + 1
    const address = await page.next()
    page.close()
    page = await SoakPage.open(address)
    measures.push(await measured())
    if (n % 10 === 0) process.stderr.write(`${n} of ${sessions}\n`)
  }
  page.close()
  return { courses, measures }
}

/** Mulberry32: the same sessions each time. */
function seeded(from: number): Random {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

async function write({ courses, measures }: Awaited<ReturnType<typeof soak>>): Promise<void> {
  const counted = measures.slice(warmUp)
  const of = (name: keyof Measure): number[] => counted.map((measure) => measure[name])
  const [first, last] = [counted[0], counted.at(-1)]
  if (first === undefined || last === undefined) throw new Error('Too few sessions to measure anything.')
  const heap = slopeOf(of('heap'))
  const ratio = last.resident / first.resident
  const verdict = (kept: boolean): string =>
    sessions < decisive ? 'not decided: too few sessions' : kept ? 'kept' : 'not kept'
  const grown = (name: 'descriptors' | 'timers' | 'tempFiles') =>
    `| ${name} | ${first[name]} | ${last[name]} | ${slopeOf(of(name)).slope.toFixed(3)} |`
  const kb = (bytes: number): string => (bytes / 1_024).toFixed(1)
  const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(0)
  const text = `# Soak

Written by \`npm run soak\`: applicants one after another on one booth service, over its real HTTP, with a simulated
reader, camera and printer, the real photo check, outbox and courier, and an intake of its own. Some call off, some walk
away, devices fail and come back, all by a fixed seed. What it leaves out: the browser's half of memory, and days of
standing idle.

**${sessions} sessions** of the 1,000 of the full length (\`MACHINAKA_SOAK=20\` for a short one), in
${((Date.now() - began) / 60_000).toFixed(1)} minutes, on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'},
${mb(totalmem())} MB, load ${loadavg()[0]?.toFixed(1)} at the end (an idle machine of this size stands at 0).

| Course | Sessions |
|---|---|
${Object.entries(courses)
  .map(([course, count]) => `| ${course} | ${count} |`)
  .join('\n')}

Measured after each session, after a forced collection; the first ${warmUp} sessions are warm-up and not counted.

| Bar | Measured | |
|---|---|---|
| heap: upper 95 % bound of the slope ≤ ${kb(bars.heapBytesPerSession)} KB a session | slope ${kb(heap.slope)}, bound ${kb(heap.upper)} KB | ${verdict(heap.upper <= bars.heapBytesPerSession)} |
| resident memory at the end ≤ ${bars.residentRatio} × that after warm-up | ${mb(first.resident)} → ${mb(last.resident)} MB: ${ratio.toFixed(2)} | ${verdict(ratio <= bars.residentRatio)} |

| Count | after warm-up | at the end | slope a session |
|---|---|---|---|
${grown('descriptors')}
${grown('timers')}
${grown('tempFiles')}
`
  writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'soak.md'), text)
  process.stdout.write(text)
  const kept = heap.upper <= bars.heapBytesPerSession && ratio <= bars.residentRatio
  if ((sessions >= decisive && !kept) || (courses.stuck ?? 0) > 0) process.exitCode = 1
}
