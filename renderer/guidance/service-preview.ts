import type { FrameSource, SourceFrame } from './frame-source.ts'
import { readFrames } from './multipart-frames.ts'
import { retryDelay } from './retry-delay.ts'

/** Asks the booth service for its preview (`GET /api/preview`) with the page's own headers. */
export type PreviewRequest = (signal: AbortSignal) => Promise<Response>

/** Live pictures of a camera that the booth service holds, drawn to a canvas. Stills are the service's own. */
export class ServicePreview implements FrameSource {
  readonly element: HTMLCanvasElement
  readonly #request: PreviewRequest
  readonly #frameListeners = new Set<(frame: SourceFrame) => void>()
  readonly #ending = new AbortController()
  #failedTries = 0

  constructor(request: PreviewRequest) {
    this.#request = request
    this.element = document.createElement('canvas')
    void this.#run()
  }

  onFrame(listener: (frame: SourceFrame) => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  attachTo(place: HTMLElement): void {
    place.append(this.element)
  }

  /** Idempotent. */
  close(): void {
    this.#ending.abort()
    this.#frameListeners.clear()
    this.element.remove()
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        await this.#show(signal)
      } catch {
        // A broken line and a damaged stream are mended alike: by asking again.
      }
      if (signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, retryDelay(this.#failedTries)))
      this.#failedTries++
    }
  }

  async #show(signal: AbortSignal): Promise<void> {
    const response = await this.#request(signal)
    if (!response.ok || !response.body) return
    for await (const { jpeg, takenAt } of readFrames(response.body)) {
      // One machine, one clock: the service's time of day is the page's.
      const capturedAt = performance.now() - (takenAt === null ? 0 : Math.max(0, Date.now() - takenAt))
      const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }))
      const { width, height } = picture
      if (this.element.width !== width) this.element.width = width
      if (this.element.height !== height) this.element.height = height
      this.element.getContext('2d', { alpha: false })?.drawImage(picture, 0, 0)
      picture.close()
      this.#failedTries = 0
      for (const listener of this.#frameListeners) listener({ capturedAt, width, height })
    }
  }
}
