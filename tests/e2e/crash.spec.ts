import { existsSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { Applicant, asking } from '../../main/demo/applicant.ts'
import { person } from './booth/stage.ts'
import { SupervisedBooth, xvfb } from './booth/supervised-booth.ts'

/**
 * The crash ladder on the real thing: `booth start --shell chromium`, whose own shell brings the window back; the
 * test stands for systemd alone. `npm run crash` kills everything in every state and prints how long welcome took.
 */
test.describe.configure({ mode: 'default', timeout: 300_000 })
test.skip(
  !existsSync(xvfb),
  'Xvfb (Debian package xvfb) is not installed: the Chromium window has no display.',
)

/** The bar is 10 s on an idle machine (docs/hardening.md has the figures); cores shared with others get twelve times that. */
const againWithinMs = 120_000

const full = process.env['MACHINAKA_FULL'] === '1'

/** Every state of a session; `pay` is none where nothing has to be paid. */
const states = [
  ...asking.slice(0, asking.indexOf('choose')),
  'capture',
  'choose',
  'review',
  'submit',
  'done',
  'farewell',
] as const
type State = (typeof states)[number]
const showsPictures: readonly State[] = ['choose', 'review']

let booth: SupervisedBooth
const times: Record<string, number[]> = {}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  booth = await SupervisedBooth.open()
})
test.afterAll(async () => {
  for (const [what, milliseconds] of Object.entries(times)) {
    const sorted = milliseconds.toSorted((a, b) => a - b)
    const seconds = (at: number): string => ((sorted[at] ?? 0) / 1_000).toFixed(1)
    const [median, most] = [seconds(Math.floor(sorted.length / 2)), seconds(sorted.length - 1)]
    process.stdout.write(`${what} after ${median} s (median of ${sorted.length}), ${most} s (most)\n`)
  }
  await booth[Symbol.asyncDispose]()
})

let forms = 0
/** Another form for each session: what an earlier one has sent must not be met again. */
const nextFormId = (): string => `${person.formId.slice(0, -4)}${String((forms += 1)).padStart(4, '0')}`

type Session = Readonly<{
  page: Page
  applicant: Applicant
  formId: string
  /** The pictures that the page has asked for. */
  pictures: ReadonlySet<string>
}>

async function enter(): Promise<Session> {
  const page = await booth.page(againWithinMs)
  const formId = nextFormId()
  const pictures = new Set<string>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/pictures/')) pictures.add(pathname)
  })
  const holdUpForm = (): void => booth.reader.send(`${formId}\r\n`)
  const applicant = new Applicant(page, { language: 'ja', birthDate: person.birthDate, holdUpForm })
  page.setDefaultTimeout(againWithinMs)
  await applicant.sees('welcome')
  return { page, applicant, formId, pictures }
}

async function reach({ applicant, pictures }: Session, state: State): Promise<void> {
  switch (state) {
    case 'capture':
      await applicant.goes('welcome', 'position')
      await applicant.isSeen()
      await applicant.presses('shutter')
      await applicant.sees('capture')
      return
    case 'submit':
      await applicant.goes('welcome', 'review')
      await applicant.presses('send')
      // With the intake away it passes in a moment.
      await applicant.sees('submit', 'done')
      return
    default:
      await applicant.goes('welcome', state)
      if (showsPictures.includes(state)) await expect.poll(() => pictures.size).toBeGreaterThan(0)
  }
}

/** How the page identifies itself, taken from a request of its own. */
async function headersOf(page: Page): Promise<Record<string, string>> {
  const { authorization = '', 'x-booth-page': nonce = '' } = (
    await page.waitForRequest('**/api/heartbeat')
  ).headers()
  return { authorization, 'x-booth-page': nonce }
}

/** What comes and goes beside a screen, as the hidden corner for staff, may be left on a white page. */
const white = (page: Page): Promise<unknown> =>
  page.evaluate(
    "document.querySelector('#booth').replaceChildren(new Text('·'), document.createElement('i'))",
  )
const signalRenderers = async (page: Page, signal: NodeJS.Signals): Promise<void> => {
  for (const pid of await booth.renderers(page)) process.kill(pid, signal)
}

/** What happens to the page or its ground, after which the session is gone. */
const ends: Record<string, (page: Page) => unknown> = {
  'renderer killed': (page) => signalRenderers(page, 'SIGKILL'),
  'window killed': () => process.kill(booth.window, 'SIGKILL'),
  'service killed': () => process.kill(booth.service, 'SIGKILL'),
  'renderer stopped': (page) => signalRenderers(page, 'SIGSTOP'),
  'page white': white,
}
const fewStates: Record<string, readonly State[]> = {
  'renderer killed': ['review'],
  'window killed': ['scan'],
  'service killed': ['choose'],
  'renderer stopped': ['confirm-form'],
  'page white': ['options'],
}

for (const [what, end] of Object.entries(ends))
  for (const state of full ? states : (fewStates[what] ?? []))
    test(`${what} at ${state}: welcome again, and nothing of the session is left`, async () => {
      const before = await enter()
      await reach(before, state)
      const kept = booth.outbox()
      const joined = booth.journal.count('page-joined')

      const endedAt = Date.now()
      await end(before.page)
      await hasJoined(joined + 1)
      const after = await enter()
      ;(times[`${what}: welcome`] ??= []).push(Date.now() - endedAt)

      // Sealed before the end or not at all; what lay there lies there.
      if (state !== 'submit') expect(booth.outbox()).toEqual(kept)
      expect(booth.outbox()).toEqual(expect.arrayContaining(kept))
      expect(await after.page.content()).not.toContain(before.formId)
      const headers = await headersOf(after.page)
      for (const path of before.pictures)
        expect([path, (await fetch(booth.origin + path, { headers })).status]).toEqual([path, 404])
      // The next applicant begins from nothing.
      await after.applicant.goes('welcome', 'date-of-birth')
      const next = after.applicant.screen('date-of-birth').locator('[data-act="next"]')
      await expect(next).toHaveAttribute('aria-disabled', 'true')
      await cancel(after)
    })

/** Calls the session off; the next applicant's page has come when this returns. */
async function cancel({ applicant, page }: Session): Promise<void> {
  const joined = booth.journal.count('page-joined')
  await applicant.presses('cancel')
  await applicant.presses('cancel-yes')
  await hasJoined(joined + 1)
  await page.context().browser()?.close()
}

/** At least so many: a slow window may have been renewed once more. */
const hasJoined = (pages: number): Promise<void> =>
  expect
    .poll(() => booth.journal.count('page-joined'), { timeout: againWithinMs, intervals: [50] })
    .toBeGreaterThanOrEqual(pages)

const workerStates: readonly State[] = full
  ? states.slice(states.indexOf('notice'), states.indexOf('submit'))
  : ['capture']

for (const state of workerStates)
  test(`photo workers killed at ${state}: the session goes on, and leaves nothing when it is called off`, async () => {
    const session = await enter()
    const { applicant, pictures } = session
    await reach(session, state)
    const kept = booth.outbox()
    const joined = booth.journal.count('page-joined')
    const killedAt = Date.now()
    const killed = booth.killPhotoWorkers()
    if (state === 'capture') {
      expect(killed).toBeGreaterThan(0)
      // Not one of the pictures taken is lost to the session but those that were being checked: once more, then.
      const next = await applicant.sees('choose', 'position')
      ;(times['photo workers killed while they check, on with the session'] ??= []).push(
        Date.now() - killedAt,
      )
      if (next === 'position') await applicant.goes('position', 'choose')
    } else if (state !== 'review' && state !== 'submit') {
      await applicant.goes(state, asking[asking.indexOf(state) + 1] ?? state)
    }
    expect(booth.journal.count('page-joined')).toBe(joined)
    await cancel(session)
    const after = await enter()
    expect(booth.outbox()).toEqual(kept)
    const headers = await headersOf(after.page)
    for (const path of pictures)
      expect([path, (await fetch(booth.origin + path, { headers })).status]).toEqual([path, 404])
    await after.page.context().browser()?.close()
  })
