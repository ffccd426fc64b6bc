import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Report } from '../../../main/diagnostics/contract.ts'
import { diagnose } from '../../../main/diagnostics/diagnose.ts'
import { openJournal, type BoothJournal } from '../../../main/journal/open-journal.ts'
import { openBoothHistory } from '../../../main/staff/day-history.ts'
import { openStaffAccess } from '../../../main/staff/access.ts'
import {
  Entered,
  JournalExport,
  JournalPage,
  Overview,
  ReadTest,
  StaffSessionView,
} from '../../../main/staff/contract.ts'
import { hashPin } from '../../../main/staff/pin.ts'
import { staffRoutes } from '../../../main/staff/routes.ts'
import { openStaffSessions } from '../../../main/staff/sessions.ts'
import { openTally, type Tally } from '../../../main/staff/tally.ts'
import type { SubmissionHealth } from '../../../main/submission/contract.ts'
import { drawnStill } from '../photo/analyser.ts'
import { simulatedBooth } from '../diagnostics/simulated-booth.ts'

const pins = { operator: '294817', technician: '70359126' } as const
let simulated: Awaited<ReturnType<typeof simulatedBooth>>
let journal: BoothJournal
let tally: Tally
let server: FastifyInstance
let exportFolder: string
let journalFolder: string
const state = { idle: true, paused: false, restarts: 0, now: new Date('2026-11-23T05:32:08Z') }
let health: SubmissionHealth

beforeAll(async () => {
  simulated = await simulatedBooth()
  const { folder, booth, devices } = simulated
  exportFolder = join(folder, 'stick')
  journalFolder = join(folder, 'log')
  mkdirSync(exportFolder)
  journal = await openJournal({ to: 'file', folder: journalFolder, maxMegabytes: 1, keepFiles: 3 })
  tally = await openTally(folder, () => state.now)
  journal.onEvent(tally.hear)
  const cheap = { N: 2 ** 14, r: 1, p: 1 }
  const hashes = {
    operator: await hashPin(pins.operator, cheap),
    technician: await hashPin(pins.technician, cheap),
  }
  writeFileSync(join(folder, 'staff.json'), JSON.stringify({ version: 1, pins: hashes }))
  server = fastify()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  const now = () => state.now
  await staffRoutes(server, {
    access: await openStaffAccess({ folder, journal }),
    sessions: openStaffSessions({ idleMinutes: 15, journal, now, uptimeMs: () => now().getTime() }),
    tally,
    history: await openBoothHistory(folder, now),
    journal,
    diagnosed: booth,
    reader: devices.reader,
    camera: devices.camera,
    pageCamera: null,
    cameraView: { held: 'service' },
    health: () => health,
    idle: () => state.idle,
    inService: () => !state.paused,
    paused: () => state.paused,
    pause: (paused) => void (state.paused = paused),
    restart: () => void (state.restarts += 1),
    pdf: async () => Uint8Array.of(0x25, 0x50, 0x44, 0x46),
    journalFolder,
    exportFolder,
    now,
  })
  await diagnose(booth, { level: 'internal' })
})
afterAll(async () => {
  await server.close()
  await simulated.close()
  await tally.close()
  await journal.close()
})
beforeEach(() => {
  Object.assign(state, { idle: true, paused: false, restarts: 0 })
  health = {
    ready: true,
    queued: 0,
    held: 0,
    quarantined: 0,
    setAside: 0,
    oldestQueuedAt: null,
    intake: 'reachable',
    clockSkewMs: 200,
  }
})

const enter = async (role: keyof typeof pins): Promise<string> => {
  const answer = await server.inject({
    method: 'POST',
    url: '/api/staff/enter',
    payload: { pin: pins[role] },
  })
  return Entered.parse(answer.json()).token
}
const call = (token: string, method: 'GET' | 'POST', path: string, payload?: object) =>
  server.inject({
    method,
    url: `/api/staff/${path}`,
    headers: { 'x-booth-staff': token },
    ...(payload === undefined ? {} : { payload }),
  })

const everything = [
  ['GET', 'overview'],
  ['GET', 'report'],
  ['GET', 'journal'],
  ['POST', 'stay'],
  ['POST', 'leave'],
  ['POST', 'pause'],
  ['POST', 'restart'],
  ['POST', 'diagnose'],
  ['POST', 'report.pdf'],
  ['POST', 'devices/camera/reset'],
  ['POST', 'read-test'],
  ['POST', 'screen-test'],
  ['POST', 'journal/export'],
] as const
const techniciansOnly = ['journal', 'devices/camera/reset', 'read-test', 'screen-test', 'journal/export']

describe('who may do what', () => {
  it('nothing is answered without a session, and nothing after it has ended', async () => {
    const token = await enter('technician')
    await call(token, 'POST', 'leave')
    for (const [method, path] of everything) {
      for (const who of ['', 'x'.repeat(43), token]) {
        const answer = await call(who, method, path)
        expect([answer.statusCode, answer.json()], path).toEqual([401, { refused: 'no-session' }])
      }
    }
  })

  it('an operator is refused what is for technicians', async () => {
    const token = await enter('operator')
    for (const [method, path] of everything.filter(([, path]) => techniciansOnly.includes(path))) {
      const answer = await call(token, method, path)
      expect([answer.statusCode, answer.json()], path).toEqual([403, { refused: 'not-for-this-role' }])
    }
    const act = await call(token, 'POST', 'diagnose', { level: 'external' })
    expect(act.json()).toEqual({ refused: 'not-for-this-role' })
  })

  it('looking does not prolong a session, pressing does', async () => {
    const token = await enter('operator')
    state.now = new Date(state.now.getTime() + 10 * 60_000)
    const looked = Overview.parse((await call(token, 'GET', 'overview')).json())
    expect(Date.parse(looked.session.endsAt) - state.now.getTime()).toBe(5 * 60_000)
    const stayed = StaffSessionView.parse((await call(token, 'POST', 'stay')).json())
    expect(Date.parse(stayed.endsAt) - state.now.getTime()).toBe(15 * 60_000)
  })

  it('a body that is none is refused without echoing it', async () => {
    for (const pin of ['abc', '1'.repeat(40), 12, null]) {
      const answer = await server.inject({ method: 'POST', url: '/api/staff/enter', payload: { pin } })
      expect(answer.statusCode).toBe(400)
    }
  })
})

describe("the operator's screen", () => {
  it('is green when all is well', async () => {
    const overview = Overview.parse((await call(await enter('operator'), 'GET', 'overview')).json())
    expect(overview.light).toBe('green')
    expect(overview.devices.map(({ kind, light }) => `${kind} ${light}`)).toEqual([
      'code-reader green',
      'camera green',
      'printer green',
      'payment green',
      'lamp green',
      'sensor green',
    ])
  })

  it('turns yellow for a printer out of paper, red for a pause', async () => {
    const token = await enter('operator')
    simulated.units.printer.fail('printer-out-of-paper')
    await expect
      .poll(async () => Overview.parse((await call(token, 'GET', 'overview')).json()))
      .toMatchObject({
        light: 'yellow',
        findings: [{ subject: 'printer', code: 'printer-out-of-paper', action: 'refill' }],
      })
    expect((await call(token, 'POST', 'pause', { paused: true })).json()).toEqual({ paused: true })
    expect(Overview.parse((await call(token, 'GET', 'overview')).json())).toMatchObject({
      light: 'red',
      paused: true,
    })
    simulated.units.printer.recover()
  })

  it('tells of the queue and of the last outcomes, nothing of a person', async () => {
    journal.record('session-started', { language: 'ja' })
    journal.record('application-confirmed', { reference: 'K7QM-2F4X', bytes: 300_000 })
    journal.record('session-ended', { how: 'finished' })
    journal.record('session-started', { language: 'en' })
    journal.record('session-ended', { how: 'cancelled' })
    journal.record('application-settled', {
      reference: 'K7QM-2F4X',
      receiptNumber: '4F7K-92QM-X3TA',
      decision: 'accepted',
      reason: null,
    })
    health = {
      ...health,
      queued: 2,
      oldestQueuedAt: new Date(state.now.getTime() - 3_600_000),
      intake: 'unreachable',
    }
    const overview = Overview.parse((await call(await enter('operator'), 'GET', 'overview')).json())
    expect(overview.queue).toMatchObject({ queued: 2, oldestSeconds: 3600, intake: 'unreachable' })
    expect(overview.light).toBe('yellow')
    expect(overview.outcomes.map(({ outcome, number }) => [outcome, number])).toEqual([
      ['cancelled', undefined],
      ['accepted', '4F7K-92QM-X3TA'],
    ])
    expect(overview.today).toMatchObject({
      day: '2026-11-23',
      begun: 2,
      confirmed: 1,
      accepted: 1,
      cancelled: 1,
    })
  })

  it('counts anew at midnight in Japan, and keeps the outcomes over a restart', async () => {
    await tally.close()
    const next = await openTally(simulated.folder, () => new Date('2026-11-23T15:00:00Z'))
    expect(next.today()).toMatchObject({ day: '2026-11-24', begun: 0 })
    expect(next.outcomes()).toEqual(tally.outcomes())
  })

  it('restarts only while nobody is applying', async () => {
    const token = await enter('operator')
    state.idle = false
    expect((await call(token, 'POST', 'restart')).json()).toEqual({ refused: 'applicant-inside' })
    state.idle = true
    expect((await call(token, 'POST', 'restart')).json()).toEqual({ restarting: true })
    await expect.poll(() => state.restarts).toBe(1)
  })
})

describe("the technician's screens", () => {
  it('run one section or all, and give the report', async () => {
    const token = await enter('technician')
    const report = Report.parse(
      (await call(token, 'POST', 'diagnose', { level: 'external', section: 'lamp' })).json(),
    )
    const lamp = report.sections.find(({ name }) => name === 'lamp')
    expect(lamp?.tests.map(({ test, outcome }) => `${test} ${outcome}`)).toEqual([
      'self passed',
      'light passed',
    ])
    const pdf = await call(token, 'POST', 'report.pdf', { language: 'ja' })
    expect([pdf.headers['content-type'], pdf.rawPayload.length]).toEqual(['application/pdf', 4])
  })

  it('a read test gives time and length, never the text', async () => {
    const token = await enter('technician')
    const answer = call(token, 'POST', 'read-test')
    const scanning = setInterval(() => simulated.units.codeReader.scan('123456789018'), 100)
    const read = ReadTest.parse((await answer).json())
    clearInterval(scanning)
    expect(read).toMatchObject({ outcome: 'read', characters: 12 })
    expect((await answer).body).not.toContain('1234567')
  })

  it('what a person saw of the screen is kept as a test', async () => {
    const token = await enter('technician')
    await call(token, 'POST', 'screen-test', { test: 'touch', touched: 47, of: 48 })
    await call(token, 'POST', 'screen-test', { test: 'sound', heard: true })
    const report = Report.parse((await call(token, 'GET', 'report')).json())
    expect(report.findings).toMatchObject([
      { section: 'screen', code: 'touch-incomplete', action: 'replace' },
    ])
    expect(report.verdict).toBe('not-ready')
    await call(token, 'POST', 'screen-test', { test: 'touch', touched: 48, of: 48 })
    expect(Report.parse((await call(token, 'GET', 'report')).json()).verdict).toBe('ready')
  })

  it('an empty seat is judged by a shot of the wall, and its measures stay with the camera', async () => {
    const token = await enter('technician')
    const measure = async (wall: string) => {
      simulated.units.camera.show([await drawnStill({ empty: true, wall })])
      const answer = await call(token, 'POST', 'camera-test', { test: 'seat' })
      return [answer.json(), Report.parse((await call(token, 'GET', 'report')).json())] as const
    }
    const [dark, darkReport] = await measure('#606468')
    expect(dark).toEqual({ passed: false, code: 'light-off' })
    expect(darkReport.findings).toMatchObject([
      { section: 'camera', subject: 'camera', code: 'light-off', severity: 'care' },
    ])
    const [light, lightReport] = await measure('#d5d5d5')
    expect(light).toEqual({ passed: true })
    expect(lightReport.findings).toEqual([])
    const camera = lightReport.sections.find(({ name }) => name === 'camera')
    expect(camera?.measures.find(({ name }) => name === 'wallLightness')).toMatchObject({
      unit: 'L*',
      least: 75,
      most: 97,
    })
  })

  it('a device is reset, and only one that exists', async () => {
    const token = await enter('technician')
    expect((await call(token, 'POST', 'devices/camera/reset')).json()).toEqual({ outcome: 'reset' })
    simulated.units.lamp.fail('lamp-failed')
    expect((await call(token, 'POST', 'devices/lamp/reset')).json()).toEqual({
      outcome: 'failed',
      code: 'lamp-failed',
    })
    simulated.units.lamp.recover()
    expect((await call(token, 'POST', 'devices/toaster/reset')).statusCode).toBe(404)
  })

  it('the journal is shown and taken away', async () => {
    const token = await enter('technician')
    const { lines } = JournalPage.parse((await call(token, 'GET', 'journal')).json())
    expect(lines.join('\n')).toContain('"event":"diagnostics-run"')
    const exported = JournalExport.parse((await call(token, 'POST', 'journal/export')).json())
    expect(readdirSync(exported.folder)).toEqual(readdirSync(journalFolder))
  })
})

it('every entry is in the audit', async () => {
  await call(await enter('technician'), 'POST', 'leave')
  await call(await enter('operator'), 'POST', 'leave')
  const next = await enter('technician')
  const { lines } = JournalPage.parse((await call(next, 'GET', 'journal')).json())
  const staff = lines
    .map((line) => JSON.parse(line) as { type: string; event: string })
    .filter(({ type }) => type === 'staff')
  expect(staff.slice(-3).map(({ event }) => event)).toEqual(['staff-entered', 'staff-left', 'staff-entered'])
})
