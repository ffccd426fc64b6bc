import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { build } from 'vite'
import type { Camera, PreviewFrame } from '../../../hardware/camera/contract.ts'
import { type ApplicantDrawing, drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { Access } from '../../../main/service/access.ts'
import type { Intent, IntentRequest, View } from '../../../main/service/contract.ts'
import { Lease } from '../../../main/service/lease.ts'
import { createServer, type Surface } from '../../../main/service/server.ts'
import type { ViewHost } from '../../../main/service/session-host.ts'
import { PictureStore } from '../../../main/session/picture-store.ts'
import { pictureIds, sampleView } from '../../fixtures/views.ts'

/** The view is whatever a test shows; preferences change as they do on a booth, everything else is noted. */
export class FixtureHost implements ViewHost {
  view: View = { serial: 1, ...sampleView('welcome') }
  readonly idle = true
  readonly intents: Intent[] = []
  /** Called with each intent but a change of preferences; may show another view. */
  react: (intent: Intent) => void = () => undefined
  readonly #listeners = new Set<(view: View) => void>()

  show(view: Omit<View, 'serial'>): number {
    this.view = { ...view, serial: this.view.serial + 1 }
    for (const listener of this.#listeners) listener(this.view)
    return this.view.serial
  }

  onView(listener: (view: View) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  act({ serial, intent }: IntentRequest) {
    if (serial !== this.view.serial) return { taken: false, because: 'stale' } as const
    if (intent.type === 'set-preferences') {
      const changes = Object.entries(intent.preferences).filter(([, value]) => value !== undefined)
      this.show({
        ...this.view,
        preferences: { ...this.view.preferences, ...Object.fromEntries(changes) },
      })
      return { taken: true }
    }
    this.intents.push(intent)
    this.react(intent)
    return { taken: true }
  }

  tell(): void {}
  stop(): void {}
}

const draw = (drawing: Partial<ApplicantDrawing>): Promise<Buffer> =>
  sharp(Buffer.from(drawApplicant(drawing)))
    .jpeg({ quality: 88 })
    .toBuffer()

/** Fixed ids, so that the views can name them. */
class DrawnPictures extends PictureStore {
  readonly #drawn = new Map<string, Uint8Array>()
  async draw(): Promise<void> {
    const good = await draw({})
    this.#drawn.set(pictureIds.good, good)
    this.#drawn.set(pictureIds.smiling, await draw({ mouth: 'smile' }))
    this.#drawn.set(pictureIds.eyesClosed, await draw({ eyesOpen: 0 }))
    this.#drawn.set(
      pictureIds.portrait,
      await sharp(good).extract({ left: 598, top: 137, width: 803, height: 1033 }).jpeg().toBuffer(),
    )
  }
  override get(id: string): Uint8Array | undefined {
    return this.#drawn.get(id)
  }
}

const framesMs = 100

/** A camera that the service holds: one drawn picture, presented ten times a second. */
export class DrawnCamera {
  #jpeg: Uint8Array = new Uint8Array()
  async sit(drawing: Partial<ApplicantDrawing>): Promise<void> {
    this.#jpeg = await draw({ width: 1280, height: 960, ...drawing })
  }
  preview() {
    return {
      held: 'service',
      onFrame: (listener: (frame: PreviewFrame) => void) => {
        const timer = setInterval(() => listener({ jpeg: this.#jpeg, presentedAt: new Date() }), framesMs)
        return () => clearInterval(timer)
      },
    } as const
  }
}

export type FixtureBooth = Readonly<{
  host: FixtureHost
  camera: DrawnCamera
  /** Address with a fresh one-time code: each opens one page. */
  address(): string
  /** The page that had the booth is gone; the next may have it. */
  release(): void
  /** Folder of the built page. */
  renderer: string
  close(): Promise<void>
}>

/** Builds the page from its sources as they are now, into a folder of its own. */
async function buildRenderer(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'machinaka-page-'))
  await build({
    configFile: fileURLToPath(new URL('../../../renderer/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir },
  })
  return outDir
}

/** The booth service's own HTTP surface, with a view that stands still in place of a session. */
export async function startFixtureBooth(): Promise<FixtureBooth> {
  const renderer = await buildRenderer()
  const host = new FixtureHost()
  const access = new Access()
  const lease = new Lease()
  const pictures = new DrawnPictures()
  await pictures.draw()
  const camera = new DrawnCamera()
  await camera.sit({})
  const surface: Surface = {
    host,
    lease,
    access,
    pictures,
    // The surface asks a camera for its preview and nothing else.
    camera: camera as unknown as Camera,
    pageCamera: null,
    journal: { record: () => undefined },
  }
  const server = await createServer({ surface, listen: { on: 'port', port: 0 }, renderer })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    host,
    camera,
    address: () => `${url}/#${access.issueCode()}`,
    release: () => lease.drop(),
    renderer,
    close: async () => {
      await server.close()
      await rm(renderer, { recursive: true, force: true })
    },
  }
}
