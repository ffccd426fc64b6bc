import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { tally } from './tally.ts'

/** Tells the runner of all suites what every test came to; vitest's own reporter beside it speaks to people. */
// eslint-disable-next-line import/no-default-export -- vitest loads reporters by their default export
export default class TallyReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { state } = test.result()
    const suite = test.module.relativeModuleId
    if (state === 'skipped') {
      const { note } = test.result() as { note?: string }
      tally({ suite, name: test.fullName, state, ...(note !== undefined && { reason: note }) })
    } else {
      const seconds = (test.diagnostic()?.duration ?? 0) / 1_000
      tally({ suite, name: test.fullName, state: state === 'passed' ? 'passed' : 'failed', seconds })
    }
  }

  /** A file that could not even be loaded has no test cases to fail. */
  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors())
      tally({ suite: module.relativeModuleId, name: error.message, state: 'failed' })
  }
}
