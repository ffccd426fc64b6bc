import { chromium } from '@playwright/test'
import { startFixtureBooth } from '../tests/e2e/screens/fixture-server.ts'
import { openBooth, settled } from '../tests/e2e/screens/show.ts'
import { panels, sampleView } from '../tests/fixtures/views.ts'
import { machine } from './machine.ts'

/*
 * node bench/screens.ts: how long a press takes to bring the next screen, and how long the first screen takes to
 * answer, both measured in the browser, on the built page over the service's HTTP surface. One JSON document.
 */

const changes = 60
const loads = 10
/** The quickest applicant looks at a screen for as long; the first one loads fonts and drawings meanwhile. */
const readingMs = 700
/** Milliseconds, nine loads in ten and 99 changes in 100: nobody waits for the booth. */
const bars = { firstScreen: 1_500, screenChange: 100 } as const

/** The n-th percentile of numbers, nearest rank. */
function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10
}

/** Milliseconds from the press to the first frame that shows another screen. */
const pressTo = (screen: string) => `
  new Promise((done) => {
    const key = document.querySelector('[data-act="next"], [data-act="back"]')
    let pressedAt = 0
    const look = () =>
      document.querySelector('[data-screen="${screen}"]') === null
        ? requestAnimationFrame(look)
        : requestAnimationFrame(() => done(performance.now() - pressedAt))
    pressedAt = performance.now()
    key.click()
    requestAnimationFrame(look)
  })`

const booth = await startFixtureBooth()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })

const firstScreen: number[] = []
for (let load = 0; load < loads; load++) {
  const page = await browser.newPage({ viewport: panels.portrait })
  booth.release()
  booth.host.show(sampleView('welcome'))
  await page.goto(booth.address(), { waitUntil: 'commit' })
  await page.locator('[data-act="start-ja"]').waitFor()
  // From the navigation's start to a frame with keys that answer.
  firstScreen.push(
    Number(
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => done(performance.now())))'),
    ),
  )
  await page.close()
}

const page = await browser.newPage()
await openBooth(page, booth)
const way = ['notice', 'confirm-form', 'eligibility', 'options', 'prepare', 'review'] as const
const change: number[] = []
for (let index = 0; index < changes; index++) {
  const from = way[index % way.length] ?? 'notice'
  const to = way[(index + 1) % way.length] ?? 'notice'
  const serial = booth.host.show(sampleView(from))
  await page.locator(`.panel[data-serial="${serial}"]`).waitFor()
  // Nobody presses in the moment a screen appears.
  await settled(page)
  await page.waitForTimeout(readingMs)
  booth.host.react = () => void booth.host.show(sampleView(to))
  change.push(Number(await page.evaluate(pressTo(to))))
}
await browser.close()
await booth.close()

const result = {
  machine: machine(),
  firstScreenMs: { loads, median: percentile(firstScreen, 0.5), p90: percentile(firstScreen, 0.9) },
  screenChangeMs: {
    changes,
    first: change[0],
    median: percentile(change, 0.5),
    p99: percentile(change, 0.99),
  },
  bars,
}
console.log(JSON.stringify(result))
const met = result.firstScreenMs.p90 <= bars.firstScreen && result.screenChangeMs.p99 <= bars.screenChange
process.exitCode = met ? 0 : 1
