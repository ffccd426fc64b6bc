import type { Page } from '@playwright/test'
import { clipFinder, clipPath, ownName, phrasesOf } from '../../locales/voice/phrases.ts'
import { loadMessages } from '../../locales/load.ts'
import { languages } from '../../locales/languages.ts'
import type { Applicant } from '../../main/demo/applicant.ts'
import { expect, person, test } from './booth/stage.ts'

/*
 * A blind applicant: a key pad and earphones, nothing else. Every key is found by what the voice says of it,
 * never by looking at the page. What is heard is what the page gives to its audio element.
 */

const language = 'pt'
test.use({ language })
test.describe.configure({ mode: 'default', timeout: 240_000 })

/** Notes each clip that is played, and lets it end at once. */
const ears = `(() => {
  const heard = []
  globalThis.heard = heard
  Object.defineProperty(HTMLMediaElement.prototype, 'src', {
    get() { return this.clip ?? '' },
    set(clip) { this.clip = clip },
  })
  HTMLMediaElement.prototype.pause = function () { this.ending = clearTimeout(this.ending) }
  HTMLMediaElement.prototype.play = function () {
    heard.push(this.clip)
    this.ending = setTimeout(() => this.dispatchEvent(new Event('ended')), 10)
    return Promise.resolve()
  }
})()`

const messages = await loadMessages(language)
const find = clipFinder(language, messages)
/** Address of the clip that says a text: texts alike share one. */
const clipOf = (name: string): string => {
  const phrase = phrasesOf(language, messages).find(({ clip }) => clip === name)
  return (phrase && find(phrase.shown)) ?? clipPath(language, name)
}

class Listener {
  readonly #page: Page
  readonly #applicant: Applicant
  constructor(applicant: Applicant) {
    this.#page = applicant.page
    this.#applicant = applicant
  }

  heard(): Promise<string[]> {
    return this.#page.evaluate('[...heard]')
  }

  async #presses(key: string): Promise<string | undefined> {
    await this.#page.keyboard.press(key)
    // A clip is played in the task of the press.
    return (await this.heard()).at(-1)
  }

  /** Moves on until the voice says a key, and presses it; pages are turned when the voice offers to. */
  async findsAndPresses(name: string): Promise<void> {
    const [wanted, more] = [clipOf(name), clipOf('key.page-next')]
    for (let moves = 0; moves < 120; moves++) {
      const said = await this.#presses('Tab')
      if (said !== wanted && said !== more) continue
      await this.#page.keyboard.press('Enter')
      if (said === wanted) return
      await this.#listensToTheEnd()
    }
    throw new Error(`${wanted} was not said: ${(await this.heard()).slice(-20).join(', ')}`)
  }

  /** Waits until nothing more is said. */
  async #listensToTheEnd(): Promise<void> {
    let before = -1
    for (let now = 0; now !== before; now = (await this.heard()).length) {
      before = now
      await this.#page.waitForTimeout(300)
    }
  }

  /** What was said since the screen came; a screen's words come one clip after the other. */
  async hears(...clips: readonly string[]): Promise<void> {
    await expect
      .poll(() => this.heard(), { timeout: 20_000 })
      .toEqual(expect.arrayContaining(clips.map(clipOf)))
  }

  async sees(name: Parameters<Applicant['sees']>[0]): Promise<void> {
    await this.#applicant.sees(name)
    await this.#listensToTheEnd()
  }
}

test('a whole application with the screen hidden, by key pad and voice alone', async ({
  applicant,
  stage,
}) => {
  const { page } = applicant
  await applicant.sees('welcome')
  await page.evaluate(ears)
  const blind = new Listener(applicant)

  // The first press is answered in every language; each language's key speaks that language.
  await page.keyboard.press('Tab')
  await expect
    .poll(() => blind.heard())
    .toEqual(expect.arrayContaining(languages.map((each) => clipPath(each, 'welcome.keys'))))
  await blind.findsAndPresses(ownName)

  await blind.sees('notice')
  await blind.hears('notice.title', 'notice.taken.say')
  // Volume, replay and off are keys like others.
  await blind.findsAndPresses('bar.voice')
  await blind.hears('voice.title', 'voice.say')
  await blind.findsAndPresses('voice.quiet')
  await blind.findsAndPresses('voice.replay')
  await blind.findsAndPresses('voice.curtain')
  await expect(page.locator('.curtain')).toBeVisible()
  await blind.findsAndPresses('notice.agree')

  await blind.sees('scan')
  await blind.hears('scan.title', 'scan.say')
  stage.reader.send('123456789018\r\n')
  await blind.hears('scan.refusal.my-number.title', 'scan.refusal.my-number.say')
  stage.reader.send(`${person.formId}\r\n`)

  await blind.sees('confirm-form')
  await blind.hears('confirm-form.title', 'confirm-form.say')
  await blind.findsAndPresses('confirm-form.next')

  await blind.sees('date-of-birth')
  const { year, month, day } = person.birthDate
  await blind.findsAndPresses('date-of-birth.calendar.western')
  await blind.hears('date-of-birth.missing.year')
  for (const digit of String(year)) await blind.findsAndPresses(`number.${digit}`)
  await blind.hears('date-of-birth.missing.month')
  await blind.findsAndPresses(`number.${month}`)
  await blind.hears('date-of-birth.missing.day')
  await blind.findsAndPresses(`number.${day}`)
  await blind.hears('date-of-birth.whole')
  await blind.findsAndPresses('key.next')

  await blind.sees('eligibility')
  await blind.hears('eligibility.may-apply.title')
  await blind.findsAndPresses('eligibility.next')
  await blind.sees('options')
  await blind.hears('options.title', 'options.authentication.name')
  await blind.findsAndPresses('key.next')
  await blind.sees('prepare')
  await blind.hears('prepare.title', 'prepare.mask')
  await blind.findsAndPresses('prepare.ready')

  await applicant.isPhotographed()
  await blind.sees('choose')
  await blind.hears('choose.title', 'choose.nth.1')
  await blind.findsAndPresses('choose.use-nth.1')

  await blind.sees('review')
  // Pages were turned on the way: what stood on them was heard too.
  await blind.hears(
    'review.title',
    'confirm-form.changed-say',
    'eligibility.foreign.extension',
    'prepare.seat',
  )
  await blind.findsAndPresses('review.send')
  await blind.sees('done')
  await blind.hears('done.accepted.title', 'done.notice.title.4')

  // All of it exists as a clip, and none of it tells of the person.
  const known = new Set<string>()
  for (const each of languages) {
    known.add(clipPath(each, ownName))
    for (const { clip } of phrasesOf(each, await loadMessages(each))) known.add(clipPath(each, clip))
  }
  expect((await blind.heard()).filter((clip) => !known.has(clip))).toEqual([])
  await blind.findsAndPresses('done.finish')
  await blind.sees('farewell')
})
