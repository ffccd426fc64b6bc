import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import * as z from 'zod'
import { PseudoTerminal } from '../../hardware/pseudo-terminal.ts'
import { CannotDo } from '../cli/cannot-do.ts'
import type { Config } from '../config/schema.ts'
import { formIdLength } from '../form/form-id.ts'
import { classifyScan } from '../form/scan.ts'
import { renderSvg } from '../photo/render-svg.ts'
import type { Language, ScreenName } from '../service/contract.ts'
import { startBoothProcess } from './booth-process.ts'
import { writeCameraVideo } from './camera-video.ts'
import { drawApplicant } from './drawn-applicant.ts'
import { prepareGround, type ConfigChanges } from './ground.ts'
import { JournalReader } from './journal-reader.ts'
import { Walk } from './walk.ts'
import { openWindow } from './window.ts'

export type DemoOptions = Readonly<{
  /** Folder of the pictures and the record. */
  out: string
  /** Folder of the booth's and the intake's state. */
  state: string
  language: Language
  /** Picture that stands before the camera; without it a drawn applicant does. */
  portrait?: string
  /** What the QR code of the form says; without it a form ID by chance. */
  payload?: string
  say: (line: string) => void
}>

/** What the demonstration leaves in application.json: never the whole form ID, never the date of birth. */
export type DemoRecord = Readonly<{
  outcome: 'accepted' | 'pending' | 'held' | 'refused'
  receiptNumber: string | null
  /** Codes that kept the application from being made or taken. */
  reasons: readonly string[]
  language: Language
  /** Milliseconds from each screen to the next. */
  steps: readonly Readonly<{ screen: ScreenName; milliseconds: number }>[]
  milliseconds: number
  screens: readonly string[]
}>

/** The drawn applicant's birthday: an adult, for every language and every year this is run in. */
const birthDate = { year: 1990, month: 5, day: 14 } as const

const chanceFormId = (): string => Array.from({ length: formIdLength }, () => randomInt(10)).join('')

async function pictureOf(portrait: string | undefined): Promise<{ bytes: Uint8Array; name: string }> {
  if (portrait === undefined)
    return { bytes: await renderSvg(drawApplicant({}), 'png'), name: 'the drawn applicant' }
  try {
    return { bytes: readFileSync(portrait), name: basename(portrait) }
  } catch (error) {
    throw new CannotDo(
      `${portrait} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
    )
  }
}

/** The reader is a pseudo-terminal, the camera belongs to the page: the code of a real booth runs. */
const realParts =
  (line: string) =>
  (config: Config): ConfigChanges => ({
    devices: {
      ...config.devices,
      codeReader: { driver: 'serial-line', port: line, baudRate: 9600 },
      camera: { driver: 'uvc', device: '', width: 1280, height: 960, frameRate: 30 },
    },
  })

/**
 * Plays one whole application, unattended, on real parts: a pseudo-terminal for the reader, Chromium's camera
 * playing the portrait, the booth and the intake as processes of their own. Leaves a screenshot of every screen
 * (personal data covered), the portrait, the slip and application.json in `out`.
 * @throws CannotDo where it cannot be played at all
 */
export async function playDemo(options: DemoOptions): Promise<DemoRecord> {
  const { out, state, say } = options
  const picture = await pictureOf(options.portrait)
  clearOut(out)
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const video = join(state, 'camera.mjpeg')
  await using ending = new AsyncDisposableStack()
  ending.defer(() => {
    for (const file of [video, `${video}.png`]) rmSync(file, { force: true })
  })
  await writeCameraVideo(picture.bytes, picture.name, video)

  say('Starting the intake and the booth …')
  const line = join(state, 'code-reader')
  const terminal = await PseudoTerminal.start(line)
  ending.defer(() => terminal.unplug())
  const ground = await prepareGround(state, realParts(line))
  ending.defer(() => ground.intake.stop())
  const booth = await startBoothProcess(ground.configFile)
  ending.defer(() => booth.stop())
  const { browser, page } = await openWindow(video)
  ending.defer(() => browser.close())

  const walk = new Walk(page, join(out, 'screens'), say)
  const pictures = collectPictures(page)
  const log = new JournalReader(ground.config.journal.folder)
  await page.goto(booth.said.address)
  const applied = await apply(walk, options, (code) => terminal.send(`${code}\r`))
  const portrait = pictures.latest()
  if (applied === 'sent' && portrait) writeFileSync(join(out, 'portrait.jpg'), portrait)
  const slip = join(ground.config.storage.folder, 'slips', 'slip.pdf')
  if (applied === 'sent' && existsSync(slip)) renameSync(slip, join(out, 'slip.pdf'))
  const record: DemoRecord = { ...outcomeOf(applied, log), language: options.language, ...walk.record() }
  writeFileSync(join(out, 'application.json'), `${JSON.stringify(record, null, 2)}\n`)
  return record
}

/** What an earlier demonstration left goes; nothing else of the folder is touched. */
function clearOut(out: string): void {
  mkdirSync(out, { recursive: true })
  for (const name of ['screens', 'portrait.jpg', 'slip.pdf', 'application.json'])
    rmSync(join(out, name), { recursive: true, force: true })
}

type Applied =
  | 'sent'
  /** The code was not taken; which class it is. */
  | Readonly<{ code: string }>
  /** No still passed the check. */
  | 'photo-rejected'
  /** The intake knows that this form cannot be used. */
  | 'form-refused'

/** The applicant's way through the screens. */
async function apply(
  walk: Walk,
  { language, payload }: DemoOptions,
  scan: (code: string) => void,
): Promise<Applied> {
  const { applicant } = walk
  await walk.shows('welcome')
  await applicant.presses(`start-${language}`)
  await walk.shows('notice')
  await applicant.presses('next')
  await walk.shows('scan')
  const code = payload ?? chanceFormId()
  const { result } = classifyScan(code)
  scan(code)
  if (result !== 'form-id') {
    await applicant.page.locator('[data-screen="scan"]:not([data-subject^="first"])').waitFor()
    await walk.shows('scan')
    return { code: result }
  }
  await walk.shows('confirm-form')
  await applicant.presses('next')
  await walk.shows('date-of-birth')
  await applicant.entersBirthDate(birthDate)
  await walk.album.take(applicant.page, 'date-of-birth-entered')
  await applicant.presses('next')
  if ((await walk.shows('eligibility', 'confirm-form')) === 'confirm-form') return 'form-refused'
  await applicant.presses('next')
  await walk.shows('options')
  await applicant.presses('next')
  await walk.shows('prepare')
  await applicant.presses('next')
  await walk.shows('position')
  await applicant.isPhotographed()
  await walk.shows('choose')
  if (!(await applicant.canGoOn())) return 'photo-rejected'
  await applicant.presses('next')
  await walk.shows('review')
  await applicant.presses('send')
  await walk.shows('done')
  await applicant.slipIsSettled()
  await applicant.presses('next')
  await walk.shows('farewell')
  return 'sent'
}

/** What came of it, in the booth's own words: the journal's. */
function outcomeOf(
  applied: Applied,
  log: JournalReader,
): Pick<DemoRecord, 'outcome' | 'receiptNumber' | 'reasons'> {
  if (applied === 'sent') {
    const settled = log.last('application-settled')
    if (settled === undefined) return { outcome: 'held', receiptNumber: null, reasons: [] }
    const { decision, receiptNumber, reason } = Settled.parse(settled)
    return { outcome: decision, receiptNumber, reasons: reason === null ? [] : [reason] }
  }
  const refused = { outcome: 'refused', receiptNumber: null } as const
  if (applied === 'form-refused') return { ...refused, reasons: ['form-not-usable'] }
  if (applied === 'photo-rejected')
    return { ...refused, reasons: Checked.parse(log.last('photo-checked')).reasons.split(' ') }
  return { ...refused, reasons: [applied.code] }
}

const Settled = z.object({
  decision: z.enum(['accepted', 'pending', 'refused']),
  receiptNumber: z.string(),
  reason: z.string().nullable(),
})
const Checked = z.object({ reasons: z.string() })

/** The pictures that the page fetches; the last one before `submit` is the portrait on `review`. */
function collectPictures(page: Page): { latest(): Buffer | undefined } {
  let latest: Buffer | undefined
  page.on('response', (response) => {
    if (!response.url().includes('/api/pictures/') || !response.ok()) return
    void response.body().then(
      (body) => {
        latest = body
      },
      () => undefined, // the session ended before the picture was read
    )
  })
  return { latest: () => latest }
}
