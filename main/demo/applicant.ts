import type { Locator, Page } from '@playwright/test'
import type { Language, ScreenName } from '../service/contract.ts'

/** A step of a person at the booth must be answered by then; the slowest is the photo check of three stills. */
const answerWithinMs = 60_000

/** Camera, models and 0.8 s of sitting still take a few seconds; on a busy machine more. */
const automaticWithinMs = 15_000

/** Somebody who stands before the booth's page: sees screens, presses keys. Speaks to the page only. */
export class Applicant {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(answerWithinMs)
  }

  screen(name: ScreenName): Locator {
    return this.page.locator(`[data-screen="${name}"]`)
  }

  /** Waits until one of these screens is shown; which one. */
  async sees(...names: ScreenName[]): Promise<ScreenName> {
    const any = this.page.locator(names.map((name) => `[data-screen="${name}"]`).join(', ')).first()
    await any.waitFor()
    return (await any.getAttribute('data-screen')) as ScreenName
  }

  key(act: string): Locator {
    return this.page.locator(`[data-act="${act}"]`)
  }

  /** Presses a key; a screen of several pages is turned until the key is there. */
  async presses(act: string): Promise<void> {
    const wanted = this.key(act).first()
    await this.#turnsTo(wanted)
    await wanted.click()
  }

  async #turnsTo(wanted: Locator): Promise<void> {
    const more = this.key('more').first()
    await wanted.or(more).first().waitFor()
    while (!(await wanted.isVisible()) && (await more.isVisible())) await more.click()
  }

  async begins(language: Language): Promise<void> {
    await this.sees('welcome')
    await this.presses(`start-${language}`)
    await this.sees('notice')
  }

  /** Enters a western date, part by part. */
  async entersBirthDate({
    year,
    month,
    day,
  }: Readonly<{ year: number; month: number; day: number }>): Promise<void> {
    await this.presses('calendar-western')
    for (const digit of String(year)) await this.presses(`digit-${digit}`)
    await this.presses(`month-${month}`)
    await this.presses(`day-${day}`)
  }

  /** Waits until the camera shows something. */
  async isSeen(): Promise<void> {
    await this.page.locator('[data-act="shutter"]:not([aria-disabled="true"]):not([disabled])').waitFor()
  }

  /** Waits for the automatic shutter; presses the key where the picture is such that it does not release. */
  async isPhotographed(): Promise<void> {
    const released = this.screen('capture').or(this.screen('choose'))
    const itself = await released.waitFor({ timeout: automaticWithinMs }).then(
      () => true,
      () => false,
    )
    if (!itself) await this.presses('shutter')
  }

  /** Whether `choose` offers to go on with one of the stills. */
  async canGoOn(): Promise<boolean> {
    const next = this.key('next')
    await this.#turnsTo(next.or(this.key('retake')).first())
    return await next.isEnabled({ timeout: 1_000 }).catch(() => false)
  }

  /** Waits until the printer has given the slip, or the screen shows it. */
  async slipIsSettled(): Promise<void> {
    await this.screen('done').locator('[data-slip]:not([data-slip="printing"])').waitFor()
  }
}
