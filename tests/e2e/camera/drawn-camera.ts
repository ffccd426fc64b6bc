import type { Page } from '@playwright/test'
import { type ApplicantDrawing, drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'
import { launchWithCamera, withFolder, writeVideo } from './fake-camera.ts'
import { serveHarness } from './harness-server.ts'

/** Size of the drawn camera's picture. */
export const size = { width: 1280, height: 960 }
/** What the page is told of it. */
export const pageHeld = { held: 'page', device: '', ...size, frameRate: 30 } as const
/** Fills the outline; everything else is told by difference. */
const seated: Partial<ApplicantDrawing> = { ...size, headHeight: 0.6 }

export type DrawnCamera = Readonly<{
  /** A new page on the harness, with this applicant before the camera. */
  openPage(drawing: Partial<ApplicantDrawing>): Promise<Page>
  close(): Promise<void>
}>

/** One browser whose camera shows a drawn applicant: Chromium reads its file anew at each opening of the camera. */
export async function openDrawnCamera(): Promise<DrawnCamera> {
  const server = await serveHarness()
  const folder = await withFolder()
  const seat = async (drawing: Partial<ApplicantDrawing>): Promise<string> => {
    const picture = await renderSvg(drawApplicant({ ...seated, ...drawing }), 'png')
    return writeVideo(folder.path, 'applicant', size, [{ picture, seconds: 0.5 }])
  }
  const browser = await launchWithCamera(await seat({}))
  return {
    async openPage(drawing) {
      await seat(drawing)
      const page = await browser.newPage({ viewport: { width: 1080, height: 1200 } })
      await page.goto(server.url)
      return page
    },
    async close() {
      await browser.close()
      await server.close()
      await folder.remove()
    },
  }
}
