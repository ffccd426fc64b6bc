import type { Page } from '@playwright/test'
import { type Circumstances, type Layout, panels, type SampleName, sampleView } from '../../fixtures/views.ts'
import type { FixtureBooth } from './fixture-server.ts'

/** A page of the booth on a panel of a layout. The one before it must be closed. */
export async function openBooth(
  page: Page,
  booth: FixtureBooth,
  layout: Layout = 'portrait',
  { reducedMotion = true }: { reducedMotion?: boolean } = {},
): Promise<void> {
  await page.setViewportSize(panels[layout])
  await page.emulateMedia({ reducedMotion: reducedMotion ? 'reduce' : 'no-preference' })
  // The fixtures go back and forth between applicants; a booth opens a new page for each.
  await page.route('**/api/next', (route) => route.abort())
  booth.release()
  booth.host.show(sampleView('submit.keeping', { layout }))
  await page.goto(booth.address())
  await page.locator('.panel').waitFor()
}

/** Shows a sample from its beginning and waits until it stands still: words, pictures and pages are there. */
export async function show(
  page: Page,
  booth: FixtureBooth,
  name: SampleName,
  circumstances: Circumstances = {},
): Promise<void> {
  for (const sample of ['submit.keeping', name] as const) {
    const serial = booth.host.show(sampleView(sample, circumstances))
    await page.locator(`.panel[data-serial="${serial}"]`).waitFor()
  }
  await settled(page)
}

/** Nothing on its way any more: pictures are loaded, two frames have passed since. */
export const settled = (page: Page): Promise<unknown> =>
  page.evaluate(`
    Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))
      .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      .then(() => undefined)
  `)

/** The blocks of the stage on top, those of a group one by one: marked as seen, or the words of those never seen. */
const blocksOnTop = `
  [...(document.querySelector('dialog[open] .stage') ?? document.querySelector('.stage'))
    .querySelectorAll(':scope > :not(.blocks, dialog), :scope .blocks > :not(.blocks)')]
`
const forgetSeen = `for (const block of ${blocksOnTop}) delete block.dataset.seen`
const noteSeen = `for (const block of ${blocksOnTop}) if (block.checkVisibility()) block.dataset.seen = ''`
const unseen = `${blocksOnTop}.filter((block) => block.dataset.seen === undefined).map((block) => block.textContent)`

/** Each page of the screen shown, in order; `look` sees it. Gives the words of the blocks that stood on no page. */
export async function eachPage(
  page: Page,
  look: (number: number) => Promise<void>,
): Promise<readonly string[]> {
  await page.evaluate(forgetSeen)
  for (let number = 1; ; number++) {
    await look(number)
    await page.evaluate(noteSeen)
    const sheet = page.locator('dialog[open]')
    const within = (await sheet.count()) > 0 ? sheet : page.locator('.frame')
    const more = within.locator('[data-act="more"]')
    if ((await page.locator('.curtain').count()) > 0) return []
    if ((await more.count()) === 0) return await page.evaluate<string[]>(unseen)
    await more.first().click()
    await settled(page)
  }
}
