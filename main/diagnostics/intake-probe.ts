import { X509Certificate } from 'node:crypto'
import type { SubmissionHealth } from '../submission/contract.ts'
import type { IntakeKeys } from '../../intake/contract.ts'
import { IntakeClient, defaultPatience, type Exchange } from '../submission/intake-client.ts'
import { loadBoothKeys, type BoothKeys } from '../submission/keys.ts'
import type { Measure } from './contract.ts'
import { found, type Probe, type ProbeFinding } from './probe.ts'

const dayMs = 24 * 60 * 60_000
/** A new certificate takes the operator a few days; a month is time enough to notice. */
const soonDays = 30
/** The answer to a list of keys; an applicant waits for little more on `submit`. */
const slowAnswerMs = 3_000
/** From here an applicant's receipt looks wrong to a person; minutes more and the booth stops (submission). */
const clockOffMs = 60_000
const patienceMs = 5_000

export type IntakeOptions = Readonly<{
  url: string
  development: boolean
  keysFolder: string
  /** What the running service knows of its queue; `null` where none runs. */
  health: () => SubmissionHealth | null
  now?: () => Date
}>

/** The dry run: everything of sending but an application. */
export const intakeProbe = (options: IntakeOptions): Probe => ({
  section: 'intake',
  test: 'self',
  level: 'internal',
  async run(signal) {
    const { keysFolder, health, now = () => new Date() } = options
    const keys = await loadBoothKeys(keysFolder)
    if (!keys.ok) return found({ code: keys.error.code, detail: keys.error.message })
    const measures: Measure[] = []
    const findings: ProbeFinding[] = []

    const days = certificateDays(keys.value.tls.certificate, now())
    if (days !== null) {
      measures.push({ name: 'certificateDays', value: days, unit: 'd', least: soonDays })
      if (days <= 0) findings.push({ code: 'certificate-expired' })
      else if (days < soonDays) findings.push({ code: 'certificate-expires-soon' })
    }

    const { answer, milliseconds, skewMs } = await ask(keys.value, options, signal)
    if (answer.kind === 'answer') {
      measures.push({ name: 'answer', value: milliseconds, unit: 'ms', most: slowAnswerMs })
      if (milliseconds > slowAnswerMs) findings.push({ code: 'intake-slow' })
    } else if (answer.kind === 'booth-refused') {
      findings.push({ code: 'intake-refuses', detail: answer.because })
    } else {
      findings.push({
        code: 'intake-unreachable',
        detail: 'because' in answer ? answer.because : answer.kind,
      })
    }

    const queue = health()
    const skew = skewMs ?? queue?.clockSkewMs ?? undefined
    if (skew !== undefined) {
      measures.push({
        name: 'clockSkew',
        // Rounding makes −0 of a clock that is hardly behind.
        value: (Math.round(skew / 100) || 0) / 10,
        unit: 's',
        least: -60,
        most: 60,
      })
      if (queue?.because !== 'clock-wrong' && Math.abs(skew) > clockOffMs)
        findings.push({ code: 'clock-off' })
    }
    return queue === null ? { measures, findings } : withQueue(queue, measures, findings)
  },
})

type Asked = Readonly<{ answer: Exchange<IntakeKeys>; milliseconds: number; skewMs: number | undefined }>

/** For its keys, which every booth may ask for. */
const ask = async (
  { identity, tls }: BoothKeys,
  { url, development, now = () => new Date() }: IntakeOptions,
  signal: AbortSignal,
): Promise<Asked> => {
  let skewMs: number | undefined
  const within = { connect: patienceMs, headers: patienceMs, body: patienceMs, total: patienceMs }
  let client: IntakeClient
  try {
    client = new IntakeClient({
      url,
      development,
      boothId: identity.boothId,
      tls,
      patience: { ...defaultPatience, ...within },
      now,
      onClockSkew: (skew) => {
        skewMs = skew
      },
    })
  } catch (error) {
    // An address that may not be used: the sentence says why.
    const because = error instanceof Error ? error.message : 'unknown'
    return { answer: { kind: 'failed', because, concernsAll: true }, milliseconds: 0, skewMs }
  }
  const began = performance.now()
  const answer = await client.keys(signal)
  const milliseconds = Math.round(performance.now() - began)
  await client.close()
  return { answer, milliseconds, skewMs }
}

const withQueue = (queue: SubmissionHealth, measures: Measure[], findings: ProbeFinding[]) => {
  const { because, queued, held, quarantined } = queue
  if (because === 'clock-wrong' || because === 'queue-full') findings.push({ code: because })
  if (held > 0) findings.push({ code: 'applications-held' })
  if (quarantined > 0) findings.push({ code: 'applications-quarantined' })
  measures.push(
    { name: 'queued', value: queued, unit: '' },
    { name: 'held', value: held, unit: '', most: 0 },
    { name: 'quarantined', value: quarantined, unit: '', most: 0 },
  )
  return { measures, findings }
}

/** Whole days left; `null` for a development booth without a certificate. */
const certificateDays = (pem: string, now: Date): number | null => {
  if (!pem.includes('BEGIN CERTIFICATE')) return null
  const { validToDate } = new X509Certificate(pem)
  return Math.floor((validToDate.getTime() - now.getTime()) / dayMs)
}
