import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { languages } from '../../locales/languages.ts'
import type { Circumstances } from '../fixtures/views.ts'
import { type FixtureBooth, startFixtureBooth } from './screens/fixture-server.ts'
import { flawsOf } from './screens/measure.ts'
import { isStill, pictureNames, type SceneName, scenes, showPicture } from './screens/scenes.ts'
import { eachPage, openBooth, show } from './screens/show.ts'

/*
 * The applicant's screens in a real Chromium, over the service's own HTTP surface with views that stand
 * still. `npm run screens` (MACHINAKA_FULL=1) looks at every screen in every language, theme, size and layout.
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

/** Live pictures are looked at by the camera's own tests. */
const still = pictureNames.filter(isStill)

type Look = Required<Pick<Circumstances, 'textSize' | 'theme' | 'reach' | 'layout'>>

/** All there are; in the short run every screen once in each of these. */
const looks: readonly Look[] = full
  ? (['portrait', 'landscape', 'landscape-5-4'] as const).flatMap((layout) =>
      (['normal', 'larger', 'largest'] as const).flatMap((textSize) =>
        (layout === 'portrait' ? (['usual', 'low'] as const) : (['usual'] as const)).map((reach) => ({
          layout,
          textSize,
          theme: 'standard' as const,
          reach,
        })),
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

/** The other theme, as the page itself puts it on, without showing the screen anew. */
const putOn = (page: Page, theme: 'standard' | 'dark') =>
  page.evaluate(`
    document.documentElement.dataset.theme = '${theme}'
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  `)

/** A theme changes colours, not sizes: it is enough to look at both where words are of the usual size. */
const inBothThemes = ({ textSize }: Look): boolean => full && textSize === 'normal'

/** Flaws of the page shown; in the full run lines that break within a phrase too. */
async function flawsInThemes(page: Page, look: Look): Promise<string[]> {
  const flaws = await flawsOf(page)
  if (!full) return flaws.filter((flaw) => !flaw.includes('breaks within a phrase'))
  if (!inBothThemes(look)) return flaws
  await putOn(page, 'dark')
  const dark = (await flawsOf(page)).map((flaw) => `dark: ${flaw}`)
  await putOn(page, look.theme)
  return [...flaws, ...dark]
}

for (const look of looks) {
  const { layout, textSize, theme, reach } = look
  test(`nothing is clipped, overlaps or is too small: ${layout}, ${textSize}, ${inBothThemes(look) ? 'both themes' : theme}, ${reach}`, async ({
    page,
  }) => {
    test.setTimeout(full ? 1_800_000 : 180_000)
    await openBooth(page, booth, layout)
    const found: string[] = []
    for (const [index, name] of still.entries()) {
      // Larger words have many pages: every other sample says enough of them in the short run.
      if (!full && textSize === 'largest' && index % 2 === 1) continue
      for (const language of languagesOf(index)) {
        await showPicture(page, booth, name, { ...look, language })
        const unseen = await eachPage(page, async (number) => {
          for (const flaw of await flawsInThemes(page, look))
            found.push(`${name} ${language} page ${number}: ${flaw}`)
        })
        for (const words of unseen) found.push(`${name} ${language}: "${words}" is on no page`)
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
          .filter((name) => !name.includes('.') && !(name in scenes))
          .filter((_, index) => theme === 'standard' || index % 2 === 0)
    for (const [index, name] of names.entries()) {
      for (const language of languagesOf(index)) {
        await showPicture(page, booth, name, { theme, language })
        for (const violation of await violationsOf(page)) found.push(`${name} ${language}: ${violation}`)
      }
    }
    expect(found).toEqual([])
  })
}

const sheets = (Object.keys(scenes) as SceneName[]).filter((name) => 'sheet' in scenes[name])
for (const textSize of ['normal', 'largest'] as const) {
  test(`sheets over the screen hold what they say: ${textSize}`, async ({ page }) => {
    test.setTimeout(full ? 1_800_000 : 180_000)
    await openBooth(page, booth)
    const found: string[] = []
    for (const [index, name] of sheets.entries()) {
      for (const language of languagesOf(index + 2)) {
        await showPicture(page, booth, name, { textSize, language })
        await eachPage(page, async (number) => {
          for (const flaw of await flawsOf(page)) found.push(`${name} ${language} page ${number}: ${flaw}`)
        })
        for (const violation of await violationsOf(page)) found.push(`${name} ${language}: ${violation}`)
        await page.keyboard.press('Escape')
        await expect(page.locator('dialog[open]')).toHaveCount(0)
      }
    }
    expect(found).toEqual([])
  })
}

test('personal data stands on the screens that ask for it alone, and is marked there', async ({ page }) => {
  await openBooth(page, booth)
  const marks: Record<string, boolean> = {}
  const personal = /5012|1948|昭和23/u
  for (const name of still) {
    await showPicture(page, booth, name, {})
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

test('a page turned on one refusal does not turn the next one', async ({ page }) => {
  const look = { textSize: 'largest', reach: 'low' } as const
  await openBooth(page, booth)
  await show(page, booth, 'submit.refused-form', look)
  await page.locator('[data-act="more"]').click()
  await expect(page.locator('main.stage')).toHaveAttribute('data-again')
  await show(page, booth, 'submit.refused-date', look)
  await expect(page.locator('main.stage')).not.toHaveAttribute('data-again')
})

test('the drawings of all screens are loaded before they are needed', async ({ page }) => {
  const loaded = new Set<string>()
  page.on('requestfinished', (request) => loaded.add(basename(new URL(request.url()).pathname)))
  await openBooth(page, booth)
  const drawings = readdirSync(join(booth.renderer, 'assets')).filter((file) => file.endsWith('.svg'))
  expect(drawings.length).toBeGreaterThan(0)
  await expect.poll(() => drawings.filter((file) => !loaded.has(file))).toEqual([])
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
  const compressed = (file: string) => gzipSync(readFileSync(join(booth.renderer, file))).length
  const html = readFileSync(join(booth.renderer, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].flatMap((match) => match[1] ?? [])
  expect(first.length).toBeGreaterThan(0)
  // One language comes before the first screen, the largest at worst.
  const locale = Math.max(
    ...readdirSync(join(booth.renderer, 'assets'))
      .filter((file) => /^(ja|ja-easy|en|zh-hans|ko|es|pt)-[^-]+\.js$/.test(file))
      .map((file) => compressed(`assets/${file}`)),
  )
  expect(first.reduce((sum, file) => sum + compressed(file), locale)).toBeLessThanOrEqual(400 * 1024)
})
