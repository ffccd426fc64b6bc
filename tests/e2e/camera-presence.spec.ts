import { readFileSync } from 'node:fs'
import { developmentPinFile } from '../../main/demo/ground.ts'
import { expect, test } from './booth/stage.ts'

/*
 * A camera that the page holds: a technician measures with it; taken away and put back, the booth closes before
 * anybody begins, and opens by itself.
 */

test.describe.configure({ mode: 'default', timeout: 120_000 })

/** Chromium's fake camera cannot be unplugged: its place in the list can, and its stream can end. */
const unpluggable = `
  const { mediaDevices } = navigator
  const list = mediaDevices.enumerateDevices.bind(mediaDevices)
  mediaDevices.enumerateDevices = async () => {
    const plugged = await cameraIsPlugged()
    return (await list()).filter(({ kind }) => plugged || kind !== 'videoinput')
  }
  window.cameraMoved = () => {
    mediaDevices.dispatchEvent(new Event('devicechange'))
    for (const { srcObject } of document.querySelectorAll('video'))
      srcObject?.getVideoTracks()[0]?.dispatchEvent(new Event('ended'))
  }
`

test('a technician measures the empty seat: the page is asked for the still and sends it', async ({
  stage,
  applicant,
}) => {
  const { page, folder } = stage
  const key = (act: string) => page.locator(`[data-act="${act}"]`)
  const pins = JSON.parse(readFileSync(developmentPinFile(folder), 'utf8')) as { technician: string }
  await applicant.sees('welcome')
  for (let press = 0; press < 5; press += 1) await page.mouse.click(20, 20)
  for (const digit of pins.technician) await key(`digit-${digit}`).click()
  await key('enter').click()
  await key('seat-test').click()
  const seat = page.locator('.camera-panel [data-test="seat"]')
  // Somebody sits there: what counts is that a picture was measured.
  await expect(seat).toHaveAttribute('data-outcome', /passed|failed/, { timeout: 30_000 })
  await expect(page.locator('.camera-panel .measures')).toContainText('露出（空席）')
  await key('leave').click()
  await applicant.sees('welcome')
})

test('an unplugged camera closes the booth until it is back', async ({ stage, applicant, journal }) => {
  const { page } = stage
  let plugged = true
  const plug = async (there: boolean): Promise<void> => {
    plugged = there
    await page.evaluate('cameraMoved()')
  }
  // The page is loaded anew after each applicant: what is plugged is known outside of it.
  await page.exposeFunction('cameraIsPlugged', () => plugged)
  await page.addInitScript({ content: unpluggable })
  await stage.enter()

  await applicant.sees('welcome')
  await plug(false)
  await applicant.sees('out-of-service')
  await expect.poll(() => journal.last('device-fault')).toMatchObject({ fault: 'camera-missing' })
  await plug(true)
  await applicant.sees('welcome')

  // While somebody is before it: their session ends, and nobody else begins.
  await applicant.goes('welcome', 'position')
  await plug(false)
  await applicant.presses('cancel')
  await applicant.presses('cancel-yes')
  await applicant.sees('out-of-service')
  await plug(true)
  await applicant.sees('welcome')
})
