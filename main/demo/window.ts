import { chromium, type Browser, type Page } from '@playwright/test'

export const systemChromium = process.env['MACHINAKA_CHROMIUM'] ?? '/usr/bin/chromium'

/** Portrait panel of the booth (experience, looks). */
export const portraitPanel = { width: 1080, height: 1920 } as const

/**
 * A headless Chromium whose only camera plays a file: the page's real getUserMedia code runs. Only for
 * demonstration and tests; a booth's window is started by main/shell.
 */
export async function openWindow(
  cameraVideo: string,
  panel: Readonly<{ width: number; height: number }> = portraitPanel,
): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: systemChromium,
    // As root Chromium refuses its sandbox (design §7).
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${cameraVideo}`,
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const context = await browser.newContext({ viewport: panel, reducedMotion: 'reduce' })
  return { browser, page: await context.newPage() }
}
