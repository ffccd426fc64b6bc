import { type Browser, expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { type ApplicantDrawing, drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import type { Guidance } from '../../renderer/guidance/hint-engine.ts'
import type { HintCode } from '../../renderer/guidance/hints.ts'
import { launchWithCamera, withFolder, writeVideo } from './camera/fake-camera.ts'
import { type HarnessServer, serveHarness } from './camera/harness-server.ts'

/* Live guidance in a real Chromium: a drawn applicant in the fake camera, the models in a module worker. */

const size = { width: 1280, height: 960 }
/** Fills the outline; everything else is told by difference. */
const seated: Partial<ApplicantDrawing> = { ...size, headHeight: 0.6 }

let server: HarnessServer
let folder: Awaited<ReturnType<typeof withFolder>>
let browser: Browser
let page: Page

test.beforeAll(async () => {
  server = await serveHarness()
  folder = await withFolder()
  browser = await launchWithCamera(await seat({}))
})

test.afterAll(async () => {
  await browser.close()
  await server.close()
  await folder.remove()
})

test.afterEach(async () => {
  await page.close()
})

/** Chromium reads the camera's file anew each time a page opens the camera. */
async function seat(drawing: Partial<ApplicantDrawing>): Promise<string> {
  const picture = await renderSvg(drawApplicant({ ...seated, ...drawing }), 'png')
  return writeVideo(folder.path, 'applicant', size, [{ picture, seconds: 0.5 }])
}

async function openPage(drawing: Partial<ApplicantDrawing>): Promise<void> {
  await seat(drawing)
  page = await browser.newPage({ viewport: { width: 1080, height: 1200 } })
  await page.goto(server.url)
}

/** Hints in the order in which they were shown, each once for each time it came. */
async function shown(): Promise<(HintCode | null)[]> {
  const told: Guidance[] = await page.evaluate('harness.told()')
  return told.map(({ hint }) => hint).filter((hint, index, all) => index === 0 || hint !== all[index - 1])
}

async function guided(drawing: Partial<ApplicantDrawing>): Promise<void> {
  await openPage(drawing)
  await page.evaluate(`harness.open('', ${size.width}, ${size.height}); harness.guide()`)
  await expect.poll(async () => (await shown()).at(-1) ?? null, { timeout: 30_000 }).not.toBeNull()
  // Long enough for a second hint or a wrong picture to come, if one would.
  await page.waitForTimeout(1_500)
}

const shutters = async (): Promise<number> =>
  (await page.evaluate<Guidance[]>('harness.told()')).filter(({ shutter }) => shutter).length

const cases: readonly (readonly [string, Partial<ApplicantDrawing>, HintCode])[] = [
  ['nobody sits there', { empty: true }, 'nobody'],
  ['a second person looks in', { companion: true }, 'several'],
  ['too near', { headHeight: 0.8 }, 'back'],
  ['too far', { headHeight: 0.35 }, 'closer'],
  // The camera's left is the applicant's right.
  ['at the left of the camera’s picture', { eyesX: 0.34 }, 'left'],
  ['at the right of the camera’s picture', { eyesX: 0.66 }, 'right'],
  ['too low', { eyesY: 0.6 }, 'up'],
  ['too high', { eyesY: 0.36 }, 'down'],
  ['the head tilted', { tilt: 14 }, 'straighten'],
  ['both eyes closed', { eyesOpen: 0 }, 'eyes'],
  ['hair over the eyes', { fringe: true }, 'hair'],
  ['dark glasses', { glasses: 'dark' }, 'glasses'],
  ['a mask', { mask: true }, 'mask'],
  ['a hat', { hat: true }, 'hat'],
  ['the mouth open', { mouth: 'open' }, 'mouth'],
]

for (const [name, drawing, hint] of cases) {
  test(`says one thing and takes no picture: ${name}`, async () => {
    await guided(drawing)
    expect((await shown()).filter((code) => code !== null)).toEqual([hint])
    expect(await shutters()).toBe(0)
  })
}

test('whoever sits well is told to stay so, and the picture is taken once, by itself', async () => {
  await guided({})
  await expect.poll(shutters, { timeout: 30_000 }).toBe(1)
  await page.waitForTimeout(1_500)
  expect(await shutters()).toBe(1)
  expect((await shown()).filter((code) => code !== null)).toEqual(['hold'])
})

test('a picture that was not taken is offered again', async () => {
  await openPage({})
  await page.evaluate(`harness.showBooth(${JSON.stringify(pageHeld)})`)
  await expect(page.locator('#shots')).toHaveText('2', { timeout: 40_000 })
})

test('the models run on WebAssembly, in the worker', async () => {
  await guided({})
  expect(await page.evaluate('harness.backend()')).toBe('wasm')
  expect(page.workers()).toHaveLength(1)
})

test('without WebAssembly no other backend steps in: no hints, the key alone takes pictures', async () => {
  await openPage({})
  await page.route('**/*.wasm', (route) => route.abort())
  await page.evaluate(`harness.showBooth(${JSON.stringify(pageHeld)})`)
  await expect(page.locator('#available')).toHaveText('false', { timeout: 20_000 })
  await expect(page.locator('#state')).toHaveText('live')
  await expect(page.locator('#hint')).toHaveText('')
})

const pageHeld = { held: 'page', device: '', ...size, frameRate: 30 }

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
    await openPage({ eyesX })
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
