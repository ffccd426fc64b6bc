import type { ScreenName } from '../service/contract.ts'
import type { Applicant } from './applicant.ts'
import { ScreenAlbum } from './screen-album.ts'

export type WalkRecord = Readonly<{
  /** How long each screen stood, picture-taking included. */
  steps: readonly Readonly<{ screen: ScreenName; milliseconds: number }>[]
  milliseconds: number
  screens: readonly string[]
}>

/** One applicant's way, screen by screen, with a picture and a time of each. */
export class Walk {
  readonly applicant: Applicant
  readonly album: ScreenAlbum
  readonly #say: (line: string) => void
  readonly #began: { screen: ScreenName; at: number }[] = []

  constructor(applicant: Applicant, folder: string, say: (line: string) => void) {
    this.applicant = applicant
    this.album = new ScreenAlbum(folder)
    this.#say = say
  }

  /** Waits until one of the screens is shown, and takes its picture. */
  async shows<N extends ScreenName>(...names: N[]): Promise<N> {
    const screen = await this.applicant.sees(...names)
    this.#began.push({ screen, at: performance.now() })
    if (screen === 'position') await this.applicant.isSeen()
    await this.album.take(this.applicant.page, screen)
    this.#say(`  ${screen}`)
    return screen
  }

  record(): WalkRecord {
    const end = performance.now()
    const steps = this.#began.map(({ screen, at }, i) => ({
      screen,
      milliseconds: Math.round((this.#began[i + 1]?.at ?? end) - at),
    }))
    return { steps, milliseconds: Math.round(end - (this.#began[0]?.at ?? end)), screens: this.album.files }
  }
}
