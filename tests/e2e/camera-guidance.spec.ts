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
let browser: Browser | null = null

test.beforeAll(async () => {
  server = await serveHarness()
  folder = await withFolder()
})

test.afterAll(async () => {
  await server.close()
  await folder.remove()
})

test.afterEach(async () => {
  await browser?.close()
  browser = null
})

type Scene = Readonly<{ drawing: Partial<ApplicantDrawing>; seconds: number }>

async function openPage(...scenes: readonly Scene[]): Promise<Page> {
  const drawn = await Promise.all(
    scenes.map(async ({ drawing, seconds }) => ({
      picture: await renderSvg(drawApplicant({ ...seated, ...drawing }), 'png'),
      seconds,
    })),
  )
  browser = await launchWithCamera(await writeVideo(folder.path, 'applicant', size, drawn))
  const page = await browser.newPage({ viewport: { width: 1080, height: 1200 } })
  await page.goto(server.url)
  return page
}

/** Hints in the order in which they were shown, each once for each time it came. */
async function shown(page: Page): Promise<(HintCode | null)[]> {
  const told: Guidance[] = await page.evaluate('harness.told()')
  return told.map(({ hint }) => hint).filter((hint, index, all) => index === 0 || hint !== all[index - 1])
}

async function guided(drawing: Partial<ApplicantDrawing>): Promise<Page> {
  const page = await openPage({ drawing, seconds: 1 })
  await page.evaluate(`harness.open('', ${size.width}, ${size.height}); harness.guide()`)
  await expect.poll(async () => (await shown(page)).at(-1) ?? null, { timeout: 30_000 }).not.toBeNull()
  // Long enough for a second hint or a wrong picture to come, if one would.
  await page.waitForTimeout(1_800)
  return page
}

const shutters = async (page: Page): Promise<number> =>
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
]

for (const [name, drawing, hint] of cases) {
  test(`says one thing and takes no picture: ${name}`, async () => {
    const page = await guided(drawing)
    expect((await shown(page)).filter((code) => code !== null)).toEqual([hint])
    expect(await shutters(page)).toBe(0)
  })
}

test('whoever sits well is told to stay so, and the picture is taken once, by itself', async () => {
  const page = await guided({})
  expect((await shown(page)).filter((code) => code !== null)).toEqual(['hold'])
  expect(await shutters(page)).toBe(1)
})

test('the models run on WebAssembly, in the worker', async () => {
  const page = await guided({})
  expect(await page.evaluate('harness.backend()')).toBe('wasm')
  expect(page.workers()).toHaveLength(1)
})

test('without WebAssembly no other backend steps in: no hints, the key alone takes pictures', async () => {
  const page = await openPage({ drawing: {}, seconds: 1 })
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
    const page = await openPage({ drawing: { eyesX }, seconds: 1 })
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
