import { type Browser, expect, type Page, test } from '@playwright/test'
import { simulateCamera, type SimulatedCamera } from '../../hardware/camera/simulator.ts'
import type { Camera } from '../../hardware/camera/contract.ts'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import { previewRoute } from '../../main/service/routes/preview.ts'
import type { Surface } from '../../main/service/server.ts'
import { launchWithCamera } from './camera/fake-camera.ts'
import { type HarnessServer, serveHarness } from './camera/harness-server.ts'

/* A camera that the booth service holds (DSLR, folder): its preview in the page, guided as any other. */

const size = { width: 1280, height: 960 }
let server: HarnessServer
let browser: Browser
let page: Page
let simulated: SimulatedCamera
let camera: Camera

const drawn = async (eyesX: number): Promise<Uint8Array> =>
  renderSvg(drawApplicant({ ...size, headHeight: 0.6, eyesX }))

test.beforeAll(async () => {
  simulated = simulateCamera({ id: 'camera', pictures: [await drawn(0.34)] })
  camera = simulated.open()
  server = await serveHarness(async (app) => {
    await app.register(previewRoute, { camera } as Surface)
  })
  browser = await launchWithCamera(null, ['--use-fake-device-for-media-stream=device-count=0'])
})

test.afterAll(async () => {
  await browser.close()
  await camera.close()
  await server.close()
})

test('is shown mirrored and guided, and comes back after the line was cut', async () => {
  page = await browser.newPage()
  await page.goto(server.url)
  await page.evaluate(`harness.showBooth({ held: 'service' })`)
  const hint = page.locator('#hint')
  await expect(hint).toHaveText('left', { timeout: 30_000 })
  await expect(page.locator('figure canvas')).toHaveAttribute('width', String(size.width))

  simulated.show([await drawn(0.66)])
  await expect(hint).toHaveText('right', { timeout: 30_000 })

  server.app.server.closeAllConnections()
  simulated.show([await drawn(0.34)])
  await expect(hint).toHaveText('left', { timeout: 30_000 })
})
