import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import type { Config } from '../config/schema.ts'
import { startBoothProcess, type BoothProcess } from './booth-process.ts'
import { writeCameraVideo } from './camera-video.ts'
import { prepareGround, type ConfigChanges, type Ground } from './ground.ts'
import { openWindow, portraitPanel } from './window.ts'

export type StageOptions = Readonly<{
  /** Folder of the booth's and the intake's state; kept. */
  folder: string
  picture: Readonly<{ bytes: Uint8Array; name: string }>
  panel?: Readonly<{ width: number; height: number }>
  changes?: (config: Config) => ConfigChanges
}>

/** A whole booth on real parts: reader, intake, service and window, each of which can be taken away and put back. */
export type Stage = Readonly<{
  ground: Ground
  reader: PseudoTerminal
  booth: BoothProcess
  browser: Browser
  /** A blank page; `enter` shows the booth on it, anew each time. */
  page: Page
  enter(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}>

/**
 * Sets the stage for demonstration and browser tests: the reader is a pseudo-terminal, the page's camera plays
 * the picture, booth and intake are processes of their own.
 * @throws CannotDo where a part of it cannot be had
 */
export async function setStage({
  folder,
  picture,
  panel = portraitPanel,
  changes,
}: StageOptions): Promise<Stage> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  await using building = new AsyncDisposableStack()
  const video = join(folder, 'camera.mjpeg')
  building.defer(() => {
    for (const file of [video, `${video}.png`]) rmSync(file, { force: true })
  })
  await writeCameraVideo(picture.bytes, picture.name, video)

  const line = join(folder, 'code-reader')
  const reader = await PseudoTerminal.start(line)
  building.defer(() => reader.unplug())
  const ground = await prepareGround(
    folder,
    (config) => {
      const real: Config = {
        ...config,
        devices: {
          ...config.devices,
          codeReader: { driver: 'serial-line', port: line, baudRate: 9600 },
          camera: { driver: 'uvc', device: '', width: 1280, height: 960, frameRate: 30 },
        },
      }
      return { devices: real.devices, ...changes?.(real) }
    },
    'stage.json',
  )
  building.defer(() => ground.intake.stop())
  const booth = await startBoothProcess(ground.configFile)
  building.defer(() => booth.stop())
  const { browser, page } = await openWindow(video, panel)
  building.defer(() => browser.close())
  const built = building.move()
  return {
    ground,
    reader,
    booth,
    browser,
    page,
    async enter() {
      // Only the first load brings the one-time code; the tab keeps what it was exchanged for.
      if (page.url() === 'about:blank') await page.goto(booth.said.address ?? '')
      else await page.reload()
    },
    [Symbol.asyncDispose]: () => built.disposeAsync(),
  }
}
