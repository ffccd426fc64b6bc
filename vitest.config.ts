import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,flow,integration}/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The machines have two cores: one worker each, so that timings stay honest.
    maxWorkers: 2,
    // Shared machines stall: a test that fails twice has failed.
    retry: 1,
  },
})
