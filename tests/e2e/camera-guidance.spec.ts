import { expect, type Page, test } from '@playwright/test'
import type { ApplicantDrawing } from '../../main/demo/drawn-applicant.ts'
import type { Guidance } from '../../renderer/guidance/hint-engine.ts'
import type { HintCode } from '../../renderer/guidance/hints.ts'
import { type DrawnCamera, openDrawnCamera, pageHeld, size } from './camera/drawn-camera.ts'

/* Live guidance in a real Chromium: a drawn applicant in the fake camera, the models in a module worker. */

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

/** Hints in the order in which they were shown, each once for each time it came. */
async function shown(): Promise<(HintCode | null)[]> {
  const told: Guidance[] = await page.evaluate('harness.told()')
  return told.map(({ hint }) => hint).filter((hint, index, all) => index === 0 || hint !== all[index - 1])
}

async function guided(drawing: Partial<ApplicantDrawing>): Promise<void> {
  page = await camera.openPage(drawing)
  await page.evaluate(`harness.open('', ${size.width}, ${size.height}); harness.guide()`)
  await expect.poll(async () => (await shown()).at(-1) ?? null, { timeout: 30_000 }).not.toBeNull()
  // Long enough for a second hint or a wrong picture to come, if one would.
  await page.waitForTimeout(1_500)
}

const shutters = async (): Promise<number> =>
  (await page.evaluate<Guidance[]>('harness.told()')).filter(({ shutter }) => shutter).length

const cases: readonly (readonly [string, Partial<ApplicantDrawing>, HintCode])[] = [
  ['nobody sits there', { empty: true }, 'nobody'],
  ['too near', { headHeight: 0.8 }, 'back'],
  ['too far', { headHeight: 0.35 }, 'closer'],
  // The camera's left is the applicant's right.
  ['at the left of the camera’s picture', { eyesX: 0.34 }, 'left'],
  ['at the right of the camera’s picture', { eyesX: 0.66 }, 'right'],
  ['the head tilted', { tilt: 14 }, 'straighten'],
  ['both eyes closed', { eyesOpen: 0 }, 'eyes'],
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
  page = await camera.openPage({})
  await page.evaluate(`harness.showBooth(${JSON.stringify(pageHeld)})`)
  await expect(page.locator('#shots')).toHaveText('2', { timeout: 40_000 })
})

test('the models run on WebAssembly, in the worker', async () => {
  await guided({})
  expect(await page.evaluate('harness.backend()')).toBe('wasm')
  expect(page.workers()).toHaveLength(1)
})

test('without WebAssembly no other backend steps in: no hints, the key alone takes pictures', async () => {
  page = await camera.openPage({})
  await page.route('**/*.wasm', (route) => route.abort())
  await page.evaluate(`harness.showBooth(${JSON.stringify(pageHeld)})`)
  await expect(page.locator('#available')).toHaveText('false', { timeout: 20_000 })
  await expect(page.locator('#state')).toHaveText('live')
  await expect(page.locator('#hint')).toHaveText('')
})
