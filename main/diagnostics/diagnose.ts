import { assembleReport, type DiagnosedBooth, type Ran } from './assemble-report.ts'
import type { Report, SectionName, TestRecord } from './contract.ts'
import { findingEntry } from './findings.ts'
import type { Probe, Probed } from './probe.ts'

export type DiagnoseOptions = Readonly<{
  /** `external` makes the parts act as well: a shot, a test page, the light. */
  level: 'internal' | 'external'
  /** All where left out. */
  section?: SectionName
  signal?: AbortSignal
  now?: () => Date
}>

/** A part that has not answered by then hangs. The whole takes little longer, for all are asked at once. */
const answerWithinMs = 8_000

/** Runs the self-tests, keeps their outcome, and says whether the booth is ready. Takes 10 s at most. */
export const diagnose = async (booth: DiagnosedBooth, options: DiagnoseOptions): Promise<Report> => {
  const { level, section, signal, now = () => new Date() } = options
  const began = performance.now()
  const wanted = booth.probes.filter(
    (probe) =>
      (section === undefined || probe.section === section) &&
      (level === 'external' || probe.level === 'internal'),
  )
  const deadline = AbortSignal.timeout(answerWithinMs)
  const over = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  const ran = (await Promise.all(groupBySection(wanted).map((probes) => runInTurn(probes, over)))).flat()
  const madeAt = now()

  // A camera that nobody has open was not tested, which is neither passed nor failed.
  const tested = ran.filter(({ probed }) => !probed.findings.some(({ code }) => code === 'camera-not-tested'))
  await booth.records.put(
    tested.map(({ probe, probed }): TestRecord => {
      const worst = probed.findings[0]
      return {
        section: probe.section,
        test: probe.test,
        outcome: worst === undefined ? 'passed' : 'failed',
        at: madeAt.toISOString(),
        ...(worst === undefined ? {} : { code: worst.code }),
      }
    }),
  )
  return assembleReport(booth, ran, madeAt, performance.now() - began)
}

const groupBySection = (probes: readonly Probe[]): Probe[][] => [
  ...Map.groupBy(probes, ({ section }) => section).values(),
]

/** One device does one thing at a time; what has failed is not made to act. */
const runInTurn = async (probes: readonly Probe[], signal: AbortSignal): Promise<Ran[]> => {
  const ran: Ran[] = []
  for (const probe of probes) {
    const failed = ran.some(({ probed }) =>
      probed.findings.some(({ code }) => findingEntry(code).severity === 'stop'),
    )
    if (!failed) ran.push({ probe, probed: await runOne(probe, signal) })
  }
  return ran
}

const runOne = (probe: Probe, signal: AbortSignal): Promise<Probed> =>
  new Promise((resolve, reject) => {
    const hung = (): void => resolve({ measures: [], findings: [{ code: 'device-not-answering' }] })
    signal.addEventListener('abort', hung, { once: true })
    if (signal.aborted) hung()
    probe.run(signal).then(
      (probed) => {
        signal.removeEventListener('abort', hung)
        resolve(probed)
      },
      (error: unknown) => {
        signal.removeEventListener('abort', hung)
        if (signal.aborted) hung()
        else reject(error)
      },
    )
  })
