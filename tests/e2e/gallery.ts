import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium } from '@playwright/test'
import { languages } from '../../locales/languages.ts'
import { type Circumstances, type Layout, panels } from '../fixtures/views.ts'
import { type FixtureBooth, startFixtureBooth } from './screens/fixture-server.ts'
import { flawsOf } from './screens/measure.ts'
import { type PictureName, pictureNames, showPicture } from './screens/scenes.ts'
import { eachPage, openBooth } from './screens/show.ts'

/*
 * npm run gallery: every screen and branch × language × theme × layout × text size as a picture, with an index
 * to look through, and what the browser measures on each: clipped, overlapping, too small, axe. The booth's
 * built page over the service's own HTTP surface; a camera that the service holds shows a drawn applicant.
 */

const all = {
  names: pictureNames,
  languages: languages as readonly string[],
  themes: ['standard', 'dark'],
  layouts: Object.keys(panels) as Layout[],
  texts: ['normal', 'larger', 'largest'],
  reaches: ['usual', 'low'],
} as const

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: new URL('../../.cache/gallery', import.meta.url).pathname },
    names: { type: 'string' },
    languages: { type: 'string' },
    themes: { type: 'string' },
    layouts: { type: 'string' },
    texts: { type: 'string', default: 'normal' },
    reaches: { type: 'string', default: 'usual' },
    /** axe on every picture takes half a second each. */
    axe: { type: 'boolean', default: false },
  },
})

/** The values of an option, checked against what there is; all of them where it is left out. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what was checked
function chosen<T extends string>(option: keyof typeof all, given: string | undefined): readonly T[] {
  const known: readonly string[] = all[option]
  const wanted = given?.split(',') ?? known
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    console.error(`--${option} does not know ${unknown.join(', ')}: choose among ${known.join(', ')}.`)
    process.exit(2)
  }
  return wanted as readonly T[]
}

type Shot = Readonly<{ file: string; name: string; page: number; look: Required<Circumstances> }>

const looks = chosen<Layout>('layouts', values.layouts).flatMap((layout) =>
  chosen<NonNullable<Circumstances['textSize']>>('texts', values.texts).flatMap((textSize) =>
    chosen<NonNullable<Circumstances['theme']>>('themes', values.themes).flatMap((theme) =>
      chosen<NonNullable<Circumstances['reach']>>('reaches', values.reaches)
        .filter((reach) => layout === 'portrait' || reach === 'usual')
        .flatMap((reach) =>
          chosen<NonNullable<Circumstances['language']>>('languages', values.languages).map((language) => ({
            layout,
            textSize,
            theme,
            reach,
            language,
          })),
        ),
    ),
  ),
)

async function take(browser: Browser, booth: FixtureBooth, folder: string) {
  const shots: Shot[] = []
  const found: string[] = []
  for (const look of looks) {
    const { layout, textSize, theme, reach, language } = look
    // axe needs a context that it can open a page of its own in.
    const context = await browser.newContext()
    const page = await context.newPage()
    await openBooth(page, booth, layout)
    for (const name of chosen<PictureName>('names', values.names)) {
      await showPicture(page, booth, name, look)
      // A live picture needs its models; the hint is there when they are.
      if (/^(position|capture)(\.|$)/.test(name)) await page.waitForTimeout(3_000)
      const unseen = await eachPage(page, async (number) => {
        const file = `${[name, language, layout, textSize, theme, reach, number].join('_')}.png`
        await page.screenshot({ path: join(folder, file) })
        shots.push({ file, name, page: number, look: { volume: 2, curtain: false, ...look } })
        const where = `${name} ${language} ${layout} ${textSize} ${theme} ${reach} page ${number}`
        for (const flaw of await flawsOf(page)) found.push(`${where}: ${flaw}`)
        if (values.axe) {
          const { violations } = await new AxeBuilder({ page }).analyze()
          for (const { id } of violations) found.push(`${where}: axe ${id}`)
        }
      })
      for (const words of unseen)
        found.push(`${name} ${language} ${layout} ${textSize}: "${words}" is on no page`)
    }
    await context.close()
    console.error(`${layout} ${textSize} ${theme} ${reach} ${language}: ${shots.length} pictures so far`)
  }
  return { shots, found }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function indexOf(shots: readonly Shot[], found: readonly string[]): string {
  const rows = Map.groupBy(shots, ({ name }) => name)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Machinaka: every screen</title>
<style>
  body { font: 16px/1.5 sans-serif; margin: 2rem; background: #ddd }
  h2 { margin-block: 2rem .5rem }
  ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0 }
  img { block-size: 420px; display: block; box-shadow: 0 1px 4px #0006 }
</style>
<h1>${shots.length} pictures, ${found.length} flaws</h1>
<ul style="display: block">${found.map((flaw) => `<li>${escaped(flaw)}</li>`).join('')}</ul>
${[...rows]
  .map(
    ([name, pictures]) => `<h2>${name}</h2>
<ul>${pictures
      .map(
        ({ file, page, look }) =>
          `<li><a href="${file}"><img loading="lazy" src="${file}" alt="${name}, page ${page}"></a>${Object.values(
            {
              language: look.language,
              layout: look.layout,
              text: look.textSize,
              theme: look.theme,
              reach: look.reach,
            },
          ).join(' ')}</li>`,
      )
      .join('')}</ul>`,
  )
  .join('\n')}
</html>
`
}

rmSync(values.out, { recursive: true, force: true })
mkdirSync(values.out, { recursive: true })
const booth = await startFixtureBooth()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const { shots, found } = await take(browser, booth, values.out)
  writeFileSync(join(values.out, 'index.html'), indexOf(shots, found))
  for (const flaw of found) console.log(flaw)
  console.error(`${shots.length} pictures in ${values.out}/index.html; ${found.length} flaws.`)
  process.exitCode = found.length === 0 ? 0 : 1
} finally {
  await browser.close()
  await booth.close()
}
