import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { languages } from '../../locales/languages.ts'
import { type Circumstances, type SampleName, sampleNames, sampleView } from '../fixtures/views.ts'
import { type FixtureBooth, startFixtureBooth } from './screens/fixture-server.ts'
import { flawsOf } from './screens/measure.ts'
import { eachPage, openBooth, settled, show } from './screens/show.ts'

/*
 * The applicant's screens in a real Chromium, over the service's own HTTP surface with views that stand
 * still. MACHINAKA_FULL=1 looks at every screen in every language, theme, size and layout.
 */

const full = process.env['MACHINAKA_FULL'] === '1'
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

/** Live pictures never stand still; they are looked at by the camera's own tests. */
const still = sampleNames.filter((name) => !/^(position|capture|trouble)/.test(name))

/** Every screen once in each of these, and each of these on every screen in the full run. */
const looks: readonly Required<Pick<Circumstances, 'textSize' | 'theme' | 'reach' | 'layout'>>[] = full
  ? (['portrait', 'landscape', 'landscape-5-4'] as const).flatMap((layout) =>
      (['normal', 'larger', 'largest'] as const).flatMap((textSize) =>
        (['standard', 'dark'] as const).flatMap((theme) =>
          (layout === 'portrait' ? (['usual', 'low'] as const) : (['usual'] as const)).map((reach) => ({
            layout,
            textSize,
            theme,
            reach,
          })),
        ),
      ),
    )
  : [
      { layout: 'portrait', textSize: 'normal', theme: 'standard', reach: 'usual' },
      { layout: 'portrait', textSize: 'largest', theme: 'dark', reach: 'usual' },
      { layout: 'portrait', textSize: 'normal', theme: 'standard', reach: 'low' },
      { layout: 'landscape', textSize: 'normal', theme: 'dark', reach: 'usual' },
    ]

/** In the short run each look sees every screen, in a language that moves on from one to the next. */
const languagesOf = (index: number) => (full ? languages : [languages[index % languages.length] ?? 'ja'])

for (const look of looks) {
  const { layout, textSize, theme, reach } = look
  test(`nothing is clipped, overlaps or is too small: ${layout}, ${textSize}, ${theme}, ${reach}`, async ({
    page,
  }) => {
    test.setTimeout(full ? 1_800_000 : 180_000)
    await openBooth(page, booth, layout)
    const found: string[] = []
    for (const [index, name] of still.entries()) {
      // Larger words have many pages: every other sample says enough of them in the short run.
      if (!full && textSize === 'largest' && index % 2 === 1) continue
      for (const language of languagesOf(index)) {
        await show(page, booth, name, { ...look, language })
        await eachPage(page, async (number) => {
          for (const flaw of await flawsOf(page)) found.push(`${name} ${language} page ${number}: ${flaw}`)
        })
      }
    }
    expect(found).toEqual([])
  })
}

const violationsOf = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

for (const theme of ['standard', 'dark'] as const) {
  test(`axe finds nothing: ${theme}`, async ({ page }) => {
    test.setTimeout(full ? 1_800_000 : 180_000)
    await openBooth(page, booth)
    const found: string[] = []
    // One branch a screen in the short run; contrast is what differs between themes.
    const names = full
      ? still
      : still
          .filter((name) => !name.includes('.'))
          .filter((_, index) => theme === 'standard' || index % 2 === 0)
    for (const [index, name] of names.entries()) {
      for (const language of languagesOf(index)) {
        await show(page, booth, name, { theme, language })
        for (const violation of await violationsOf(page)) found.push(`${name} ${language}: ${violation}`)
      }
    }
    expect(found).toEqual([])
  })
}

const sheets: readonly Readonly<{ sheet: string; on: SampleName; act: string }>[] = [
  { sheet: 'cancel', on: 'review', act: 'cancel' },
  { sheet: 'help', on: 'scan', act: 'help' },
  { sheet: 'language', on: 'review', act: 'language' },
  { sheet: 'voice', on: 'prepare', act: 'voice' },
  { sheet: 'no-form', on: 'scan.my-number', act: 'no-form' },
  { sheet: 'identity', on: 'done', act: 'documents' },
]
for (const textSize of ['normal', 'largest'] as const) {
  test(`sheets over the screen hold what they say: ${textSize}`, async ({ page }) => {
    await openBooth(page, booth)
    const found: string[] = []
    for (const [index, { sheet, on, act }] of sheets.entries()) {
      for (const language of full ? languages : [languages[(index + 2) % languages.length] ?? 'ja']) {
        await show(page, booth, on, { textSize, language })
        await eachPage(page, async () => undefined)
        await page.locator(`[data-act="${act}"]`).first().click()
        await page.locator(`dialog[data-sheet="${sheet}"]`).waitFor()
        await settled(page)
        await eachPage(page, async (number) => {
          for (const flaw of await flawsOf(page)) found.push(`${sheet} ${language} page ${number}: ${flaw}`)
        })
        for (const violation of await violationsOf(page)) found.push(`${sheet} ${language}: ${violation}`)
        await page.keyboard.press('Escape')
        await expect(page.locator('dialog[open]')).toHaveCount(0)
      }
    }
    expect(found).toEqual([])
  })
}

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

test('personal data stands on the screens that ask for it alone, and is marked there', async ({ page }) => {
  await openBooth(page, booth)
  const marks: Record<string, boolean> = {}
  const personal = /5012|1948|昭和23/u
  for (const name of still) {
    await show(page, booth, name)
    await eachPage(page, async () => {
      // The drawn forms carry a made-up number as part of the picture; text is what counts.
      const unmarked = await page.evaluate(`
        (() => {
          const copy = document.querySelector('.panel').cloneNode(true)
          for (const marked of copy.querySelectorAll('[data-personal]')) marked.remove()
          return copy.textContent
        })()
      `)
      if (personal.test(String(unmarked))) marks[name] = false
    })
  }
  expect(marks).toEqual({})
})

test('the language called last is the one shown, and dates are in its form', async ({ page }) => {
  await openBooth(page, booth)
  await show(page, booth, 'review', { language: 'en' })
  await eachPage(page, async () => undefined)
  await expect(page.locator('main')).toContainText('18 April')
  await show(page, booth, 'review', { language: 'ja' })
  await expect(page.locator('main')).toContainText('昭和23年4月18日')
})

test('the packaged typeface has the letters of every language', async ({ page }) => {
  await openBooth(page, booth)
  const samples = { JP: '申請書', SC: '申请', KR: '신청' }
  for (const [form, letters] of Object.entries(samples)) {
    const faces = `document.fonts.load('16px "Noto Sans ${form} Variable"', '${letters}').then((faces) => faces.length)`
    await expect.poll(() => page.evaluate(faces), form).toBeGreaterThan(0)
  }
})

test('the first load is at most 400 KB of JavaScript compressed, without the face models', () => {
  const folder = new URL('../../dist/renderer/', import.meta.url)
  const compressed = (file: string) => gzipSync(readFileSync(new URL(file, folder))).length
  const html = readFileSync(new URL('index.html', folder), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].flatMap((match) => match[1] ?? [])
  expect(first.length).toBeGreaterThan(0)
  // One language comes before the first screen, the largest at worst.
  const locale = Math.max(
    ...readdirSync(new URL('assets', folder))
      .filter((file) => /^(ja|ja-easy|en|zh-hans|ko|es|pt)-[^-]+\.js$/.test(file))
      .map((file) => compressed(`assets/${file}`)),
  )
  expect(first.reduce((sum, file) => sum + compressed(file), locale)).toBeLessThanOrEqual(400 * 1024)
})
