import { defineConfig } from '@playwright/test'
import { type Language, languages } from '../locales/languages.ts'

/** Debian's Chromium; the browsers that Playwright would download are not used. */
const chromium = '/usr/bin/chromium'

const full = process.env['MACHINAKA_FULL'] === '1'

export default defineConfig<{ language: Language }>({
  globalSetup: './temporary-folder.ts',
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
  // Everything in Japanese; one whole application in each other language, and in the full run every branch of
  // it in English too.
  projects: [
    { name: 'ja' },
    ...languages
      .filter((language) => language !== 'ja')
      .map((language) => ({
        name: language,
        testMatch: '**/flow.spec.ts',
        use: { language },
        ...(full && language === 'en' ? {} : { grep: /a whole application/ }),
      })),
  ],
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
