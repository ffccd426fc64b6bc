import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { testCamera } from '../diagnostics/camera-test.ts'
import type { TestName, TestRecord } from '../diagnostics/contract.ts'
import { readTest } from '../diagnostics/read-test.ts'
import { CameraTestRequest, ScreenTestOutcome } from './contract.ts'
import { guardTechnicians, refuse } from './guard.ts'
import { exportJournal, lastLines } from './journal-pages.ts'
import type { StaffPorts } from './ports.ts'

const shownLines = 200

/** What only technicians may do: tests that take a part away from applicants, resets, the journal. */
export const technicianRoutes = async (instance: FastifyInstance, ports: StaffPorts): Promise<void> => {
  const { journal, diagnosed, now = () => new Date() } = ports
  const server = instance.withTypeProvider<ZodTypeProvider>()
  instance.addHook('onRequest', guardTechnicians)

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
    const outcome = await readTest(ports.reader)
    await keep({ section: 'code-reader', test: 'read' }, outcome.code)
    return outcome
  })
  server.post('/api/staff/screen-test', { schema: { body: ScreenTestOutcome } }, async (request) => {
    const { test, code } = judged(request.body)
    await keep({ section: 'screen', test }, code)
    return { passed: code === undefined }
  })
  server.post('/api/staff/camera-test', { schema: { body: CameraTestRequest } }, async (request, reply) => {
    if (!ports.idle()) return refuse(reply, 'applicant-inside')
    const { test } = request.body
    const { measures, code } = await testCamera(ports.camera, test)
    await keep({ section: 'camera', test, measures: [...measures] }, code)
    return { passed: code === undefined, ...(code === undefined ? {} : { code }) }
  })
  server.get('/api/staff/still-wanted', async () => ({
    captureId: ports.pageCamera?.pendingCapture() ?? null,
  }))
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
