import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page, Request } from '@playwright/test'
import * as z from 'zod'
import { CannotDo } from '../cli/cannot-do.ts'
import { formIdLength } from '../form/form-id.ts'
import { classifyScan } from '../form/scan.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { renderSvg } from '../photo/render-svg.ts'
import type { Language, ScreenName } from '../service/contract.ts'
import { Applicant, asking, type AskingScreen } from './applicant.ts'
import { drawApplicant } from './drawn-applicant.ts'
import { JournalReader } from './journal-reader.ts'
import { setStage } from './stage.ts'
import { Walk } from './walk.ts'

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
  say('Starting the intake and the booth …')
  await using stage = await setStage({ folder: state, picture })
  const { page, ground, reader } = stage

  const code = options.payload ?? chanceFormId()
  const person = { language: options.language, birthDate, holdUpForm: () => reader.send(`${code}\r`) }
  const walk = new Walk(new Applicant(page, person), join(out, 'screens'), say)
  const portraitOnReview = lastPicture(page)
  const log = new JournalReader(ground.config.journal.folder)
  await stage.enter()
  let portrait: Buffer | null = null
  const applied = await apply(walk, code, async () => {
    portrait = await portraitOnReview()
  })
  if (applied === 'sent' && portrait) writeFileSync(join(out, 'portrait.jpg'), portrait)
  const slip = join(ground.config.storage.folder, 'slips', 'slip.pdf')
  if (applied === 'sent' && existsSync(slip)) renameSync(slip, join(out, 'slip.pdf'))
  const outcome = applied === 'camera-refused' ? await judgedByFile(picture.bytes) : outcomeOf(applied, log)
  const record: DemoRecord = { ...outcome, language: options.language, ...walk.record() }
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
  /** The picture is smaller than any camera of a booth may be. */
  | 'camera-refused'
  /** The intake knows that this form cannot be used. */
  | 'form-refused'

/** The applicant's way through the screens, a picture of each. */
async function apply(walk: Walk, code: string, onReview: () => Promise<void>): Promise<Applied> {
  const { applicant } = walk
  const { result } = classifyScan(code)
  let screen: AskingScreen = await walk.shows('welcome')
  while (screen !== 'farewell') {
    if (screen === 'choose' && !(await applicant.canGoOn())) return 'photo-rejected'
    if (screen === 'position' && !(await applicant.isSeen())) return 'camera-refused'
    if (screen === 'review') await onReview()
    await applicant.answers(screen)
    if (screen === 'scan' && result !== 'form-id') {
      await applicant.page.locator('[data-screen="scan"]:not([data-subject^="first"])').waitFor()
      await walk.shows('scan')
      return { code: result }
    }
    const next: AskingScreen = asking[asking.indexOf(screen) + 1] ?? 'farewell'
    // The intake may know after the date of birth that the form cannot be used.
    const shown: AskingScreen =
      screen === 'date-of-birth' ? await walk.shows(next, 'confirm-form') : await walk.shows(next)
    if (shown === 'confirm-form' && screen === 'date-of-birth') return 'form-refused'
    screen = shown
  }
  return 'sent'
}

/** A picture that the page's camera code would not take is judged as a file, for the reasons. */
async function judgedByFile(picture: Uint8Array): Promise<Outcome> {
  const photo = createPhotoChecker({ workers: 1 })
  const { check } = await photo.check(picture)
  await photo.close()
  return { outcome: 'refused', receiptNumber: null, reasons: check.reasons.map(({ code }) => code) }
}

type Outcome = Pick<DemoRecord, 'outcome' | 'receiptNumber' | 'reasons'>

/** What came of it, in the booth's own words: the journal's. */
function outcomeOf(applied: Exclude<Applied, 'camera-refused'>, log: JournalReader): Outcome {
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

/**
 * The picture that the page asked for last; on `review` that is the portrait. Asked for once more as the page
 * asked, for a browser's record of a streamed answer may be empty.
 */
function lastPicture(page: Page): () => Promise<Buffer | null> {
  let asked: Request | null = null
  page.on('request', (request) => {
    if (request.url().includes('/api/pictures/')) asked = request
  })
  return async () => {
    if (asked === null) return null
    const answer = await page.context().request.get(asked.url(), { headers: asked.headers() })
    return answer.ok() ? await answer.body() : null
  }
}
