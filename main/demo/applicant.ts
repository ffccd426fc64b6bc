import type { Locator, Page } from '@playwright/test'
import type { Language, ScreenName } from '../service/contract.ts'

/** A step of a person at the booth must be answered by then; the slowest is the photo check of three stills. */
const answerWithinMs = 60_000
/** Camera, models and 0.8 s of sitting still take a few seconds; on a busy machine more. */
const automaticWithinMs = 15_000

export type Person = Readonly<{
  language: Language
  birthDate: Readonly<{ year: number; month: number; day: number }>
  /** Holds their form to the reader. */
  holdUpForm: () => void
}>

/** The screens a whole application passes, in order; `capture` and `submit` ask nothing of the person. */
export const asking = [
  'welcome',
  'notice',
  'scan',
  'confirm-form',
  'date-of-birth',
  'eligibility',
  'options',
  'prepare',
  'position',
  'choose',
  'review',
  'done',
  'farewell',
] as const satisfies readonly ScreenName[]
export type AskingScreen = (typeof asking)[number]

/** Somebody who stands before the booth's page: sees screens, presses keys. Speaks to the page only. */
export class Applicant {
  readonly page: Page
  readonly #person: Person
  #pressed = 0

  constructor(page: Page, person: Person) {
    this.page = page
    this.#person = person
    page.setDefaultTimeout(answerWithinMs)
  }

  /** Keys pressed so far, those that turn pages among them. */
  get pressed(): number {
    return this.#pressed
  }

  screen(name: ScreenName): Locator {
    return this.page.locator(`[data-screen="${name}"]`)
  }

  /** Waits until one of these screens is shown; which one. */
  async sees<N extends ScreenName>(...names: N[]): Promise<N> {
    const any = this.page.locator(names.map((name) => `[data-screen="${name}"]`).join(', ')).first()
    await any.waitFor()
    return (await any.getAttribute('data-screen')) as N
  }

  key(act: string): Locator {
    return this.page.locator(`[data-act="${act}"]`)
  }

  /** Presses a key; a screen of several pages is turned until the key is there. */
  async presses(act: string): Promise<void> {
    const wanted = this.key(act).first()
    await this.#turnsTo(wanted)
    await this.#press(wanted)
  }

  /** Goes on from one screen to another, the usual way through. */
  async goes(from: AskingScreen, to: AskingScreen): Promise<void> {
    for (let at = asking.indexOf(from); at < asking.indexOf(to); at++) {
      const [screen, next] = [asking[at], asking[at + 1]]
      if (screen === undefined || next === undefined) return
      await this.answers(screen)
      await this.sees(next)
    }
  }

  /** Does what a screen asks for, as somebody does who has nothing special. */
  async answers(screen: AskingScreen): Promise<void> {
    switch (screen) {
      case 'welcome':
        return await this.presses(`start-${this.#person.language}`)
      case 'scan':
        return this.#person.holdUpForm()
      case 'date-of-birth':
        await this.entersBirthDate()
        return await this.presses('next')
      case 'position':
        return await this.isPhotographed()
      case 'review':
        return await this.presses('send')
      case 'done':
        await this.slipIsSettled()
        return await this.presses('next')
      case 'notice':
      case 'confirm-form':
      case 'eligibility':
      case 'options':
      case 'prepare':
      case 'choose':
        return await this.presses('next')
      case 'farewell':
        return undefined
    }
  }

  /** Enters their western date of birth, part by part. */
  async entersBirthDate({ year, month, day } = this.#person.birthDate): Promise<void> {
    await this.presses('calendar-western')
    for (const digit of String(year)) await this.presses(`digit-${digit}`)
    await this.presses(`month-${month}`)
    await this.presses(`day-${day}`)
  }

  /** Waits until the camera shows something; false where the booth says that this camera cannot serve. */
  async isSeen(): Promise<boolean> {
    const shutter = this.page.locator('[data-act="shutter"]:not([aria-disabled])')
    await shutter.or(this.page.locator('.trouble')).first().waitFor()
    return await shutter.isVisible()
  }

  /** Waits for the automatic shutter; presses the key where the picture is such that it does not release. */
  async isPhotographed(): Promise<void> {
    await this.isSeen()
    const released = this.screen('capture').or(this.screen('choose'))
    const itself = await released.waitFor({ timeout: automaticWithinMs }).then(
      () => true,
      () => false,
    )
    if (itself) return
    // It may release in the very moment in which the key is looked for.
    const shutter = this.key('shutter').first()
    await shutter.or(released).first().waitFor()
    if (await shutter.isVisible()) await this.#press(shutter)
  }

  /** Whether `choose` offers to go on with one of the stills. */
  async canGoOn(): Promise<boolean> {
    const next = this.key('next')
    await this.#turnsTo(next.or(this.key('retake')).first())
    return (await next.count()) > 0 && (await next.getAttribute('aria-disabled')) === null
  }

  /** Waits until the printer has given the slip, or the screen shows it. */
  async slipIsSettled(): Promise<void> {
    await this.screen('done').locator('[data-slip]:not([data-slip="printing"])').waitFor()
  }

  async #turnsTo(wanted: Locator): Promise<void> {
    const more = this.key('more').first()
    await wanted.or(more).first().waitFor()
    while (!(await wanted.isVisible()) && (await more.isVisible())) await this.#press(more)
  }

  async #press(key: Locator): Promise<void> {
    await key.click()
    this.#pressed++
  }
}
