/** How patient a supervisor is with its device; all in milliseconds but the budget. */
export type SupervisorPolicy = Readonly<{
  /** The wait before the first new attempt is drawn from 0 to this many milliseconds; it doubles each time … */
  firstBackOffMs: number
  /** … up to this. */
  lastBackOffMs: number
  /** A connection that has been good for this long pays off every failed attempt before it. */
  goodAfterMs: number
  /** So many failed attempts, and the device keeps failing: the technician is called. */
  budget: number
  /** After that it is still tried this often: a cable put back at last should not need a second visit. */
  lastResortMs: number
  /** An opening that has neither succeeded nor failed by then has hung. */
  openWithinMs: number
  /** A driver that has not closed by then is left behind: a dead tty can hold a close for half a minute. */
  closeWithinMs: number
}>

export const usualPolicy: SupervisorPolicy = {
  // 2 s: a USB device enumerates in about one; 20 s: an applicant is not left longer than a screen's patience.
  firstBackOffMs: 2_000,
  lastBackOffMs: 20_000,
  goodAfterMs: 5 * 60_000,
  // With full jitter twelve attempts take about 100 s: longer than a replug or a hub's restart.
  budget: 12,
  lastResortMs: 60_000,
  // The slowest start is a DSLR waking up, about 8 s.
  openWithinMs: 15_000,
  closeWithinMs: 5_000,
}
