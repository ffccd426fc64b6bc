import { expect, test } from '@playwright/test'
import { type SampleName, sampleView } from '../fixtures/views.ts'
import { type FixtureBooth, startFixtureBooth } from './screens/fixture-server.ts'
import { openBooth, show } from './screens/show.ts'

/* What keys, key pads and taps do on the applicant's screens, over views that stand still. */

let booth: FixtureBooth

test.beforeAll(async () => {
  booth = await startFixtureBooth()
})
test.afterAll(async () => {
  await booth.close()
})
test.beforeEach(() => {
  booth.host.intents.length = 0
  booth.host.react = () => undefined
})

test('Escape goes back, from a further page to the one before, and closes a sheet first', async ({
  page,
}) => {
  await openBooth(page, booth)
  await show(page, booth, 'notice', { textSize: 'largest' })
  await page.locator('[data-act="more"]').click()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-act="more"]')).toBeVisible()
  expect(booth.host.intents).toEqual([])
  await page.locator('[data-act="help"]').click()
  await page.keyboard.press('Escape')
  expect(booth.host.intents).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => booth.host.intents).toEqual([{ type: 'back' }])
})

test('cancel asks once, and going on changes nothing', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'pay')
  await page.locator('[data-act="cancel"]').click()
  await page.locator('[data-act="cancel-no"]').click()
  expect(booth.host.intents).toEqual([])
  await page.locator('[data-act="cancel"]').click()
  await page.locator('[data-act="cancel-yes"]').click()
  await expect.poll(() => booth.host.intents).toEqual([{ type: 'cancel' }])
})

test('a language is changed at any step and everything entered stays', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'date-of-birth')
  for (const act of ['calendar-showa', 'digit-2', 'digit-3', 'month-4'])
    await page.locator(`[data-act="${act}"]`).click()
  await page.locator('[data-act="language"]').click()
  await page.locator('[data-act="language-en"]').click()
  await expect(page.locator('.slots')).toContainText('23')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await page.locator('[data-act="day-18"]').click()
  await expect
    .poll(() => booth.host.intents)
    .toContainEqual({ type: 'enter-date', entry: { calendar: 'showa', year: 23, month: 4, day: 18 } })
})

test('a date of birth is typed on a key pad', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'date-of-birth')
  await page.locator('[data-act="calendar-western"]').press('Enter')
  await page.keyboard.type('1948')
  await page.keyboard.type('04')
  await page.keyboard.type('18')
  await expect
    .poll(() => booth.host.intents)
    .toContainEqual({ type: 'enter-date', entry: { calendar: 'western', year: 1948, month: 4, day: 18 } })
})

test('the first of a month is typed as 01, or as 1 and Enter; another day replaces it', async ({ page }) => {
  await openBooth(page, booth)
  for (const [typed, day] of [
    ['01', 1],
    ['1', 1],
    ['3', 3],
  ] as const) {
    await show(page, booth, 'date-of-birth')
    booth.host.intents.length = 0
    await page.locator('[data-act="calendar-western"]').press('Enter')
    await page.keyboard.type(`194804${typed}`)
    if (typed.length === 1) await page.keyboard.press('Enter')
    await page.locator('[data-act="day-9"]').click()
    await expect
      .poll(() => booth.host.intents)
      .toEqual(
        [day, 9].map((pressed) => ({
          type: 'enter-date',
          entry: { calendar: 'western', year: 1948, month: 4, day: pressed },
        })),
      )
  }
})

test('every key of a screen is reached with the arrows, and Enter presses it', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'review')
  const reached = new Set<string>()
  for (const arrow of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft'] as const) {
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press(arrow)
      reached.add(String(await page.evaluate('document.activeElement?.dataset.act')))
    }
  }
  const acts: unknown = await page.evaluate(`
    [...document.querySelectorAll('.frame button[data-act^="change"], .frame .acts button')].map(
      (key) => key.dataset.act,
    )
  `)
  expect([...reached]).toEqual(expect.arrayContaining(acts as string[]))
  await page.locator('[data-act="send"]').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => booth.host.intents).toEqual([{ type: 'send' }])
})

test('a whole application is pressed with Tab and Enter alone', async ({ page }) => {
  await openBooth(page, booth)
  const way: readonly [SampleName, string][] = [
    ['welcome', 'start-ja'],
    ['notice', 'next'],
    ['confirm-form', 'next'],
    ['date-of-birth.complete', 'next'],
    ['eligibility', 'next'],
    ['options', 'next'],
    ['prepare', 'next'],
    ['choose', 'next'],
    ['review', 'send'],
    ['done', 'next'],
  ]
  for (const [name, act] of way) {
    await show(page, booth, name)
    booth.host.intents.length = 0
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate('document.activeElement?.dataset.act')) === act) break
    }
    await page.keyboard.press('Enter')
    await expect.poll(() => booth.host.intents.length, name).toBe(1)
  }
})

test('a double tap is one press, and never presses what comes to lie under the finger', async ({ page }) => {
  await openBooth(page, booth)
  booth.host.react = () => void booth.host.show(sampleView('scan'))
  for (let time = 0; time < 5; time++) {
    await show(page, booth, 'notice')
    await page.locator('[data-act="next"]').dblclick({ delay: 20 })
    await page.locator('[data-screen="scan"]').waitFor()
  }
  expect(booth.host.intents.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'next'))
})

test('quick taps on one key of a pad all count', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'scan.typing-first')
  await page.locator('[data-act="digit-7"]').dblclick()
  await expect(page.locator('.groups')).toHaveText('77')
})
