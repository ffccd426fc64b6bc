import { type Browser, expect, type Page, test } from '@playwright/test'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod'
import { openPageCamera, type PageCamera } from '../../hardware/camera/page-camera.ts'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import { CameraReport, captureHeader } from '../../main/service/contract.ts'
import { launchWithCamera, withFolder, writeVideo } from './camera/fake-camera.ts'
import { type HarnessServer, serveHarness } from './camera/harness-server.ts'

/*
 * The camera contract over both halves of the UVC camera: the real driver in this process, the real page in
 * Chromium, HTTP between them.
 */

const size = { width: 1280, height: 960 }
const constraints = { device: 'applicant', ...size, frameRate: 30 }

let server: HarnessServer
let folder: Awaited<ReturnType<typeof withFolder>>
let browser: Browser
let page: Page
let camera: PageCamera
let refusals: string[] = []

/** What the service's heartbeat and capture routes do, and no more. */
async function routes(app: FastifyInstance): Promise<void> {
  app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/beat', async ({ body }) => {
    camera.report(CameraReport.nullable().parse(body))
    return { captureId: camera.pendingCapture() ?? null }
  })
  app.post('/still', async ({ body, headers }) => {
    const captureId = z.string().parse(headers[captureHeader])
    const answer = camera.deliver(captureId, z.instanceof(Buffer).parse(body), new Date())
    if (!answer.ok) refusals.push(answer.error)
    return {}
  })
}

test.beforeAll(async () => {
  server = await serveHarness(routes)
  folder = await withFolder()
  const picture = await renderSvg(drawApplicant({ ...size }), 'png')
  const video = await writeVideo(folder.path, 'applicant', size, [{ picture, seconds: 2 }])
  browser = await launchWithCamera(video)
})

test.afterAll(async () => {
  await browser.close()
  await server.close()
  await folder.remove()
})

test.beforeEach(async () => {
  refusals = []
  page = await browser.newPage()
  await page.goto(server.url)
  camera = openPageCamera({ id: 'camera', constraints, reportWithinMs: 5_000 })
})

test.afterEach(async () => {
  await camera.close()
  await page.close()
})

const never = new AbortController().signal
const online = () => expect.poll(() => camera.status().state, { timeout: 20_000 }).toBe('online')
const fault = (code: string) => expect.poll(() => camera.status().fault?.code, { timeout: 20_000 }).toBe(code)
const show = () =>
  page.evaluate(`harness.open('${constraints.device}', ${size.width}, ${size.height}); harness.beat()`)

test('starts, comes online with the page’s camera, and says what it is', async () => {
  const seen: string[] = []
  camera.onStatus(({ state }) => seen.push(state))
  expect(camera.status().state).toBe('starting')
  expect(camera.preview()).toMatchObject({ held: 'page', constraints })
  await show()
  await online()
  expect(seen).toEqual(['online'])
  expect(camera.capabilities()).toMatchObject({ kind: 'camera', driver: 'uvc', simulated: false })
  const health = await camera.checkHealth('external', never)
  expect(health).toMatchObject({ ok: true, value: { facts: size } })
})

test('gives a still for each shot, each another frame, none before it was asked for', async () => {
  await show()
  await online()
  const stills = []
  for (let shot = 0; shot < 3; shot++) {
    const notBefore = new Date()
    const taken = await camera.capture({ notBefore, signal: never })
    if (!taken.ok) throw new Error(taken.error.code)
    expect(taken.value.takenAt.getTime()).toBeGreaterThanOrEqual(notBefore.getTime())
    expect(taken.value.bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    stills.push(Buffer.from(taken.value.bytes).toString('base64'))
  }
  expect(new Set(stills).size).toBe(3)
  expect(refusals).toEqual([])
})

test('one shot at a time; a shot called off leaves the camera usable', async () => {
  await show()
  await online()
  const calledOff = new AbortController()
  const first = camera.capture({ notBefore: new Date(), signal: calledOff.signal })
  const second = await camera.capture({ notBefore: new Date(), signal: never })
  expect(second).toMatchObject({ ok: false, error: { code: 'camera-capture-failed' } })
  calledOff.abort()
  expect(await first).toMatchObject({ ok: false })
  expect(await camera.capture({ notBefore: new Date(), signal: never })).toMatchObject({ ok: true })
})

test('a still nobody asked for is refused', async () => {
  await show()
  await online()
  await page.evaluate(`harness.send('not-asked-for')`)
  expect(refusals).toEqual(['not-wanted'])
})

test('unplugged it is lost, plugged in again it is online, and takes pictures as before', async () => {
  await show()
  await online()
  await page.evaluate('harness.endTrack()')
  await fault('camera-lost')
  await online()
  expect(await camera.capture({ notBefore: new Date(), signal: never })).toMatchObject({ ok: true })
})

test('another camera than the wanted one is none', async () => {
  await page.evaluate(`harness.open('no such camera', ${size.width}, ${size.height}); harness.beat()`)
  await fault('camera-missing')
})

test('a page that is gone is a camera that is gone', async () => {
  await show()
  await online()
  await page.close()
  await fault('camera-lost')
})

test('closed, even twice and during a shot, it says nothing more', async () => {
  await show()
  await online()
  const seen: string[] = []
  camera.onStatus(({ state }) => seen.push(state))
  const shot = camera.capture({ notBefore: new Date(), signal: never })
  await Promise.all([camera.close(), camera.close()])
  expect(await shot).toMatchObject({ ok: false })
  await page.evaluate('harness.endTrack()')
  await page.waitForTimeout(800)
  expect(seen).toEqual([])
})
