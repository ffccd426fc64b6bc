import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import type { StaffLanguage } from '../../locales/staff/index.ts'
import { drawPose } from '../../main/dock/poses.ts'
import { sectionNames } from '../../main/diagnostics/contract.ts'
import { panels, type Layout } from '../fixtures/views.ts'
import { openStaffedBooth, pins, type StaffedBooth } from './staff/staffed-booth.ts'

/*
 * npm run gallery:staff: every staff screen and sheet as a picture, on the booth of `npm start` with a printer
 * out of paper and a lamp that is broken. Staff read Japanese or English.
 */

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: new URL('../../.cache/staff-gallery', import.meta.url).pathname },
    layouts: { type: 'string', default: Object.keys(panels).join() },
    languages: { type: 'string', default: 'ja,en' },
  },
})

/** Millimetres: 21.5 inch upright and lying, 19 inch 5:4. */
const displays = {
  portrait: { widthMm: 268, heightMm: 476 },
  landscape: { widthMm: 476, heightMm: 268 },
  'landscape-5-4': { widthMm: 376, heightMm: 301 },
} as const satisfies Record<Layout, object>

const key = (page: Page, act: string) => page.locator(`[data-act="${act}"]`).last()

const enter = async (page: Page, pin: string): Promise<void> => {
  for (let press = 0; press < 5; press += 1) await page.mouse.click(20, 20)
  for (const digit of pin) await key(page, `digit-${digit}`).click()
  await key(page, 'enter').click()
  await page.locator('dialog.staff .banner').waitFor()
}

const speak = async (page: Page, language: StaffLanguage): Promise<void> => {
  if ((await page.locator('dialog.staff').getAttribute('lang')) !== language)
    await key(page, 'staff-language').click()
}

const walk = async (
  booth: StaffedBooth,
  page: Page,
  language: StaffLanguage,
  take: (name: string) => Promise<void>,
): Promise<void> => {
  for (let press = 0; press < 5; press += 1) await page.mouse.click(20, 20)
  await take('enter')
  await key(page, 'leave').click()

  await enter(page, pins.operator)
  await speak(page, language)
  await take('operator')
  await key(page, 'report').click()
  await key(page, 'test-all').click()
  await page.locator('[data-sheet="report"] .banner p', { hasText: /\d\.\d/ }).waitFor({ timeout: 20_000 })
  await take('report')
  await page.locator('[data-sheet="report"] .content').evaluate((part) => {
    const { scrollHeight } = part as unknown as { scrollHeight: number }
    ;(part as unknown as { scrollTop: number }).scrollTop = scrollHeight
  })
  await take('report-end')
  await key(page, 'close').click()
  await key(page, 'restart').click()
  await take('restart')
  await key(page, 'close').click()
  await key(page, 'leave').click()

  await enter(page, pins.technician)
  await speak(page, language)
  await take('technician-before')
  await key(page, 'test-all').click()
  await page.locator('.banner p', { hasText: /\d\.\d/ }).waitFor({ timeout: 20_000 })
  const passed = (test: string) => page.locator(`.camera-panel [data-test="${test}"][data-outcome="passed"]`)
  booth.simulated.devices.camera.show((await drawPose('empty seat')) ?? [])
  await key(page, 'seat-test').click()
  await passed('seat').waitFor()
  booth.simulated.devices.camera.show((await drawPose('test chart')) ?? [])
  await key(page, 'chart-test').click()
  await passed('chart').waitFor()
  await page.waitForTimeout(2_000)
  await take('technician')
  await key(page, 'live-close').click()
  for (const section of sectionNames) {
    await key(page, `test-${section}`).click()
    await page.locator(`[data-sheet="${section}"]`).waitFor()
    await page.waitForTimeout(1_500)
    await take(`section-${section}`)
    await key(page, 'close').click()
  }
  await key(page, 'test-screen').click()
  for (const test of ['touch', 'pixels', 'sound'] as const) {
    await key(page, `screen-${test}`).click()
    if (test === 'pixels')
      for (let press = 0; press < 4; press += 1)
        await key(page, 'next-colour').click({ position: { x: 300, y: 200 } })
    await take(`screen-${test}`)
    if (test === 'touch') await page.locator('.whole-screen').waitFor({ state: 'detached', timeout: 20_000 })
    if (test === 'pixels') await key(page, 'none-dead').click()
    if (test === 'sound') await key(page, 'heard').click()
  }
  await key(page, 'close').click()
  await key(page, 'journal').click()
  await page.locator('.journal-lines').waitFor()
  await take('journal')
  await key(page, 'close').click()
  await key(page, 'leave').click()
}

rmSync(values.out, { recursive: true, force: true })
mkdirSync(values.out, { recursive: true })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  for (const layout of values.layouts.split(',') as Layout[]) {
    const { width, height } = panels[layout]
    const booth = await openStaffedBooth({ display: displays[layout] })
    booth.simulated.devices.printer.fail('printer-out-of-paper')
    booth.simulated.devices.lamp.fail('lamp-failed')
    for (const language of values.languages.split(',') as StaffLanguage[]) {
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' })
      await page.goto(booth.address())
      await page.locator('[data-screen="welcome"]').waitFor()
      let count = 0
      await walk(booth, page, language, async (name) => {
        count += 1
        await page.waitForTimeout(300)
        const file = `${layout}_${language}_${String(count).padStart(2, '0')}_${name}.png`
        await page.screenshot({ path: join(values.out, file) })
      })
      await page.close()
    }
    await booth.close()
  }
  console.error(`The pictures are in ${values.out}.`)
} finally {
  await browser.close()
}
