import { randomUUID } from 'node:crypto'

/**
 * The pictures of the present applicant, in memory and nowhere else. `wipe` overwrites them before they are
 * let go: freed pages may live on in the process until they are used again.
 */
export class PictureStore {
  readonly #pictures = new Map<string, Uint8Array>()

  add(bytes: Uint8Array): string {
    const id = randomUUID()
    this.#pictures.set(id, bytes)
    return id
  }

  get(id: string): Uint8Array | undefined {
    return this.#pictures.get(id)
  }

  wipe(): void {
    for (const bytes of this.#pictures.values()) bytes.fill(0)
    this.#pictures.clear()
  }
}
