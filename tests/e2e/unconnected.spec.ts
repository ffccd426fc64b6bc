import { expect, test } from '@playwright/test'
import { pt } from '../../locales/pt.ts'
import { startFixtureBooth } from './screens/fixture-server.ts'
import { openBooth, show } from './screens/show.ts'

test('a page whose service is gone says so in the language of its applicant', async ({ page }) => {
  test.setTimeout(180_000)
  const booth = await startFixtureBooth()
  await openBooth(page, booth)
  await show(page, booth, 'review', { language: 'pt' })
  await booth.close()
  const failsafe = page.locator('main.unconnected')
  await expect(failsafe.locator('h1')).toHaveText(pt['unconnected.title'])
  await page.screenshot({ path: test.info().outputPath('unconnected.png') })
  // Nothing of the screen below can be seen or pressed.
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  const box = await failsafe.boundingBox()
  // To the pixel: the panel is measured in millimetres.
  expect(Math.round(box?.width ?? 0)).toBe(width)
  expect(Math.abs((box?.height ?? 0) - height)).toBeLessThan(3)
  await expect(page.locator('[data-act="send"]')).not.toBeFocused()
  await page.mouse.click(width / 2, height - 100)
  await expect(failsafe).toBeVisible()
})
