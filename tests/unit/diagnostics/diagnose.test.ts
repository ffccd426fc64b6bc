import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { Report } from '../../../main/diagnostics/contract.ts'
import { lastReport } from '../../../main/diagnostics/assemble-report.ts'
import { diagnose } from '../../../main/diagnostics/diagnose.ts'
import { openTestRecords } from '../../../main/diagnostics/records.ts'
import { calmMachine, simulatedBooth } from './simulated-booth.ts'

type Simulated = Awaited<ReturnType<typeof simulatedBooth>>
let open: Simulated | undefined
const start = async (...options: Parameters<typeof simulatedBooth>): Promise<Simulated> =>
  (open = await simulatedBooth(...options))
afterEach(async () => {
  await open?.close()
  open = undefined
})

describe('the simulated booth', () => {
  it('is ready, every internal test passed and on record', async () => {
    const { booth, folder } = await start()
    const report = await diagnose(booth, { level: 'internal' })
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(report.findings).toEqual([])
    expect(report.verdict).toBe('ready')
    expect(report.milliseconds).toBeLessThan(10_000)
    for (const section of report.sections) {
      const self = section.tests.find(({ test }) => test === 'self')
      if (self !== undefined) expect(self, section.name).toMatchObject({ outcome: 'passed', ageSeconds: 0 })
    }
    const camera = report.sections.find(({ name }) => name === 'camera')
    expect(camera?.live?.state).toBe('online')
    expect(camera?.measures.find(({ name }) => name === 'framesPerSecond')?.value).toBeGreaterThan(5)

    const kept = await openTestRecords(folder)
    expect(kept.last('camera', 'self')).toMatchObject({ outcome: 'passed', at: report.madeAt })
  })

  it('waits for the first frame of a camera that takes its time, as a DSLR does', async () => {
    const { booth } = await start(() => delay(1_500, [Uint8Array.of(0xff, 0xd8)]))
    const report = await diagnose(booth, { level: 'internal' })
    expect(report.findings).toEqual([])
  })

  it('does not take a test that never ran for one that passed', async () => {
    const { booth } = await start()
    const report = await diagnose(booth, { level: 'internal' })
    const screen = report.sections.find(({ name }) => name === 'screen')
    expect(screen?.verdict).toBe('not-tested')
    expect(screen?.tests.map(({ outcome }) => outcome)).toEqual(Array(3).fill('no-test-on-record'))
    const read = report.sections
      .find(({ name }) => name === 'code-reader')
      ?.tests.find(({ test }) => test === 'read')
    expect(read).toEqual({
      test: 'read',
      level: 'interactive',
      outcome: 'no-test-on-record',
      at: null,
      ageSeconds: null,
    })
  })

  it('takes a shot, prints and lights the lamp at the external level', async () => {
    const { booth } = await start()
    const report = await diagnose(booth, { level: 'external' })
    expect(report.verdict).toBe('ready')
    const external = report.sections.flatMap(({ name, tests }) =>
      tests
        .filter(({ level }) => level === 'external')
        .map(({ test, outcome }) => `${name} ${test} ${outcome}`),
    )
    expect(external).toEqual(['camera shot passed', 'printer print passed', 'lamp light passed'])
  })

  it('keeps a slow camera in mind until it is tested again', async () => {
    const { booth, units } = await start()
    const slow = booth.probes.map((probe): (typeof booth.probes)[number] =>
      probe.section === 'camera' && probe.test === 'self'
        ? { ...probe, run: async () => ({ measures: [], findings: [{ code: 'camera-slow' }] }) }
        : probe,
    )
    await diagnose({ ...booth, probes: slow }, { level: 'internal' })
    const codes = () => lastReport(booth, new Date()).findings.map(({ code }) => code)
    expect(codes()).toEqual(['camera-slow'])
    // What a device tells by itself is as it is now, whatever a test said before.
    units.camera.fail('camera-capture-failed')
    await diagnose(booth, { level: 'internal' })
    expect(codes()).toEqual(['camera-capture-failed'])
    await booth.devices.find(({ id }) => id === 'camera')?.reset()
    units.camera.recover()
    await booth.devices.find(({ id }) => id === 'camera')?.reset()
    expect(codes()).toEqual([])
  })

  it('tells the age of a test, and forgets none over a restart', async () => {
    const { booth, folder } = await start()
    const { madeAt } = await diagnose(booth, { level: 'internal', section: 'lamp' })
    const later = new Date(Date.parse(madeAt) + 3_600_000)
    const restarted = { ...booth, records: await openTestRecords(folder) }
    const lamp = lastReport(restarted, later).sections.find(({ name }) => name === 'lamp')
    expect(lamp?.tests[0]).toMatchObject({ test: 'self', outcome: 'passed', ageSeconds: 3600 })
    writeFileSync(join(folder, 'diagnostics.json'), '{')
    expect((await openTestRecords(folder)).last('lamp', 'self')).toBeUndefined()
  })
})

describe('a seeded fault is named with its device and what to do', () => {
  type Seed = (booth: Simulated) => void
  const seeds: [string, Seed, string, string, string, string][] = [
    [
      'reader unplugged',
      ({ units }) => units.codeReader.fail('code-reader-lost'),
      'not-ready',
      'code-reader',
      'code-reader-missing',
      'maintenance',
    ],
    [
      'reader without permission',
      ({ units }) => units.codeReader.fail('code-reader-no-permission'),
      'not-ready',
      'code-reader',
      'code-reader-no-permission',
      'configure',
    ],
    [
      'reader with a foreign encoding',
      ({ units }) => units.codeReader.fail('code-reader-garbled'),
      'ready-with-warnings',
      'code-reader',
      'code-reader-garbled',
      'configure',
    ],
    [
      'camera unplugged',
      ({ units }) => units.camera.fail('camera-missing'),
      'not-ready',
      'camera',
      'camera-missing',
      'maintenance',
    ],
    [
      'camera held by another program',
      ({ units }) => units.camera.fail('camera-held'),
      'not-ready',
      'camera',
      'camera-held',
      'reset',
    ],
    [
      'printer out of paper',
      ({ units }) => units.printer.fail('printer-out-of-paper'),
      'ready-with-warnings',
      'printer',
      'printer-out-of-paper',
      'refill',
    ],
    [
      'printer jammed',
      ({ units }) => units.printer.fail('printer-jam'),
      'ready-with-warnings',
      'printer',
      'printer-jam',
      'clear',
    ],
    [
      'coin slot jammed',
      ({ units }) => units.payment.fail('payment-jam'),
      'not-ready',
      'payment',
      'payment-jam',
      'clear',
    ],
    [
      'lamp broken',
      ({ units }) => units.lamp.fail('lamp-failed'),
      'ready-with-warnings',
      'lamp',
      'lamp-failed',
      'replace',
    ],
    [
      'sensor unplugged',
      ({ units }) => units.sensor.fail('sensor-missing'),
      'ready-with-warnings',
      'sensor',
      'sensor-missing',
      'maintenance',
    ],
    [
      'state folder gone',
      ({ machine }) => void (machine.folder = '/nonexistent'),
      'not-ready',
      'storage',
      'storage-not-writable',
      'configure',
    ],
    [
      'outbox damaged',
      ({ machine }) => void (machine.integrity = false),
      'not-ready',
      'storage',
      'storage-damaged',
      'replace',
    ],
    [
      'air inlet blocked',
      ({ machine }) => void (machine.reading = { ...calmMachine, temperature: 78 }),
      'ready-with-warnings',
      'system',
      'temperature-high',
      'maintenance',
    ],
    [
      'no PIN set',
      ({ machine }) => void (machine.staffPins = 0),
      'ready-with-warnings',
      'system',
      'no-staff-pin',
      'configure',
    ],
  ]

  it.concurrent.each(seeds)('%s', async (_what, seed, verdict, subject, code, action) => {
    const booth = await simulatedBooth()
    try {
      seed(booth)
      const report = await diagnose(booth.booth, { level: 'internal' })
      expect(report.verdict).toBe(verdict)
      expect(report.findings.map((finding) => ({ ...finding, detail: undefined }))).toEqual([
        {
          section: subject,
          subject,
          code,
          severity: verdict === 'not-ready' ? 'stop' : 'care',
          action,
          detail: undefined,
        },
      ])
      expect(report.milliseconds).toBeLessThan(10_000)
    } finally {
      await booth.close()
    }
  })

  it('a part that never answers is named too, in time', async () => {
    const { booth } = await start()
    const silent = {
      ...booth,
      probes: booth.probes.map((probe) =>
        probe.section === 'lamp' ? { ...probe, run: () => new Promise<never>(() => {}) } : probe,
      ),
    }
    const report = await diagnose(silent, { level: 'internal', signal: AbortSignal.timeout(2_500) })
    expect(report.findings).toMatchObject([
      { section: 'lamp', subject: 'lamp', code: 'device-not-answering', severity: 'stop' },
    ])
  })

  it('an exception of a probe is a bug, not a finding', async () => {
    const { booth } = await start()
    const broken = {
      ...booth,
      probes: [
        {
          section: 'lamp' as const,
          test: 'self' as const,
          level: 'internal' as const,
          run: () => Promise.reject(new Error('bug')),
        },
      ],
    }
    await expect(diagnose(broken, { level: 'internal' })).rejects.toThrow('bug')
  })
})
