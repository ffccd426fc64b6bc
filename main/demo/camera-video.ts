import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { CannotDo } from '../cli/cannot-do.ts'
import { asVideoFrame } from '../photo/video-frame.ts'

const run = promisify(execFile)

/** Chromium's fake camera plays any file at 30 frames a second; it begins anew at the end. */
const seconds = 4
const framesPerSecond = 30
/** An undecodable file makes ffmpeg loop for ever: it is checked before, and this bounds the rest. */
const encodeWithinMs = 60_000

/**
 * Chromium takes the levels of a fake camera's JPEG for video levels (16–235) and stretches them: highlights
 * would burn out. So they are laid into that range, and the file says full range as it must.
 */
const asFakeCameraReadsIt =
  'scale=out_range=tv:out_color_matrix=bt601,format=yuv420p,noise=alls=3:allf=t,' +
  'setparams=range=pc,scale=in_range=pc:out_range=pc,format=yuvj420p'

/**
 * Writes the MJPEG that Chromium's fake camera plays: the picture as it is, with a sensor's noise that differs
 * from frame to frame (equal frames are a frozen camera). yuvj420p, or Chromium shows it broken (design §7).
 * @throws CannotDo where the picture cannot be decoded
 */
export async function writeCameraVideo(picture: Uint8Array, name: string, file: string): Promise<void> {
  const frame = await asVideoFrame(picture).catch(() => {
    throw new CannotDo(`${name} cannot be decoded as a picture.`)
  })
  const still = `${file}.png`
  await writeFile(still, frame)
  await run(
    'ffmpeg',
    // prettier-ignore
    ['-v', 'error', '-y', '-loop', '1', '-framerate', String(framesPerSecond), '-t', String(seconds), '-i', still,
      '-vf', asFakeCameraReadsIt, '-q:v', '2', '-f', 'mjpeg', file],
    { timeout: encodeWithinMs },
  )
}
