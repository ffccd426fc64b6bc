import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** Screenshots in the order of the application; whatever is marked as personal is covered. */
export class ScreenAlbum {
  readonly #folder: string
  readonly #taken: string[] = []

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  get files(): readonly string[] {
    return this.#taken
  }

  async take(page: Page, name: string): Promise<void> {
    const file = `${String(this.#taken.length + 1).padStart(2, '0')}-${name}.png`
    await page.screenshot({
      path: join(this.#folder, file),
      mask: [page.locator('[data-personal]')],
      maskColor: '#8a8f92',
      animations: 'disabled',
    })
    this.#taken.push(file)
  }
}
