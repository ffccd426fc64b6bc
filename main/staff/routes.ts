import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { staffLanguages, type StaffLanguage } from '../../locales/staff/index.ts'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import type { Report, TestName, TestRecord } from '../diagnostics/contract.ts'
import { diagnose, lastReport, type DiagnosedBooth } from '../diagnostics/diagnose.ts'
import { judgeSeat } from '../diagnostics/seat-test.ts'
import { readTest } from '../diagnostics/read-test.ts'
import type { Journal } from '../journal/journal.ts'
import type { CameraView } from '../service/contract.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import type { StaffAccess } from './access.ts'
import {
  EnterRequest,
  ScreenTestOutcome,
  SeatTest,
  TestRequest,
  staffHeader,
  type Overview,
  type StaffRefusal,
  type StaffRole,
} from './contract.ts'
import { exportJournal, lastLines } from './journal-pages.ts'
import type { BoothHistory } from './day-history.ts'
import { boothLight, deviceLine, queueLine } from './overview.ts'
import type { StaffSession, StaffSessions } from './sessions.ts'
import type { Tally } from './tally.ts'

/** What the staff's routes act on. */
export type StaffPorts = Readonly<{
  access: StaffAccess
  sessions: StaffSessions
  tally: Tally
  history: BoothHistory
  journal: Journal
  diagnosed: DiagnosedBooth
  reader: CodeReader
  camera: CameraView
  health: () => SubmissionHealth
  /** Nobody is applying: what takes a device away from an applicant waits for it. */
  idle: () => boolean
  /** Applicants can begin now. */
  inService: () => boolean
  paused: () => boolean
  pause: (paused: boolean) => void
  /** Ends the service once the answer is out; whoever supervises it starts it again. */
  restart: () => void
  pdf: (report: Report, language: StaffLanguage) => Promise<Uint8Array>
  /** Where the journal's files lie; `null` where journald has them. */
  journalFolder: string | null
  /** Where a stick is mounted; `null` where the journal cannot be taken away. */
  exportFolder: string | null
  now?: () => Date
}>

const statusOf: Readonly<Record<StaffRefusal['refused'], number>> = {
  'no-session': 401,
  'not-for-this-role': 403,
  'no-such-device': 404,
  'applicant-inside': 409,
  'nowhere-to-write': 409,
  'bad-request': 400,
}
const shownLines = 200

/** `/api/staff/*`. All but `enter` need a staff session; what only technicians may do says so. */
export const staffRoutes = async (instance: FastifyInstance, ports: StaffPorts): Promise<void> => {
  const { access, sessions, journal, diagnosed, now = () => new Date() } = ports
  const server = instance.withTypeProvider<ZodTypeProvider>()

  server.post('/api/staff/enter', { schema: { body: EnterRequest } }, async (request, reply) => {
    const answer = await access.enter(request.body.pin)
    if (!answer.ok) return reply.code(answer.error.refused === 'locked' ? 429 : 403).send(answer.error)
    const { token, session } = sessions.begin(answer.value)
    return { token, session: shown(session) }
  })

  await instance.register(async (guarded) => {
    const staff = guarded.withTypeProvider<ZodTypeProvider>()
    guarded.addHook('onRequest', async (request, reply) => {
      const token = tokenOf(request)
      // Looking does not prolong a session, for screens look by themselves; pressing does.
      if (request.method !== 'GET') sessions.prolong(token)
      const session = sessions.find(token)
      if (session === undefined) return refuse(reply, 'no-session')
      current.set(request, session)
      return undefined
    })

    staff.get('/api/staff/overview', async (request) => overviewOf(request, ports, now()))
    staff.get('/api/staff/report', async () => lastReport(diagnosed, now()))
    // Answers how long the session lives now: the guard has just prolonged it.
    staff.post('/api/staff/stay', async (request) => shown(sessionOf(request)))
    staff.post('/api/staff/leave', async (request) => {
      sessions.end(tokenOf(request))
      return { left: true }
    })
    staff.post(
      '/api/staff/pause',
      { schema: { body: z.strictObject({ paused: z.boolean() }) } },
      async (request) => {
        ports.pause(request.body.paused)
        return { paused: ports.paused() }
      },
    )
    staff.post('/api/staff/restart', async (_request, reply) => {
      if (!ports.idle()) return refuse(reply, 'applicant-inside')
      journal.record('restart-asked')
      reply.raw.once('finish', ports.restart)
      return { restarting: true }
    })
    staff.post('/api/staff/diagnose', { schema: { body: TestRequest } }, async (request, reply) => {
      const { level, section } = request.body
      if (level !== 'internal' && !isTechnician(request)) return refuse(reply, 'not-for-this-role')
      if (level === 'interactive') return refuse(reply, 'bad-request')
      if (!ports.idle()) return refuse(reply, 'applicant-inside')
      const report = await diagnose(diagnosed, { level, now, ...(section === undefined ? {} : { section }) })
      const found = report.findings.length
      journal.record('diagnostics-run', { verdict: report.verdict, level, section: section ?? 'all', found })
      return report
    })
    staff.post(
      '/api/staff/report.pdf',
      { schema: { body: z.strictObject({ language: z.enum(staffLanguages) }) } },
      async (request, reply) => {
        const report = await diagnose(diagnosed, { level: 'internal', now })
        return reply.type('application/pdf').send(Buffer.from(await ports.pdf(report, request.body.language)))
      },
    )
    await guarded.register(async (technicians) => technicianRoutes(technicians, ports, now))
  })
}

const technicianRoutes = async (
  instance: FastifyInstance,
  ports: StaffPorts,
  now: () => Date,
): Promise<void> => {
  const { journal, diagnosed, reader } = ports
  const server = instance.withTypeProvider<ZodTypeProvider>()
  instance.addHook('onRequest', async (request, reply) => {
    return isTechnician(request) ? undefined : refuse(reply, 'not-for-this-role')
  })

  /** A test that a person took part in. */
  const keep = (record: Pick<TestRecord, 'section' | 'test' | 'measures'>, code: string | undefined) =>
    diagnosed.records.put([
      {
        ...record,
        outcome: code === undefined ? 'passed' : 'failed',
        at: now().toISOString(),
        ...(code === undefined ? {} : { code }),
      },
    ])

  server.post(
    '/api/staff/devices/:id/reset',
    { schema: { params: z.strictObject({ id: z.string().max(64) }) } },
    async (request, reply) => {
      const device = diagnosed.devices.find(({ id }) => id === request.params.id)
      if (device === undefined) return refuse(reply, 'no-such-device')
      if (!ports.idle()) return refuse(reply, 'applicant-inside')
      const answer = await device.reset()
      const outcome = answer.ok ? 'reset' : 'failed'
      journal.record('device-reset', { device: device.id, outcome })
      return answer.ok ? { outcome } : { outcome, code: answer.error.code }
    },
  )
  server.post('/api/staff/read-test', async (_request, reply) => {
    if (!ports.idle()) return refuse(reply, 'applicant-inside')
    const outcome = await readTest(reader)
    await keep({ section: 'code-reader', test: 'read' }, outcome.code)
    return outcome
  })
  server.post('/api/staff/screen-test', { schema: { body: ScreenTestOutcome } }, async (request) => {
    const { test, code } = judged(request.body)
    await keep({ section: 'screen', test }, code)
    return { passed: code === undefined }
  })
  server.post('/api/staff/seat-test', { schema: { body: SeatTest } }, async (request) => {
    const { measures, code } = judgeSeat(request.body)
    await keep({ section: 'camera', test: 'seat', measures }, code)
    return { passed: code === undefined }
  })
  server.get('/api/staff/journal', async () => ({
    lines: ports.journalFolder === null ? [] : await lastLines(ports.journalFolder, shownLines),
  }))
  server.post('/api/staff/journal/export', async (_request, reply) => {
    const { journalFolder, exportFolder } = ports
    if (journalFolder === null || exportFolder === null) return refuse(reply, 'nowhere-to-write')
    const name = `machinaka-${diagnosed.booth.id}-${now().toISOString().replaceAll(/[:.]/g, '-')}`
    const answer = await exportJournal(journalFolder, exportFolder, name)
    if (!answer.ok) return refuse(reply, 'nowhere-to-write')
    journal.record('journal-exported', { files: answer.value.files })
    return answer.value
  })
}

const judged = (outcome: ScreenTestOutcome): Readonly<{ test: TestName; code?: string }> => {
  switch (outcome.test) {
    case 'touch':
      return { test: 'touch', ...(outcome.touched === outcome.of ? {} : { code: 'touch-incomplete' }) }
    case 'pixels':
      return { test: 'pixels', ...(outcome.dead ? { code: 'pixels-dead' } : {}) }
    case 'sound':
      return { test: 'sound', ...(outcome.heard ? {} : { code: 'sound-not-heard' }) }
  }
}

const overviewOf = (request: FastifyRequest, ports: StaffPorts, now: Date): Overview => {
  const { diagnosed, tally, history } = ports
  const health = ports.health()
  const devices = diagnosed.devices.map(deviceLine)
  const { findings } = lastReport(diagnosed, now)
  const light = boothLight({ inService: ports.inService(), devices, findings, health })
  // What staff see now is part of the day, even if it lasted less than a minute.
  history.sample(light)
  return {
    session: shown(sessionOf(request)),
    booth: diagnosed.booth,
    now: now.toISOString(),
    camera: ports.camera,
    light,
    paused: ports.paused(),
    devices,
    queue: queueLine(health, now),
    findings,
    outcomes: tally.outcomes(),
    today: tally.today(),
    day: history.day(),
  }
}

const tokenOf = (request: FastifyRequest): string => {
  const token = request.headers[staffHeader]
  return typeof token === 'string' ? token : ''
}

/** The session a guarded request belongs to. */
const current = new WeakMap<FastifyRequest, StaffSession>()
const sessionOf = (request: FastifyRequest): StaffSession => {
  const session = current.get(request)
  if (session === undefined) throw new Error('A staff route is reached through its guard')
  return session
}
const isTechnician = (request: FastifyRequest): boolean => sessionOf(request).role === 'technician'

const shown = ({ role, endsAt }: StaffSession): Readonly<{ role: StaffRole; endsAt: string }> => ({
  role,
  endsAt: endsAt.toISOString(),
})

const refuse = (reply: FastifyReply, refused: StaffRefusal['refused']): FastifyReply =>
  reply.code(statusOf[refused]).send({ refused })
