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

/** Notes each clip that is played, and lets it end at once; pictures of the camera play on. */
const ears = `(() => {
  const heard = []
  globalThis.heard = heard
  Object.defineProperty(HTMLAudioElement.prototype, 'src', {
    get() { return this.clip ?? '' },
    set(clip) { this.clip = clip },
  })
  HTMLAudioElement.prototype.pause = function () { this.ending = clearTimeout(this.ending) }
  HTMLAudioElement.prototype.play = function () {
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

  /** Moves on until the voice says one of these keys, and presses it; pages are turned when the voice offers to. */
  async findsAndPresses(...names: readonly string[]): Promise<void> {
    const [wanted, more] = [names.map(clipOf), clipOf('key.page-next')]
    for (let moves = 0; moves < 120; moves++) {
      const said = (await this.#presses('Tab')) ?? ''
      if (!wanted.includes(said) && said !== more) continue
      await this.#page.keyboard.press('Enter')
      if (wanted.includes(said)) return
      await this.#listensToTheEnd()
    }
    throw new Error(`${wanted.join(' or ')} was not said: ${(await this.heard()).slice(-20).join(', ')}`)
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

test('a whole application behind the hidden screen, by key pad and voice alone', async ({
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
  await blind.hears('date-of-birth.title', 'date-of-birth.say')
  await blind.findsAndPresses('date-of-birth.calendar.western')
  const { year, month, day } = person.birthDate
  for (const figure of String(year)) await blind.findsAndPresses(`number.${figure}`)
  for (const part of [month, day]) await blind.findsAndPresses(`number.${part}`)
  await blind.hears('date-of-birth.whole')
  await blind.findsAndPresses('key.next')

  await blind.sees('eligibility')
  await blind.findsAndPresses('eligibility.next')
  await blind.sees('options')
  await blind.hears('options.title', 'options.say')
  await blind.findsAndPresses('options.next')
  await blind.sees('prepare')
  await blind.findsAndPresses('prepare.ready')

  // The picture is taken by itself once the hints have been followed.
  await applicant.sees('position')
  await blind.hears('position.title')
  await applicant.sees('choose')
  await blind.findsAndPresses('choose.use', ...[1, 2, 3].map((nth) => `choose.use-nth.${nth}`))
  await blind.sees('review')
  await blind.findsAndPresses('review.send')

  await applicant.sees('done')
  await blind.hears('done.accepted.title')
  await blind.findsAndPresses('done.finish')
  await blind.sees('farewell')

  // All of it exists as a clip, and none of it tells of the person.
  const known = new Set<string>()
  for (const each of languages) {
    known.add(clipPath(each, ownName))
    for (const { clip } of phrasesOf(each, await loadMessages(each))) known.add(clipPath(each, clip))
  }
  expect((await blind.heard()).filter((clip) => !known.has(clip))).toEqual([])
})
