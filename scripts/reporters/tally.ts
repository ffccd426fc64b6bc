import { appendFileSync } from 'node:fs'

/** One test as the closing count sees it. */
export type Tallied = Readonly<{
  suite: string
  name: string
  state: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped; a skip without a reason counts as failed. */
  reason?: string
  /** How long it took. */
  seconds?: number
}>

/** File that the runner of all suites reads; each reporter appends its tests, one JSON line each. */
export function tally(test: Tallied): void {
  const file = process.env['MACHINAKA_TALLY']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(test)}\n`)
}
