import { expect, test } from './booth/stage.ts'

/* A camera that the page holds, taken away and put back: the booth closes before anybody begins, and opens by itself. */

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
