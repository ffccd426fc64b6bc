import type { Page } from '@playwright/test'
import { type ScreenName, screenNames } from '../../main/service/contract.ts'
import { type SampleName, sampleNames } from '../fixtures/views.ts'
import { inPage, type PageState } from './booth/in-page.ts'
import { seeded } from '../seeded.ts'
import { pressAtRandom } from './booth/random-inputs.ts'
import { expect, test } from './booth/stage.ts'
import { type FixtureBooth, startFixtureBooth } from './screens/fixture-server.ts'
import { openBooth, show } from './screens/show.ts'

/**
 * Ways out of a kiosk, tried on the running booth in Chromium (the list: docs/hardening.md, with what only a
 * booth's own window manager or Electron can show).
 */
test.describe.configure({ timeout: 240_000 })

/** The page is where it was: our origin, one window, usual zoom, a known screen, no dialog. */
async function isHeld(page: Page, dialogs: string[]): Promise<void> {
  expect(['127.0.0.1', 'localhost']).toContain(new URL(page.url()).hostname)
  expect(new URL(page.url()).pathname).toBe('/')
  expect(page.context().pages()).toHaveLength(1)
  expect(dialogs).toEqual([])
  const { screen, ...rest } = await inPage<PageState>(page, 'pageState')
  expect(rest).toEqual({ zoom: 1, scroll: 0, selection: '' })
  expect(screenNames as readonly string[]).toContain(screen)
}

function watchDialogs(page: Page): string[] {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type())
    void dialog.dismiss()
  })
  page.on('filechooser', () => dialogs.push('file chooser'))
  page.on('download', () => dialogs.push('download'))
  return dialogs
}

const withControl = ['n', 't', 'w', 'q', 'r', 'p', 's', 'o', 'h', 'j', 'l', 'u', 'd', 'g', 'e', '+', '-', '0']
const withShift = ['i', 'j', 'c', 'r', 't', 'n', 'w', 'q', 'Delete']
const alone = ['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'ContextMenu', 'Backspace']

test('no key of a browser leads out', async ({ applicant: { page } }) => {
  const dialogs = watchDialogs(page)
  const loads: string[] = []
  page.on('framenavigated', (frame) => loads.push(frame.url()))
  const keys = [
    ...withControl.map((key) => `Control+${key}`),
    ...withControl.map((key) => `Meta+${key}`),
    ...withShift.map((key) => `Control+Shift+${key}`),
    'Alt+d',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+Space',
    ...alone,
  ]
  for (const key of keys) await page.keyboard.press(key)
  await isHeld(page, dialogs)
  expect(loads).toEqual([])
})

test('no gesture of pointer or finger leads out', async ({ applicant: { page } }) => {
  const dialogs = watchDialogs(page)
  for (const type of ['contextmenu', 'dragstart', 'dragenter', 'dragover', 'drop'])
    expect([type, await inPage(page, 'keepsFrom', type)]).toEqual([type, true])
  for (const button of ['right', 'middle'] as const) await page.mouse.click(300, 300, { button })
  await page.mouse.dblclick(300, 300)
  await page.mouse.move(500, 800)
  await page.keyboard.down('Control')
  for (const delta of [-600, 600]) await page.mouse.wheel(0, delta)
  await page.keyboard.up('Control')
  await page.mouse.wheel(0, 3_000)
  await page.mouse.move(200, 500)
  await page.mouse.down()
  await page.mouse.move(900, 500, { steps: 5 })
  await page.mouse.up()
  const cdp = await page.context().newCDPSession(page)
  for (const scaleFactor of [3, 0.3])
    await cdp.send('Input.synthesizePinchGesture', { x: 500, y: 900, scaleFactor, relativeSpeed: 3_000 })
  await cdp.send('Input.synthesizeScrollGesture', { x: 100, y: 900, xDistance: 900, yDistance: 0 })
  await isHeld(page, dialogs)
})

test('a second finger that joins a scroll enlarges nothing: the page is no longer asked', async ({
  applicant: { page },
}) => {
  const dialogs = watchDialogs(page)
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...ys: readonly number[]): Promise<unknown> =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: ys.map((y, id) => ({ x: 500, y, id })) })
  await touch('touchStart', 900)
  for (let y = 900; y > 600; y -= 30) await touch('touchMove', y)
  await touch('touchStart', 600, 700)
  for (let apart = 0; apart < 600; apart += 40) await touch('touchMove', 600 - apart, 700 + apart)
  await touch('touchEnd')
  await isHeld(page, dialogs)
})

test('no content leads out', async ({ applicant: { page } }) => {
  const dialogs = watchDialogs(page)
  const refused = await inPage<Record<string, boolean>>(page, 'tryContent')
  for (const [what, was] of Object.entries(refused)) expect([what, was]).toEqual([what, true])
  await isHeld(page, dialogs)
})

test('no path or request leads to anything but the booth', async ({ applicant: { page } }) => {
  const status = (path: string, init: Readonly<Record<string, unknown>> = {}): Promise<number> =>
    inPage(page, 'statusOf', { path, ...init })
  for (const path of [
    '/../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fpackage.json',
    '/.env',
    '/package.json',
    '/main/cli.ts',
    '/%00',
  ])
    expect([path, await status(path)]).toEqual([path, expect.not.stringMatching(/^2/)])
  const token = await inPage<string>(page, 'boothToken')
  const headers = {
    authorization: `Bearer ${token}`,
    'x-booth-page': 'somebody-else-0001',
    'content-type': 'application/json',
  }
  const post = (path: string, body: string, more: Record<string, string> = {}): Promise<number> =>
    status(path, { method: 'POST', body, headers: { ...headers, ...more } })
  expect(await post('/api/intent', '{"serial":1,"intent":{"type":"next"}}')).toBe(409)
  expect(await status('/api/view')).toBe(401)
  expect(await post('/api/token', '{"code":"guess"}')).toBe(401)
  expect(await post('/api/token', '{"__proto__":{"code":"x"}}')).toBe(400)
  expect(await post('/api/token', '{')).toBe(400)
  expect(await post('/api/token', 'x'.repeat(70_000))).toBe(413)
  expect(await post('/api/staff/report', '{}')).toBeGreaterThanOrEqual(400)
  expect(await status('/api/staff/overview', { headers })).toBeGreaterThanOrEqual(400)
})

const full = process.env['MACHINAKA_FULL'] === '1'

/** On the running booth random inputs wander from screen to screen, from wherever they begin. */
const wandering = full ? 10_000 : 150
for (const screen of ['welcome', 'date-of-birth', 'position', 'review'] as const)
  test(`${wandering} random inputs from ${screen} on leave the booth in a known state`, async ({
    applicant,
  }) => {
    const { page } = applicant
    await applicant.goes('welcome', screen)
    const dialogs = watchDialogs(page)
    await pressAtRandom(page, wandering, seeded(20_261_123))
    await page.locator('[data-screen]').first().waitFor()
    await isHeld(page, dialogs)
  })

/** Where nothing leads on, each screen is met with all of them; in the short run two screens with a few. */
const standing = full ? 10_000 : 200
const standingOn = full ? screenNames : (['scan', 'review'] as const)
/** The screen as it is first met. */
const sampleOf = (screen: ScreenName): SampleName => {
  const sample = sampleNames.find((name) => name === screen || name.startsWith(`${screen}.`))
  if (sample === undefined) throw new Error(`There is no sample of the screen "${screen}".`)
  return sample
}
test.describe('on screens that stand still', () => {
  let booth: FixtureBooth
  test.beforeAll(async () => {
    booth = await startFixtureBooth()
  })
  test.afterAll(() => booth.close())

  for (const name of standingOn)
    test(`${standing} random inputs in ${name} leave it that screen`, async ({ page }) => {
      test.setTimeout(1_800_000)
      await openBooth(page, booth)
      const dialogs = watchDialogs(page)
      const loads: string[] = []
      page.on('framenavigated', (frame) => loads.push(frame.url()))
      await show(page, booth, sampleOf(name))
      await pressAtRandom(page, standing, seeded(20_261_123))
      // A press on the staff's corner may have brought the PIN pad, which goes by itself.
      await page.locator('[data-screen]').first().waitFor({ timeout: 90_000 })
      await expect(page.locator('[data-screen]').first()).toHaveAttribute('data-screen', name)
      await isHeld(page, dialogs)
      expect(loads).toEqual([])
    })
})
