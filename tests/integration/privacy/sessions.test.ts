import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtFolder } from '../../../main/cli/open-booth.ts'
import { Applicant } from '../../../main/demo/applicant.ts'
import { startBoothProcess } from '../../../main/demo/booth-process.ts'
import type { BoothProcess } from '../../../main/demo/booth-process.ts'
import { drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { JournalReader } from '../../../main/demo/journal-reader.ts'
import { setStage } from '../../../main/demo/stage.ts'
import type { Stage } from '../../../main/demo/stage.ts'
import { systemChromium } from '../../../main/demo/window.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'
import { silentAfterMs } from '../../../main/service/lease.ts'
import { bufferSizes, snapshotOfPage, snapshotOfProcess, snapshotOptions } from './heap.ts'
import { PrivacySearch, filesUnder } from './search.ts'
import type { Leak } from './search.ts'
import { leftOutIf } from '../../left-out.ts'

/** Used by no other test and no document, so that whatever is found of them comes from these sessions. */
const formId = '59306718420955371640826'
const birthDate = { year: 1979, month: 8, day: 26 } as const
const dateOfBirth = '1979-08-26'

const missing = [
  existsSync(systemChromium) ? undefined : 'Chromium is not installed',
  existsSync(join(builtFolder, 'renderer')) ? undefined : 'the page is not built (npm run build)',
].find((reason) => reason !== undefined)

let root: string
let heaps: string
let stage: Stage
let applicant: Applicant
/** Every picture that went over the wire, either way: only this test remembers them. */
const pictures: Buffer[] = []
let metricsUrl: string

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Listens to the page's own `fetch`: bodies of blobs, and answers that must not be stored, are shown to nobody
 * outside. What it hears is handed to this process at once.
 */
const rememberPictures = async (page: Page): Promise<void> => {
  await page.exposeFunction('rememberPicture', (base64: string) =>
    pictures.push(Buffer.from(base64, 'base64')),
  )
  await page.addInitScript(() => {
    const plain = globalThis.fetch
    const { rememberPicture } = globalThis as unknown as {
      rememberPicture: (base64: string) => Promise<void>
    }
    const remember = async (picture: Blob): Promise<void> =>
      await rememberPicture(
        btoa(Array.from(await picture.bytes(), (byte) => String.fromCharCode(byte)).join('')),
      )
    globalThis.fetch = async (input, init) => {
      if (init?.body instanceof Blob) await remember(init.body)
      const response = await plain(input, init)
      if (response.ok && response.headers.get('content-type')?.startsWith('image/')) {
        await remember(await response.clone().blob())
      }
      return response
    }
  })
}

beforeAll(async () => {
  if (missing !== undefined) return
  root = mkdtempSync(join(tmpdir(), 'machinaka-sessions-'))
  heaps = mkdtempSync(join(tmpdir(), 'machinaka-heaps-'))
  // Chromium's profile and everybody's temporary files lie where they are searched.
  mkdirSync(join(root, 'tmp'))
  process.env['TMPDIR'] = join(root, 'tmp')
  process.env['NODE_OPTIONS'] = snapshotOptions(heaps).join(' ')
  const metricsPort = await freePort()
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`
  stage = await setStage({
    folder: join(root, 'booth'),
    picture: { bytes: await renderSvg(drawApplicant({}), 'png'), name: 'the drawn applicant' },
    changes: ({ session, service }) => ({
      session: {
        ...session,
        delays: { ...session.delays, stillThereAfterSeconds: 20, stillThereForSeconds: 20 },
      },
      service: { ...service, metricsPort },
    }),
  })
  await rememberPictures(stage.page)
  applicant = new Applicant(stage.page, {
    language: 'ja',
    birthDate,
    holdUpForm: () => stage.reader.send(`${formId}\r\n`),
  })
}, 120_000)

afterAll(async () => {
  if (missing !== undefined) return
  await (stage as Stage | undefined)?.[Symbol.asyncDispose]()
  for (const folder of [root, heaps]) rmSync(folder, { recursive: true, force: true })
})

/** What the test itself put there for the camera to see. */
const isProp = (path: string): boolean => basename(path).startsWith('camera.mjpeg')

const searched = (): PrivacySearch => new PrivacySearch({ formId, dateOfBirth, pictures })

const onDisk = async (): Promise<readonly Leak[]> =>
  await searched().files(filesUnder([root]).filter((path) => !isProp(path)))

const inMemory = async (booth: BoothProcess): Promise<readonly Leak[]> => {
  const search = searched()
  const service = await snapshotOfProcess(booth.process.pid ?? 0, heaps)
  const sizes = new Set(pictures.map((picture) => picture.length))
  const held = bufferSizes(service).filter((size) => sizes.has(size))
  const session = await stage.page.context().newCDPSession(stage.page)
  const page = await snapshotOfPage(session)
  await session.detach()
  return [
    ...(await search.bytes('heap of the service', service)),
    ...held.map((offset) => ({
      where: 'heap of the service',
      kind: 'picture' as const,
      form: 'a buffer',
      offset,
    })),
    ...(await search.bytes('heap of the page', page)),
  ]
}

const toTheNext = async (): Promise<readonly Leak[]> => {
  const search = searched()
  return [
    ...(await search.text('metrics', await (await fetch(metricsUrl)).text())),
    ...(await search.text('the next welcome', await stage.page.content())),
  ]
}

const everywhere = async (booth = stage.booth): Promise<readonly Leak[]> => {
  await applicant.sees('welcome')
  return [...(await onDisk()), ...(await inMemory(booth)), ...(await toTheNext())]
}

test.skipIf(missing !== undefined)(
  leftOutIf('whole sessions – finished, cancelled, timed out, killed – leave nothing readable', missing),
  { timeout: 600_000 },
  async () => {
    await stage.enter()
    await applicant.sees('welcome')
    // Searching takes its time on a busy machine: whoever is asked meanwhile is still there.
    const asked = stage.page.locator('[data-sheet="still-there"]')
    await stage.page.addLocatorHandler(
      asked,
      async () => await asked.locator('[data-act="more-time"]').click(),
    )

    await applicant.goes('welcome', 'review')
    // While they are there the search does find them: it is not blind.
    expect(pictures.length).toBeGreaterThan(0)
    const during = await inMemory(stage.booth)
    expect(new Set(during.map(({ kind }) => kind))).toEqual(new Set(['form-id', 'date-of-birth', 'picture']))
    // A page that a heap snapshot held still for long was taken for dead: then another session is called off.
    await stage.page.waitForTimeout(silentAfterMs)
    if ((await applicant.sees('review', 'welcome')) === 'welcome') await applicant.goes('welcome', 'review')
    await applicant.presses('cancel')
    await applicant.presses('cancel-yes')
    await applicant.sees('farewell')
    expect(await everywhere(), 'cancelled').toEqual([])

    await applicant.goes('welcome', 'review')
    const journal = new JournalReader(stage.ground.config.journal.folder)
    await expect.poll(() => journal.count('session-ended'), { timeout: 90_000 }).toBe(1)
    expect(await everywhere(), 'timed out').toEqual([])

    await applicant.goes('welcome', 'review')
    await stage.booth.kill()
    expect(await onDisk(), 'killed').toEqual([])
    const again = await startBoothProcess(stage.ground.configFile)
    try {
      await stage.page.goto(again.said.address ?? '')
      expect(await everywhere(again), 'started anew').toEqual([])

      // Last, for a form that was accepted is known as such the next time.
      await applicant.goes('welcome', 'farewell')
      expect(await everywhere(again), 'finished').toEqual([])
    } finally {
      await again.stop()
    }
  },
)
