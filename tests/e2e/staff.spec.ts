import { readdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'
import { drawPose } from '../../main/dock/poses.ts'
import { wasPaused } from '../../main/staff/kept-pause.ts'
import { openStaffedBooth, pins, type StaffedBooth } from './staff/staffed-booth.ts'

const test = base.extend<{ page: Page }, { booth: StaffedBooth }>({
  booth: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const booth = await openStaffedBooth()
      await use(booth)
      await booth.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  page: async ({ browser, booth }, use) => {
    const context = await browser.newContext({
      viewport: { width: 1080, height: 1920 },
      reducedMotion: 'reduce',
    })
    const page = await context.newPage()
    const broken: string[] = []
    page.on('pageerror', (error) => broken.push(error.message))
    await page.goto(booth.address())
    await expect(page.locator('[data-screen="welcome"]')).toBeVisible()
    await use(page)
    expect(broken).toEqual([])
    await context.close()
  },
})
test.describe.configure({ mode: 'default', timeout: 120_000 })

const key = (page: Page, act: string) => page.locator(`[data-act="${act}"]`)

const pressCorner = async (page: Page, presses: number): Promise<void> => {
  for (let press = 0; press < presses; press += 1) await page.mouse.click(20, 20)
}
const typePin = async (page: Page, pin: string): Promise<void> => {
  for (const digit of pin) await key(page, `digit-${digit}`).click()
  await key(page, 'enter').click()
}
const enter = async (page: Page, role: keyof typeof pins): Promise<void> => {
  await pressCorner(page, 5)
  await typePin(page, pins[role])
  await expect(page.locator(`[data-staff="${role}"] .banner`)).toBeVisible()
}

test('the way in is hidden: four presses do nothing, the fifth asks for the PIN, a wrong one lets nobody in', async ({
  page,
  booth,
}) => {
  await pressCorner(page, 4)
  await expect(page.locator('dialog.staff')).toHaveCount(0)
  await page.waitForTimeout(3_100)
  await pressCorner(page, 5)
  await expect(page.locator('[data-staff="enter"]')).toBeVisible()
  await typePin(page, '111112')
  await expect(page.locator('.pin-said')).toHaveText('暗証番号が違います。')
  await expect(page.locator('[data-staff="enter"]')).toBeVisible()
  expect(await page.content()).not.toContain('111112')
  await key(page, 'leave').click()
  await expect(page.locator('[data-screen="welcome"]')).toBeVisible()
  expect(booth.restarts()).toBe(0)
})

test('an operator sees what is the matter, pauses and resumes the booth, and reads the report', async ({
  page,
  booth,
}) => {
  await enter(page, 'operator')
  await expect(page.locator('.banner')).toHaveAttribute('data-sign', 'good')
  booth.simulated.devices.printer.fail('printer-out-of-paper')
  await expect(page.locator('.banner')).toHaveAttribute('data-sign', 'care')
  await expect(page.locator('[data-device="printer"]')).toContainText('プリンターの紙を補充してください')
  booth.simulated.devices.printer.recover()
  await expect(page.locator('.banner')).toHaveAttribute('data-sign', 'good')

  await key(page, 'pause').click()
  await expect(page.locator('.banner')).toHaveAttribute('data-sign', 'stop')
  await expect(page.locator('[data-screen="out-of-service"]')).toBeAttached()
  // A restart by night does not end it.
  await expect.poll(() => wasPaused(booth.config.storage.folder)).toBe(true)
  await key(page, 'resume').click()
  await expect(page.locator('.banner')).toHaveAttribute('data-sign', 'good')
  await expect.poll(() => wasPaused(booth.config.storage.folder)).toBe(false)

  await key(page, 'report').click()
  const report = page.locator('[data-sheet="report"]')
  await report.locator('[data-act="test-all"]').click()
  await expect(report.locator('.banner p')).toContainText('全検査', { timeout: 15_000 })
  await expect(report.locator('[data-section="photo-check"]')).toContainText('見本')
  await report.locator('[data-act="close"]').click()

  await key(page, 'restart').click()
  await page.locator('[data-sheet="restart"] [data-act="yes"]').click()
  await expect.poll(() => booth.restarts()).toBe(1)
  await key(page, 'staff-language').click()
  await expect(page.locator('.staff-head h1')).toHaveText('Operator')
  await key(page, 'leave').click()
  await expect(page.locator('[data-screen="welcome"]')).toBeVisible()
})

test('a technician sees the picture, tests a part and the screen, and takes the journal away', async ({
  page,
  booth,
}) => {
  await enter(page, 'technician')
  await key(page, 'test-all').click()
  await expect(page.locator('.banner p')).toContainText('全検査', { timeout: 15_000 })
  await key(page, 'live-open').click()
  await expect(page.locator('.live-picture canvas')).toBeVisible()
  booth.simulated.devices.camera.show((await drawPose('empty seat')) ?? [])
  const camera = page.locator('[data-section-row="camera"]')
  await key(page, 'seat-test').click()
  await expect(camera.locator('.measures')).toContainText('露出（空席）')
  await expect(camera.locator('[data-outcome="passed"]', { hasText: '空席' })).toBeVisible()
  await key(page, 'chart-test').click()
  // On a busy machine a slow camera is named first.
  await expect(camera.locator('[data-outcome="failed"]', { hasText: '検査図' })).toBeVisible()
  booth.simulated.devices.camera.show((await drawPose('test chart')) ?? [])
  await key(page, 'chart-test').click()
  await expect(camera.locator('[data-outcome="passed"]', { hasText: '検査図' })).toBeVisible()
  await expect(camera.locator('.measures')).toContainText('ぼけ 中央（検査図）')
  booth.simulated.devices.camera.show((await drawPose('compliant')) ?? [])
  await key(page, 'live-close').click()

  booth.simulated.devices.lamp.fail('lamp-failed')
  await key(page, 'test-lamp').click()
  const lamp = page.locator('[data-sheet="lamp"]')
  await expect(lamp.locator('.findings')).toContainText('lamp-failed')
  booth.simulated.devices.lamp.recover()
  await lamp.locator('[data-act="reset"]').click()
  await expect(lamp.locator('.sheet-said')).toHaveText('リセットしました。')
  await lamp.locator('[data-act="test-external"]').click()
  await expect(lamp.locator('[data-outcome="passed"]')).toHaveCount(2)
  await lamp.locator('[data-act="close"]').click()

  await key(page, 'test-code-reader').click()
  const reader = page.locator('[data-sheet="code-reader"]')
  await reader.locator('[data-act="read-test"]').click()
  await expect(reader.locator('.sheet-said')).toContainText('かざしてください')
  await expect
    .poll(async () => {
      booth.simulated.devices.codeReader.scan('SAMPLE')
      return await reader.locator('.sheet-said').textContent()
    })
    .toMatch(/^6字、\d+ ms で読みました。$/)
  await reader.locator('[data-act="close"]').click()

  await key(page, 'test-screen').click()
  const screen = page.locator('[data-sheet="screen"]')
  await screen.locator('[data-act="screen-touch"]').click()
  // A dead field cannot be pressed: the test ends by itself 15 s after the last press.
  await key(page, 'field-0').click()
  await expect(screen.locator('.findings')).toContainText('touch-incomplete', { timeout: 30_000 })
  await screen.locator('[data-act="screen-touch"]').click()
  for (let field = 0; field < 48; field += 1) {
    const box = await page.locator(`[data-act="field-${field}"]`).boundingBox()
    if (box === null) throw new Error(`field ${field} is not there`)
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  }
  await expect(screen.locator('[data-outcome="passed"]')).toHaveCount(1)
  await screen.locator('[data-act="screen-pixels"]').click()
  for (let colour = 0; colour < 4; colour += 1)
    await page.locator('[data-act="next-colour"]').click({ position: { x: 500, y: 300 } })
  await key(page, 'none-dead').click()
  await expect(screen.locator('[data-outcome="passed"]')).toHaveCount(2)
  await screen.locator('[data-act="screen-sound"]').click()
  await key(page, 'heard').click()
  await expect(screen.locator('[data-outcome="passed"]')).toHaveCount(3)
  await screen.locator('[data-act="close"]').click()
  await expect(page.locator('[data-section-row="screen"]')).toHaveAttribute('data-sign', 'good')

  await key(page, 'journal').click()
  const journal = page.locator('[data-sheet="journal"]')
  await expect(journal.locator('.journal-lines')).toContainText('staff-entered')
  await journal.locator('[data-act="export"]').click()
  await expect(journal.locator('.sheet-said')).toContainText('書き出しました')
  expect(readdirSync(booth.exportFolder)).toHaveLength(1)
  await journal.locator('[data-act="close"]').click()
  await key(page, 'leave').click()
})

test("a reload ends the staff session and shows the applicant's side", async ({ page }) => {
  await enter(page, 'technician')
  await page.reload()
  await expect(page.locator('[data-screen="welcome"]')).toBeVisible()
  await expect(page.locator('dialog.staff')).toHaveCount(0)
})

test('the dock moves simulated devices', async ({ page, booth }) => {
  await key(page, 'dock').click()
  const camera = page.locator('[data-unit="camera"] select')
  await camera.selectOption('camera-missing')
  await expect(page.locator('[data-screen="out-of-service"]')).toBeVisible()
  expect(booth.simulated.devices.camera.playing).toBe('camera-missing')
  await camera.selectOption('')
  await expect(page.locator('[data-screen="welcome"]')).toBeVisible({ timeout: 30_000 })
})

for (const [layout, viewport] of [
  ['portrait', { width: 1080, height: 1920 }],
  ['landscape', { width: 1920, height: 1080 }],
] as const) {
  test(`axe finds nothing, and nothing is cut off: ${layout}`, async ({ browser }) => {
    const display = { widthMm: viewport.width / 4.03, heightMm: viewport.height / 4.03 }
    const booth = await openStaffedBooth({ development: false, display })
    const page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage()
    const look = async (): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).include('dialog.staff').analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual(
        [],
      )
      const wide = await page.locator('.staff-stage, .staff-sheet .content').evaluateAll(
        // The node side of the type check knows no DOM.
        (parts) =>
          (parts as unknown as Record<'scrollWidth' | 'clientWidth', number>[]).filter(
            ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
          ).length,
      )
      expect(wide).toBe(0)
    }
    try {
      await page.goto(booth.address())
      // A booth that is no development booth has neither the dock nor its routes.
      await expect(page.locator('[data-screen]')).toBeVisible()
      await expect(key(page, 'dock')).toHaveCount(0)
      await pressCorner(page, 5)
      await expect(page.locator('[data-staff="enter"]')).toBeVisible()
      await look()
      await typePin(page, pins.operator)
      await expect(page.locator('[data-staff="operator"] .banner')).toBeVisible()
      await look()
      await key(page, 'staff-language').click()
      await key(page, 'report').click()
      await expect(page.locator('[data-sheet="report"] .banner')).toBeVisible()
      await look()
      await page.locator('[data-sheet="report"] [data-act="close"]').click()
      await key(page, 'leave').click()
      await enter(page, 'technician')
      await look()
      await key(page, 'staff-language').click()
      await key(page, 'test-screen').click()
      await look()
    } finally {
      await page.context().close()
      await booth.close()
    }
  })
}
