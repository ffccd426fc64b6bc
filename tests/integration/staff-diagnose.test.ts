import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareGround, type Ground } from '../../main/demo/ground.ts'
import { simulateDevices, simulatorsOf, type SimulatedDevices } from '../../main/demo/simulated-devices.ts'
import { diagnoseBooth, reportText, writeReport } from '../../main/diagnostics/command.ts'
import { Report } from '../../main/diagnostics/contract.ts'
import { serveDiagnostics } from '../../main/diagnostics/diagnostics-socket.ts'
import { intakeProbe, type IntakeOptions } from '../../main/diagnostics/intake-probe.ts'
import { setPin } from '../../main/staff/access.ts'

/** The simulated booth as `npm start` has it, with keys, an intake of its own and the photo check's real networks. */
describe('booth diagnose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-diagnose-'))
  let ground: Ground
  let devices: SimulatedDevices
  const state = join(folder, 'state')
  const examine = () =>
    diagnoseBooth({
      config: ground.config,
      version: '0.1.0',
      outboxFolder: join(state, 'outbox'),
      level: 'internal',
      simulators: simulatorsOf(devices),
    })

  beforeAll(async () => {
    ground = await prepareGround(folder)
    devices = simulateDevices(join(folder, 'slips'))
    mkdirSync(state, { recursive: true })
    await setPin(state, 'technician', '70359126')
  })
  afterAll(async () => {
    await ground.intake.stop()
  })

  /** What depends on how busy this machine is at the moment is not what these tests are about. */
  const ofTheBooth = (report: Report) =>
    report.findings.filter(
      ({ code }) => !['storage-slow', 'photo-check-slow', 'intake-slow', 'camera-slow'].includes(code),
    )

  it('finds the simulated booth ready, all within ten seconds', async () => {
    const report = await examine()
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(ofTheBooth(report)).toEqual([])
    expect(report.milliseconds).toBeLessThan(10_000)
    expect(report.sections.map(({ name }) => name)).toEqual([
      'identity',
      'code-reader',
      'camera',
      'printer',
      'payment',
      'lamp',
      'sensor',
      'photo-check',
      'intake',
      'storage',
      'system',
      'screen',
    ])
    const golden = report.sections.find(({ name }) => name === 'photo-check')?.measures
    expect(golden).toContainEqual({ name: 'goldenPictures', value: 6, unit: '' })
  })

  it('names a certificate near its end, a clock that is off, missing keys and an address that may not be used', async () => {
    const { intake } = ground.config
    const probed = (changes: Partial<IntakeOptions>) =>
      intakeProbe({
        url: intake.url,
        development: true,
        keysFolder: intake.keysFolder,
        health: () => null,
        ...changes,
      }).run(AbortSignal.timeout(8_000))
    const probe = (changes: Partial<IntakeOptions>) =>
      probed(changes).then(({ findings }) =>
        findings.map(({ code }) => code).filter((code) => code !== 'intake-slow'),
      )
    expect(await probe({})).toEqual([])
    const days = (count: number) => () => new Date(Date.now() + count * 86_400_000)
    expect(await probe({ now: days(800) })).toEqual(['certificate-expires-soon', 'clock-off'])
    expect(await probe({ now: days(900) })).toEqual(['certificate-expired', 'clock-off'])
    expect(await probe({ keysFolder: join(folder, 'nowhere') })).toEqual(['not-provisioned'])
    expect(await probe({ url: 'http://192.0.2.1/' })).toEqual(['intake-unreachable'])
    const waiting = {
      ready: true,
      queued: 4,
      held: 1,
      quarantined: 1,
      setAside: 0,
      oldestQueuedAt: null,
      intake: 'reachable',
      clockSkewMs: 0,
    } as const
    expect(await probe({ health: () => waiting })).toEqual(['applications-held', 'applications-quarantined'])

    // Hardly behind is not "−0", which JSON could not keep.
    const behind = () => ({ ...waiting, clockSkewMs: -30 })
    const { measures } = await probed({ url: 'http://192.0.2.1/', health: behind })
    expect(measures.find(({ name }) => name === 'clockSkew')?.value).toBe(0)
  })

  it('names camera and line when both are away, in words and on paper', async () => {
    devices.camera.fail('camera-missing')
    await ground.intake.stop()
    const report = await examine()
    expect(report.verdict).toBe('not-ready')
    expect(ofTheBooth(report).map(({ subject, code, action }) => `${subject} ${code} ${action}`)).toEqual([
      'camera camera-missing maintenance',
      'intake intake-unreachable wait',
    ])
    expect(reportText(report, 'en')).toMatch(
      // A busy machine may add that the photo check is slow.
      /^NOT READY\n.*Not ready, [23] things to mend\ncamera  camera-missing  maintain: /,
    )

    for (const language of ['ja', 'en'] as const) {
      const file = join(folder, `report-${language}.pdf`)
      expect(await writeReport(report, language, file)).toEqual({ ok: true, value: undefined })
      const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
      expect(text).toContain('camera-missing')
      expect(text).toContain(language === 'ja' ? 'カメラが見つかりません' : 'The camera is not found')
      expect(readFileSync(file).byteLength).toBeLessThan(1_000_000)
    }
    const nowhere = await writeReport(report, 'en', '/nonexistent/report.pdf')
    expect(nowhere).toEqual({
      ok: false,
      error: '/nonexistent/report.pdf: the report cannot be written (ENOENT).',
    })
  })

  it('asks the service that runs instead of fighting it for the devices', async () => {
    devices.camera.recover()
    const report = { ...(await examine()), milliseconds: 4711 }
    const service = await serveDiagnostics(state, async ({ level }) => ({
      ...report,
      milliseconds: level === 'internal' ? 4711 : 0,
    }))
    expect((await examine()).milliseconds).toBe(4711)
    await service.close()
    expect((await examine()).milliseconds).not.toBe(4711)
  })
})
