import { type Browser, expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import type { CameraReport } from '../../main/service/contract.ts'
import { fakeFramesPerSecond, launchWithCamera, withFolder, writeVideo } from './camera/fake-camera.ts'
import { type HarnessServer, serveHarness } from './camera/harness-server.ts'

/* The page's half of the UVC camera in a real Chromium with a fake camera. */

const size = { width: 1280, height: 960 }
let server: HarnessServer
let folder: Awaited<ReturnType<typeof withFolder>>
let redBlue: Buffer
let browser: Browser | null = null

test.beforeAll(async () => {
  server = await serveHarness()
  folder = await withFolder()
  // Left half red, right half blue: tells a mirrored picture from one that is not.
  const half = { width: size.width / 2, height: size.height, channels: 3 } as const
  const red = await sharp({ create: { ...half, background: '#c02020' } })
    .png()
    .toBuffer()
  redBlue = await sharp({ create: { ...half, width: size.width, background: '#2020c0' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .png()
    .toBuffer()
})

test.afterAll(async () => {
  await server.close()
  await folder.remove()
})

test.afterEach(async () => {
  await browser?.close()
  browser = null
})

async function openPage(video: string | null, extra: readonly string[] = []): Promise<Page> {
  browser = await launchWithCamera(video, extra)
  const page = await browser.newPage()
  await page.goto(server.url)
  return page
}

const open = (page: Page, device: string): Promise<void> =>
  page.evaluate(`harness.open(${JSON.stringify(device)}, ${size.width}, ${size.height})`)
const report = (page: Page): Promise<CameraReport> => page.evaluate('harness.report()')
const states = (page: Page): Promise<CameraReport['state'][]> => page.evaluate('harness.states()')

async function reaches(page: Page, ...wanted: CameraReport['state'][]): Promise<void> {
  await expect.poll(() => states(page), { timeout: 30_000 }).toEqual(['starting', ...wanted])
}

type TakenStill = { captureId: string; width: number; height: number; capturedAt: number; jpeg: string }
type Taken = { ok: true; still: TakenStill } | { ok: false; because: string }
async function takeStill(page: Page, id: string, notBefore?: number): Promise<TakenStill> {
  const taken: Taken = await page.evaluate(`harness.takeStill('${id}', ${notBefore ?? 'undefined'})`)
  if (!taken.ok) throw new Error(`No still: ${taken.because}`)
  return taken.still
}

test('opens the camera whose label holds the wanted words, at its own size', async () => {
  const video = await writeVideo(folder.path, 'booth-eye', size, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, 'BOOTH-eye')
  await reaches(page, 'live')
  await expect.poll(async () => (await report(page)).framesPerSecond).toBeGreaterThan(5)
  const live = await report(page)
  expect(live).toMatchObject({ ...size, reconnects: 0 })
  expect(live.label).toContain('booth-eye')
})

test('is missing where no label fits, and found when the wish is another', async () => {
  const page = await openPage(null, ['--use-fake-device-for-media-stream=device-count=2'])
  await open(page, 'no such camera')
  await reaches(page, 'missing')
  await open(page, 'fake_device_1')
  await expect.poll(async () => (await report(page)).label).toBe('fake_device_1')
  await open(page, '')
  await expect.poll(async () => (await report(page)).label).toBe('fake_device_0')
})

test('fixes exposure and white balance as far as the camera offers it, and keeps its size', async () => {
  // Chromium's own fake device, other than a file, offers manual exposure and no white balance.
  const page = await openPage(null)
  await open(page, '')
  await reaches(page, 'live')
  const { width, height } = await report(page)
  await expect
    .poll(() => page.evaluate('harness.constraints()'))
    .toMatchObject({ advanced: [{ exposureMode: 'manual', exposureTime: 50 }] })
  await page.waitForTimeout(1_000)
  expect(await report(page)).toMatchObject({ state: 'live', width, height })
})

test('is not cropped or scaled to the wanted size', async () => {
  const square = { width: 900, height: 900 }
  const video = await writeVideo(folder.path, 'square', square, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, '')
  await reaches(page, 'live')
  expect(await report(page)).toMatchObject(square)
})

test('takes stills at full size, unmirrored, and none older than asked for', async () => {
  const video = await writeVideo(folder.path, 'stills', size, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, '')
  await page.evaluate('harness.attach()')
  await reaches(page, 'live')

  const asked: number = await page.evaluate('harness.now()')
  const still = await takeStill(page, 'first')
  expect(still).toMatchObject({ ...size, captureId: 'first' })
  expect(still.capturedAt).toBeGreaterThanOrEqual(asked)

  const picture = sharp(Buffer.from(still.jpeg, 'base64'))
  expect(await picture.metadata()).toMatchObject({ ...size, format: 'jpeg' })
  const { data } = await picture
    .clone()
    .resize(2, 1, { kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  // #c02020 at the left, #2020c0 at the right, each as it was drawn.
  for (const [index, level] of [0xc0, 0x20, 0x20, 0x20, 0x20, 0xc0].entries())
    expect(Math.abs((data[index] ?? 0) - level)).toBeLessThanOrEqual(6)

  const later = (await page.evaluate<number>('harness.now()')) + 600
  expect((await takeStill(page, 'second', later)).capturedAt).toBeGreaterThanOrEqual(later)
})

test('comes back after the track has ended, with the still that was asked for meanwhile', async () => {
  const video = await writeVideo(folder.path, 'ending', size, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, '')
  await reaches(page, 'live')
  await page.evaluate('harness.endTrack()')
  // Asked for while the camera is away: it comes with the camera.
  const still = await takeStill(page, 'meanwhile')
  expect(still).toMatchObject(size)
  expect(await states(page)).toEqual(['starting', 'live', 'lost', 'live'])
  expect((await report(page)).reconnects).toBe(1)
})

test('plugged in again it is opened at once, whatever the back-off', async () => {
  const video = await writeVideo(folder.path, 'replugged', size, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  // By itself it would be tried again in half an hour.
  await page.evaluate(`(() => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices)
    let plugged = false
    Math.random = () => 1000
    navigator.mediaDevices.enumerateDevices = async () => (plugged ? list() : [])
    Object.assign(globalThis, {
      plugIn() {
        plugged = true
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
      },
    })
  })()`)
  await open(page, '')
  await reaches(page, 'missing')
  await page.evaluate('plugIn()')
  await reaches(page, 'missing', 'live')
})

test('a frozen picture under running timestamps is noticed, and the stream restarted', async () => {
  const video = await writeVideo(folder.path, 'freezing', size, [
    { picture: redBlue, seconds: 3 },
    { picture: redBlue, seconds: 6, noise: 0 },
  ])
  const page = await openPage(video)
  await open(page, '')
  await expect
    .poll(async () => (await states(page)).slice(0, 4), { timeout: 40_000 })
    .toEqual(['starting', 'live', 'frozen', 'live'])
})

test('a camera that never moves is never called live and gives no still', async () => {
  // A file of one frame: Chromium shows it again and again, byte for byte.
  const oneFrame = [{ picture: redBlue, seconds: 1 / fakeFramesPerSecond, noise: 0 }]
  const video = await writeVideo(folder.path, 'dead', size, oneFrame)
  const page = await openPage(video)
  await open(page, '')
  const taken: Taken = await page.evaluate(`harness.takeStill('never')`)
  expect(taken.ok).toBe(false)
  await reaches(page, 'frozen')
})

test('says when the page may not use it', async () => {
  const page = await openPage(null, ['--use-fake-ui-for-media-stream=deny'])
  await open(page, '')
  await reaches(page, 'denied')
})

test('says when there is none', async () => {
  const page = await openPage(null, ['--use-fake-device-for-media-stream=device-count=0'])
  await open(page, '')
  await reaches(page, 'missing')
})

test('says when its picture cannot hold a portrait', async () => {
  const small = { width: 640, height: 480 }
  const video = await writeVideo(folder.path, 'small', small, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, '')
  await reaches(page, 'too-small')
})

test('is let go of: the track ends and whoever waits for a still is told', async () => {
  const video = await writeVideo(folder.path, 'closing', size, [{ picture: redBlue, seconds: 1 }])
  const page = await openPage(video)
  await open(page, '')
  await reaches(page, 'live')
  const taken: Taken = await page.evaluate(`(() => {
    const waiting = harness.takeStill('waiting', harness.now() + 60000)
    harness.close()
    return waiting
  })()`)
  expect(taken).toEqual({ ok: false, because: 'closed' })
  expect(await page.evaluate('harness.trackState()')).toBe('ended')
})
