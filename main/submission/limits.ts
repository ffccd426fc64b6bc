import type { OutboxLimits } from './outbox-store.ts'

/** Warned of before, out of service at: the booth never takes what it may not be able to keep. */
export type SubmissionLimits = OutboxLimits &
  Readonly<{
    /** Free bytes below which the operator is warned. */
    warnFreeBytes: number
    /** Share of `maxWaiting` above which the operator is warned. */
    warnShare: number
    /** Age of the oldest sealed application above which the operator is warned; age alone never deletes or refuses. */
    warnAgeMs: number
    /** Booth clock against intake clock. Ages are counted in days, so minutes do not matter; a wrong date does. */
    maxClockSkewMs: number
  }>

const megabyte = 1024 * 1024

export const defaultLimits: SubmissionLimits = {
  maxWaiting: 500,
  // Room for 500 envelopes of 0.3 MB, their log, and the journal beside them.
  minFreeBytes: 500 * megabyte,
  warnFreeBytes: 1000 * megabyte,
  warnShare: 0.8,
  warnAgeMs: 24 * 60 * 60_000,
  maxClockSkewMs: 5 * 60_000,
}
