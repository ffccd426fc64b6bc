import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { staffLanguages } from '../../locales/staff/index.ts'
import { lastReport } from '../diagnostics/assemble-report.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import { EnterRequest, TestRequest } from './contract.ts'
import { guardStaff, isTechnician, refuse, sessionOf, shown, tokenOf } from './guard.ts'
import { overviewOf } from './overview.ts'
import type { StaffPorts } from './ports.ts'
import { technicianRoutes } from './technician-routes.ts'

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
    guarded.addHook('onRequest', guardStaff(sessions))

    staff.get('/api/staff/overview', async (request) => overviewOf(shown(sessionOf(request)), ports, now()))
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
    await guarded.register(async (technicians) => technicianRoutes(technicians, ports))
  })
}
