/** One frame as a source presents it. Draw `source.element` at once: the next frame replaces it. */
export type SourceFrame = Readonly<{
  /** When the camera took it or, failing that, when it was presented: milliseconds on `performance.now()`'s clock. */
  capturedAt: number
  /** Pixels. */
  width: number
  height: number
}>

/**
 * Where live pictures come from, whoever holds the camera: the page (UVC) or the booth service (MJPEG).
 * Guidance and the mirror picture know nothing else of a camera.
 */
export interface FrameSource {
  /** Shows the newest frame, unmirrored; may stand in the page and be drawn to a canvas. */
  readonly element: HTMLVideoElement | HTMLCanvasElement
  /** Frames of a camera that is starting or frozen are not told. */
  onFrame(listener: (frame: SourceFrame) => void): () => void
}
