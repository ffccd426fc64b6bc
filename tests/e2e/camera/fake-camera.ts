import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from '@playwright/test'

const run = promisify(execFile)

/** Chromium plays the file at this rate, whatever it says. */
export const fakeFramesPerSecond = 30

/**
 * Chromium takes the levels of a fake camera's JPEG for video levels (16–235) and stretches them: highlights
 * would burn out. So they are laid into that range, and the file says full range as it must.
 */
const videoLevels = 'scale=out_range=tv:out_color_matrix=bt601'
const saidToBeFull = 'setparams=range=pc,scale=in_range=pc:out_range=pc,format=yuvj420p'

export type FakeScene = Readonly<{
  /** An encoded picture; cropped to the video's size about its middle. */
  picture: Uint8Array
  seconds: number
  /** A sensor's noise, in steps of 255; 0 makes frames equal byte for byte, as a hung camera's are. */
  noise?: number
}>

/** Writes the MJPEG that Chromium's fake camera plays, over and over. yuvj420p, or the picture comes out broken. */
export async function writeVideo(
  folder: string,
  name: string,
  size: Readonly<{ width: number; height: number }>,
  scenes: readonly FakeScene[],
): Promise<string> {
  const inputs: string[] = []
  const filters: string[] = []
  for (const [index, { picture, seconds, noise = 6 }] of scenes.entries()) {
    const still = join(folder, `${name}-${index}.png`)
    await writeFile(still, picture)
    inputs.push('-loop', '1', '-framerate', String(fakeFramesPerSecond), '-t', String(seconds), '-i', still)
    const { width, height } = size
    const fitted = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height},setsar=1`
    // ffmpeg's noise is made from the seed: each scene has another one.
    const noisy = noise > 0 ? `,noise=alls=${noise}:allf=t:all_seed=${index + 1}` : ''
    filters.push(`[${index}:v]${fitted},${videoLevels},format=yuv420p${noisy}[v${index}]`)
  }
  const parts = scenes.map((_, index) => `[v${index}]`).join('')
  const graph = `${filters.join(';')};${parts}concat=n=${scenes.length}:v=1:a=0,${saidToBeFull}[out]`
  const file = join(folder, `${name}.mjpeg`)
  const output = ['-filter_complex', graph, '-map', '[out]', '-q:v', '2', '-f', 'mjpeg', file]
  // An undecodable picture under -loop 1 never ends: the time is bounded.
  await run('ffmpeg', ['-v', 'error', '-y', ...inputs, ...output], { timeout: 120_000 })
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
