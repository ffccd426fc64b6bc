import type { Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter'
import { tally } from './tally.ts'

/** Tells the runner of all suites what every browser test came to. */
// eslint-disable-next-line import/no-default-export -- Playwright loads reporters by their default export
export default class TallyReporter implements Reporter {
  onTestEnd(test: TestCase, result: TestResult): void {
    const [, , suite = '', ...names] = test.titlePath()
    const name = names.join(' › ')
    if (result.status === 'skipped') {
      const reason = [...test.annotations, ...result.annotations].find(
        ({ type }) => type === 'skip',
      )?.description
      return tally({ suite, name, state: 'skipped', ...(reason !== undefined && { reason }) })
    }
    if (result.status !== test.expectedStatus && result.retry < test.retries) return undefined
    const state = result.status === test.expectedStatus ? 'passed' : 'failed'
    return tally({ suite, name, state, seconds: result.duration / 1_000 })
  }

  onError(error: TestError): void {
    tally({ suite: 'playwright', name: error.message ?? 'error outside a test', state: 'failed' })
  }

  printsToStdio(): boolean {
    return false
  }
}
