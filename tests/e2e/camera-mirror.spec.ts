import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { type DrawnCamera, openDrawnCamera, pageHeld } from './camera/drawn-camera.ts'

/* Only the preview is mirrored, and the arrow goes the way the applicant sees it: measured on what is painted. */

let camera: DrawnCamera
let page: Page

test.beforeAll(async () => {
  camera = await openDrawnCamera()
})

test.afterAll(async () => {
  await camera.close()
})

test.afterEach(async () => {
  await page.close()
})

/** Mean column, in shares of the width, of the pixels that `wanted` takes. */
async function meanColumn(
  png: Buffer,
  wanted: (r: number, g: number, b: number) => boolean,
): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let sum = 0
  let count = 0
  for (let index = 0; index < data.length; index += 3) {
    const [r = 0, g = 0, b = 0] = data.subarray(index, index + 3)
    if (!wanted(r, g, b)) continue
    sum += (index / 3) % info.width
    count++
  }
  return sum / count / info.width
}

for (const [side, eyesX] of [
  ['right', 0.34],
  ['left', 0.66],
] as const) {
  test(`in the mirror the face is at the ${side}, and the arrow points to the middle`, async () => {
    page = await camera.openPage({ eyesX })
    await page.evaluate(`harness.showBooth(${JSON.stringify(pageHeld)})`)
    await expect(page.locator('#hint')).toHaveText(side === 'right' ? 'left' : 'right', { timeout: 30_000 })
    const picture = await page.locator('figure').screenshot()
    const skin = await meanColumn(picture, (r, g, b) => r > 170 && r - b > 40 && r - b < 110 && g > 110)
    const arrow = await meanColumn(picture, (r, g, b) => r === 0xd2 && g === 0x3b && b === 0x1c)
    const rightwards = side === 'right'
    expect(skin > 0.5).toBe(rightwards)
    expect(arrow > 0.5).toBe(!rightwards)
  })
}
