import { defineConfig } from '@playwright/test'

/** Debian's Chromium; the browsers that Playwright would download are not used. */
const chromium = '/usr/bin/chromium'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  timeout: 90_000,
  // Two cores: one browser with its booth at a time keeps timings honest.
  workers: 1,
  // Shared machines stall: a test that fails three times has failed.
  retries: 2,
  forbidOnly: true,
  reporter: [['dot'], ['../scripts/reporters/playwright.ts']],
  outputDir: '../.cache/e2e',
  use: {
    launchOptions: {
      executablePath: chromium,
      // As root Chromium has no sandbox of its own (tests only; production arguments are asserted elsewhere).
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
