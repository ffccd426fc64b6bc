import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareGround } from '../../main/demo/ground.ts'
import type { ServiceMeasure } from './booth.ts'
import { inWords } from './memory.ts'
import { SoakPage } from './page.ts'
import { seeded } from '../seeded.ts'
import { soakSession, type SessionCourse } from './session.ts'

export type ServiceSoak = Readonly<{
  courses: Readonly<Partial<Record<SessionCourse, number>>>
  /** One after each session, after a forced collection. */
  measures: readonly ServiceMeasure[]
}>

type ServiceSoakOptions = Readonly<{
  sessions: number
  seed: number
  say: (line: string) => void
  /** Ends it after the session under way. */
  signal: AbortSignal
}>

/** Applicants one after another on one booth service, over its real HTTP; the same ones for the same seed. */
export async function soakService({ sessions, seed, say, signal }: ServiceSoakOptions): Promise<ServiceSoak> {
  await using ending = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-soak-'))
  ending.defer(() => rmSync(folder, { recursive: true, force: true }))
  // A folder for temporary files of its own: whatever is left in it is the service's.
  const temp = join(folder, 'tmp')
  mkdirSync(temp)
  // One photo worker: they end with each session and are not measured; starting the second would take half the time.
  const ground = await prepareGround(folder, () => ({ photo: { workers: 1 } }))
  ending.defer(() => ground.intake.stop())
  const service = fork(join(import.meta.dirname, 'booth.ts'), [ground.configFile], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, TMPDIR: temp },
    // A Ctrl+C is for the soak alone, which ends the service when it is done.
    detached: true,
  })
  ending.defer(async () => {
    const ended = once(service, 'exit')
    service.disconnect()
    await ended
  })
  const [{ address }] = (await once(service, 'message')) as [{ address: string }]

  const random = seeded(seed)
  const courses: Partial<Record<SessionCourse, number>> = {}
  const measures: ServiceMeasure[] = []
  let page = await SoakPage.open(address)
  for (let n = 1; n <= sessions && !signal.aborted; n++) {
    const course = await soakSession(page, random)
    courses[course] = (courses[course] ?? 0) + 1
    const next = await page.next()
    page.close()
    page = await SoakPage.open(next)
    const answer = once(service, 'message')
    service.send('measure')
    const [measure] = (await answer) as [ServiceMeasure]
    measures.push(measure)
    if (n % 50 === 0) say(`service: ${n} of ${sessions} sessions, ${inWords(measure)}`)
  }
  page.close()
  return { courses, measures }
}
