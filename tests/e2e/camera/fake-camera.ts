import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from '@playwright/test'

const run = promisify(execFile)

/** Chromium plays the file at this rate, whatever it says. */
export const fakeFramesPerSecond = 30

export type FakeVideo = Readonly<{
  /** An encoded picture, shown for `seconds`; several follow each other, and the whole repeats. */
  pictures: readonly Readonly<{ picture: Uint8Array; seconds: number }>[]
  width: number
  height: number
  /** A sensor's noise, in steps of 255; 0 makes frames equal byte for byte, as a hung camera's are. */
  noise?: number
}>

/** Writes the MJPEG that Chromium's fake camera plays. yuvj420p, or the picture comes out broken. */
export async function writeVideo(folder: string, name: string, video: FakeVideo): Promise<string> {
  const { pictures, width, height, noise = 6 } = video
  const files: string[] = []
  for (const [index, { picture }] of pictures.entries()) {
    const file = join(folder, `${name}-${index}.png`)
    await writeFile(file, picture)
    files.push(file)
  }
  const inputs = pictures.flatMap(({ seconds }, index) => [
    '-loop',
    '1',
    '-framerate',
    String(fakeFramesPerSecond),
    '-t',
    String(seconds),
    '-i',
    files[index] ?? '',
  ])
  const scaled = pictures.map(
    (_, index) =>
      `[${index}:v]scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height},setsar=1[v${index}]`,
  )
  const parts = pictures.map((_, index) => `[v${index}]`).join('')
  const noisy = noise > 0 ? `noise=alls=${noise}:allf=t,` : ''
  const graph = `${scaled.join(';')};${parts}concat=n=${pictures.length}:v=1:a=0,${noisy}format=yuvj420p[out]`
  const file = join(folder, `${name}.mjpeg`)
  await run(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      ...inputs,
      '-filter_complex',
      graph,
      '-map',
      '[out]',
      '-q:v',
      '3',
      '-f',
      'mjpeg',
      file,
    ],
    { timeout: 120_000 },
  )
  return file
}

/** Debian's Chromium whose only camera plays the file. As root it needs --no-sandbox. */
export function launchWithCamera(file: string | null, extra: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.MACHINAKA_CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(file === null ? [] : [`--use-file-for-fake-video-capture=${file}`]),
      ...extra,
    ],
  })
}

/** A folder that is gone after the test. */
export async function withFolder(): Promise<Readonly<{ path: string; remove(): Promise<void> }>> {
  const path = await mkdtemp(join(tmpdir(), 'fake-camera-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
