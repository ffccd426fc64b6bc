import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import type { FaceAnalyser } from '../../../main/photo/analysis/face-analyser.ts'
import { checkPhoto } from '../../../main/photo/check.ts'
import type { ReasonCode, Verdict } from '../../../main/photo/contract.ts'
import { createNodeAnalyser } from '../../../main/photo/model-files.ts'
import { asVideoFrame } from '../../../main/photo/video-frame.ts'
import { fakeFramesPerSecond, launchWithCamera, withFolder, writeVideo } from './fake-camera.ts'
import { serveHarness } from './harness-server.ts'

/*
 * The same picture twice: as a file, and through the whole camera path (fake camera → getUserMedia → video →
 * canvas → JPEG → POST). Both are judged by the same check.
 */

export const photosFolder = resolve(
  process.env.MACHINAKA_PHOTOS ?? resolve(import.meta.dirname, '../../../../shared/photos'),
)

/** Paths within the folder, in the order of its index. */
export async function labelledPhotos(): Promise<string[]> {
  const index = await readFile(join(photosFolder, 'index.csv'), 'utf8')
  return index
    .split('\n')
    .slice(1)
    .map((line) => line.split(',', 1)[0] ?? '')
    .filter((file) => file !== '')
}

type Judged = Readonly<{ verdict: Verdict; blocks: readonly ReasonCode[] }>
export type Compared = Readonly<{
  file: string
  byFile: Judged
  /** `null`: the camera is refused as too small to hold a portrait, which no picture through it can pass. */
  byCamera: Judged | null
  agree: boolean
}>

/** A faint sensor's noise: what the watchdog needs to see a living camera, no more. */
const noise = 2
/** Enough for no frame to come again among the watchdog's recent ones. */
const frames = 12

/** One browser for all pictures of a size: Chromium reads the camera's file anew at each opening, but its size once. */
export async function compareThroughCamera(
  files: readonly string[],
  onCompared: (compared: Compared) => void,
): Promise<void> {
  const analyser = await createNodeAnalyser()
  let posted: Buffer | null = null
  const server = await serveHarness(async (app) => {
    app.addContentTypeParser(/^image\//, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post('/still', async ({ body }) => {
      posted = Buffer.isBuffer(body) ? body : null
      return {}
    })
  })
  const folder = await withFolder()
  try {
    for (const group of await bySize(files)) {
      const show = async (file: string) =>
        writeVideo(folder.path, 'camera', group.size, [
          { picture: await frameOf(file), seconds: frames / fakeFramesPerSecond, noise },
        ])
      const [first] = group.files
      if (first === undefined) continue
      const browser = await launchWithCamera(await show(first))
      try {
        const page = await browser.newPage()
        await page.goto(server.url)
        for (const file of group.files) {
          await show(file)
          posted = null
          const state = await page.evaluate<string>(
            `harness.shoot(${group.size.width}, ${group.size.height})`,
          )
          if (posted === null && state !== 'too-small') throw new Error(`The camera was ${state}.`)
          const byFile = await judged(analyser, await readFile(join(photosFolder, file)))
          const byCamera = posted === null ? null : await judged(analyser, posted)
          onCompared({
            file,
            byFile,
            byCamera,
            agree: byFile.verdict === (byCamera?.verdict ?? 'reject'),
          })
        }
      } finally {
        await browser.close()
      }
    }
  } finally {
    await server.close()
    await folder.remove()
  }
}

async function judged(analyser: FaceAnalyser, bytes: Uint8Array): Promise<Judged> {
  const { check } = await checkPhoto(analyser, bytes)
  return {
    verdict: check.verdict,
    blocks: check.reasons.filter(({ severity }) => severity === 'block').map(({ code }) => code),
  }
}

const frameOf = async (file: string): Promise<Buffer> =>
  asVideoFrame(await readFile(join(photosFolder, file)))

type Group = Readonly<{ size: Readonly<{ width: number; height: number }>; files: string[] }>

/** Files that are no pictures are left out: no camera can show them. */
async function bySize(files: readonly string[]): Promise<Group[]> {
  const groups = new Map<string, Group>()
  for (const file of files) {
    const frame = await frameOf(file).catch(() => null)
    if (frame === null) continue
    const { width, height } = await sharp(frame).metadata()
    const key = `${width}×${height}`
    const group = groups.get(key) ?? { size: { width, height }, files: [] }
    group.files.push(file)
    groups.set(key, group)
  }
  return [...groups.values()]
}
