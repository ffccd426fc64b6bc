import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: './tests/temporary-folder.ts',
    include: ['tests/{unit,contract,flow,integration}/**/*.test.ts'],
    // Far above what any test needs: it ends what hangs, and leaves room on a machine that is shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The machines have two cores: one worker each, so that timings stay honest.
    maxWorkers: 2,
    // Shared machines stall: a test that fails twice has failed.
    retry: 1,
  },
})
