import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventCatalogue, type EventId } from '../../../main/journal/catalogue.ts'
import { journalDocument } from '../../../main/journal/docs.ts'
import type { EventFacts } from '../../../main/journal/journal.ts'
import { boothRegistry, serveMetrics, type Gauges } from '../../../main/journal/metrics.ts'
import { journalOver, openJournal } from '../../../main/journal/open-journal.ts'

const memory = () => {
  const lines: string[] = []
  const journal = journalOver({ write: (line) => void lines.push(line), close: async () => {} })
  return { lines, journal, events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const grouped = (text: string, by: string) => text.replace(/(.{4})(?=.)/g, `$1${by}`)
const fullWidth = (text: string) =>
  text.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))

describe('a line of the journal', () => {
  it('carries the entry of the catalogue and the facts', () => {
    const { journal, events } = memory()
    journal.record('device-fault', { device: 'code-reader', code: 'code-reader-lost', attempts: 3 })
    expect(events()).toEqual([
      {
        level: 'error',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        event: 'device-fault',
        type: 'device',
        disposition: 'failed',
        role: 'system',
        facts: { device: 'code-reader', code: 'code-reader-lost', attempts: 3 },
      },
    ])
  })

  it('exists for every event, one line each', () => {
    const { journal, lines } = memory()
    const ids = Object.keys(eventCatalogue) as EventId[]
    for (const id of ids) journal.record(id)
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(ids)
    expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  })

  it('of the catalogue is written by some part of the booth', () => {
    const main = new URL('../../../main', import.meta.url).pathname
    const source = readdirSync(main, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'journal/catalogue.ts')
      .map((file) => readFileSync(join(main, file), 'utf8'))
      .join('\n')
    expect(Object.keys(eventCatalogue).filter((id) => !source.includes(`'${id}'`))).toEqual([])
  })

  it('is told to listeners until they leave or the journal closes', async () => {
    const { journal } = memory()
    const heard: string[] = []
    const leave = journal.onEvent(({ event }) => void heard.push(event))
    journal.record('service-started')
    leave()
    journal.record('session-started')
    await journal.close()
    journal.record('service-stopped')
    expect(heard).toEqual(['service-started'])
  })
})

describe('personal data', () => {
  const withheld = (facts: EventFacts, secret: string) => {
    const { journal, lines, events } = memory()
    journal.record('code-refused', { class: 'other-url', ...facts })
    expect(lines.join(''), secret).not.toContain(secret)
    expect(events().map(({ event }) => event)).toEqual(['fact-withheld', 'code-refused'])
  }

  it('never passes as a run of 12, 13 or 23 digits, however it is written', () => {
    const secret = fc.constantFrom(12, 13, 23).chain(digits)
    const shape = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => grouped(text, ' '),
      (text) => grouped(text, '-'),
      (text) => fullWidth(text),
      (text) => `https://net.kojinbango-card.go.jp/x?id=${text}&y=1`,
      (text) => `]Q1${text}`,
      (text) => `unexpected ${text} while scanning`,
    )
    fc.assert(fc.property(secret, shape, (text, write) => withheld({ detail: write(text) }, write(text))))
    fc.assert(fc.property(digits(12), (text) => withheld({ detail: Number(`9${text}`) }, `9${text}`)))
  })

  it('never passes as a date of birth', () => {
    const date = fc.date({ min: new Date('1912-01-02'), max: new Date('2030-12-31'), noInvalidDate: true })
    const shape = fc.constantFrom<(date: Date) => string>(
      (d) => d.toISOString().slice(0, 10),
      (d) => d.toISOString().slice(0, 10).replaceAll('-', '/'),
      (d) => d.toISOString().slice(0, 10).replaceAll('-', ''),
      (d) => `${d.getUTCFullYear()}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`,
      (d) => `昭和${(d.getUTCFullYear() % 60) + 1}年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`,
      (d) => `平成元年${d.getUTCMonth() + 1}月${d.getUTCDate()}日`,
      (d) => `S${(d.getUTCFullYear() % 60) + 1}.${d.getUTCMonth() + 1}.${d.getUTCDate()}`,
    )
    fc.assert(fc.property(date, shape, (d, write) => withheld({ value: write(d) }, write(d))))
  })

  it('never passes as a picture', () => {
    const bytes = fc.uint8Array({ minLength: 45, maxLength: 2000 })
    const shape = fc.constantFrom<(bytes: Uint8Array) => string>(
      (b) => Buffer.from(b).toString('base64'),
      (b) => Buffer.from(b).toString('base64url'),
      (b) => Buffer.from(b).toString('hex'),
      (b) => `data:image/jpeg;base64,${Buffer.from(b).toString('base64')}`,
    )
    fc.assert(fc.property(bytes, shape, (b, write) => withheld({ value: write(b) }, write(b))))
    // What a type assertion could smuggle past the compiler is refused when it runs.
    withheld({ value: { jpeg: [255, 216] } as unknown as string }, '216')
  })

  it('never passes as the name of a fact', () => {
    withheld({ '12345678901234567890123': true }, '1234567890')
  })

  it('lets through what the booth has to say', () => {
    const facts = {
      applicationId: '01947f3e-8f3b-7c2a-9d51-123456789012',
      receiptNumber: '4F7K-92QM-X3TA',
      port: '/dev/serial/by-id/usb-Datalogic_ADC_Inc._Handheld_Barcode_Scanner-if00',
      reasons: 'background-not-plain,eyes-closed',
      milliseconds: 38.25,
      freeMegabytes: 41_200,
      code: null,
      simulated: true,
    }
    const { journal, events } = memory()
    journal.record('device-status', facts)
    expect(events()[0]?.['facts']).toEqual(facts)
    expect(events()).toHaveLength(1)
  })
})

describe('the file', () => {
  it('is refused at once where it cannot be written, in one sentence', async () => {
    const to = { to: 'file', maxMegabytes: 1, keepFiles: 2 } as const
    await expect(openJournal({ ...to, folder: '/dev/null/journal' })).rejects.toThrow(
      'journal.folder: /dev/null/journal cannot be written to (ENOTDIR).',
    )
  })

  it('is rolled by size, keeps the newest, and is for the service and its group', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'machinaka-journal-'))
    const journal = await openJournal({ to: 'file', folder, maxMegabytes: 1, keepFiles: 2 })
    const says = 'x'.repeat(30)
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5))
    for (let line = 0; line < 40_000; line += 1) {
      journal.record('screen-shown', { screen: says, line })
      if (line % 500 === 0) await pause()
    }
    await journal.close()
    const files = readdirSync(folder)
    expect(files.length).toBeGreaterThan(1)
    expect(files.length).toBeLessThanOrEqual(4)
    for (const file of files) {
      expect(file).toMatch(/^journal\.\d{4}-\d\d-\d\d\.\d+\.log$/)
      expect(statSync(join(folder, file)).mode & 0o007).toBe(0)
    }
    const last = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('')
    expect(last).toContain('"line":39999')
  })
})

describe('metrics', () => {
  const gauges: Gauges = {
    devicesUp: { 'code-reader': 1, printer: 0 },
    queued: 3,
    held: 0,
    quarantined: 1,
    oldestQueuedSeconds: 60,
    inService: true,
  }

  it('are Prometheus text on this machine only, counting events and nothing of a person', async () => {
    const { journal } = memory()
    const served = await serveMetrics(
      boothRegistry(journal, () => gauges),
      0,
    )
    if (!served.ok) throw new Error(served.error)
    journal.record('session-started')
    journal.record('code-refused', { class: '123456789018' })
    const answer = await fetch(`http://127.0.0.1:${served.value.port}/metrics`)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toContain(
      'machinaka_events_total{event="session-started",type="session",disposition="done"} 1',
    )
    expect(text).toContain(
      'machinaka_events_total{event="fact-withheld",type="security",disposition="refused"} 1',
    )
    expect(text).toContain('machinaka_outbox_queued 3')
    expect(text).toContain('machinaka_device_up{device="printer"} 0')
    expect(text).not.toContain('123456789018')
    expect(text).not.toMatch(/clock_skew_seconds \d/)
    expect((await fetch(`http://127.0.0.1:${served.value.port}/`)).status).toBe(404)

    const second = await serveMetrics(
      boothRegistry(memory().journal, () => gauges),
      served.value.port,
    )
    expect(second.ok ? '' : second.error).toMatch(
      /^service\.metricsPort: got \d+, expected .* \(EADDRINUSE\)$/,
    )
    await served.value.close()
  })
})

it('docs/journal.md is current', () => {
  const written = readFileSync(new URL('../../../docs/journal.md', import.meta.url), 'utf8')
  expect(written, 'run: npm run docs:journal').toBe(journalDocument())
})
