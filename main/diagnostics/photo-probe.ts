import type { PhotoChecker, ReasonCode } from '../photo/contract.ts'
import { found, type Probe, type ProbeFinding } from './probe.ts'

/** A picture whose verdict is known. */
export type GoldenPicture = Readonly<{
  name: string
  bytes: Uint8Array
  /** Empty: accepted. Else every one of these must be among the reasons. */
  expected: readonly ReasonCode[]
}>

/** An applicant waits for three of them; measured: 60 ms each on two idle cores. */
const slowCheckMs = 1_000
/** What is not judged by then is left out and said to be slow: the whole report is to be there in 10 s. */
const allWithinMs = 6_500

export const photoProbe = (photo: PhotoChecker, golden: () => Promise<readonly GoldenPicture[]>): Probe => ({
  section: 'photo-check',
  test: 'self',
  level: 'internal',
  async run(signal) {
    const pictures = await golden()
    const times: number[] = []
    const disagreeing: string[] = []
    const enough = AbortSignal.any([signal, AbortSignal.timeout(allWithinMs)])
    try {
      await unlessAborted(photo.warmUp(), enough)
      for (const { name, bytes, expected } of pictures) {
        const { check } = await photo.check(bytes, { kind: 'still' }, enough)
        times.push(check.milliseconds)
        const codes = new Set(check.reasons.map(({ code }) => code))
        const agrees =
          expected.length === 0 ? check.verdict === 'accept' : expected.every((code) => codes.has(code))
        if (!agrees) disagreeing.push(name)
      }
    } catch (error) {
      if (!enough.aborted)
        return found({
          code: 'photo-check-failed',
          detail: error instanceof Error ? error.message : 'unknown',
        })
    }
    const judged = times.length
    const each = Math.round(times.reduce((sum, time) => sum + time, 0) / Math.max(1, judged))
    const findings: ProbeFinding[] = []
    if (disagreeing.length > 0)
      findings.push({ code: 'photo-check-disagrees', detail: disagreeing.join(', ') })
    if (judged < pictures.length || each > slowCheckMs) findings.push({ code: 'photo-check-slow' })
    return {
      measures: [
        { name: 'goldenPictures', value: pictures.length, unit: '' },
        {
          name: 'goldenAgreeing',
          value: judged - disagreeing.length,
          unit: '',
          least: pictures.length,
        },
        ...(judged === 0 ? [] : [{ name: 'checkTime', value: each, unit: 'ms', most: slowCheckMs } as const]),
      ],
      findings,
    }
  },
})

const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(new Error('aborted'))
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
