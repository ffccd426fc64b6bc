/** Milliseconds. */
export type CourierTiming = Readonly<{
  /** Bound of the first pause after a failure; it doubles with each further one … */
  retryBaseMs: number
  /** … up to here: a line that is back is used again within five minutes. */
  retryCapMs: number
  /** The intake may ask for longer, but not for ever: a slip of a digit there must not silence the booths. */
  maxRetryAfterMs: number
  /** Asked to wait longer than this, the applicant is not kept standing. */
  applicantWaitMs: number
  /** A refused booth asks again this often, or sooner by jitter: new rights are noticed without a visit. */
  probeCapMs: number
  /** Rows that another process (`booth outbox retry`) has freed, and a disk that it has filled, are found within this time. */
  idlePollMs: number
  /** How often the intake's keys are asked for, and with them its clock. */
  keysEveryMs: number
  /** The same while the clock is known to be wrong. */
  clockEveryMs: number
  /** How often the intake is asked about applications that are pending. */
  decisionsEveryMs: number
}>

export const defaultTiming: CourierTiming = {
  retryBaseMs: 1_000,
  retryCapMs: 5 * 60_000,
  maxRetryAfterMs: 15 * 60_000,
  applicantWaitMs: 5_000,
  probeCapMs: 10 * 60_000,
  idlePollMs: 30_000,
  keysEveryMs: 60 * 60_000,
  clockEveryMs: 60_000,
  decisionsEveryMs: 5 * 60_000,
}
