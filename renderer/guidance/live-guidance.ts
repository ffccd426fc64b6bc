import type { FrameSource } from './frame-source.ts'
import { createHintEngine, type Guidance, type Observation } from './hint-engine.ts'
import type { ToWorker, WorkerMessage } from './worker-messages.ts'

export type LiveGuidanceOptions = Readonly<{
  specialReason: boolean
  onGuidance(guidance: Guidance): void
  /** For benches and staff screens: what was seen in each looked-at frame. */
  onObservation?(observation: Observation): void
  /** The backend once the models run; null where they could not be started (then no hint ever comes). */
  onReady?(backend: string | null): void
}>

export type LiveGuidance = Readonly<{
  /** After a picture: the next automatic shutter needs its own steady time. */
  rearm(): void
  close(): void
}>

/**
 * Looks at as many frames as the worker can take, never queueing one: while it is busy, frames pass by.
 * The page's thread only hands references over.
 */
export function guideLive(source: FrameSource, options: LiveGuidanceOptions): LiveGuidance {
  const engine = createHintEngine()
  const worker = new Worker(new URL('./guidance-worker.ts', import.meta.url), { type: 'module' })
  let free = false

  worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    switch (data.type) {
      case 'ready':
        free = true
        options.onReady?.(data.backend)
        break
      case 'failed':
        options.onReady?.(null)
        break
      case 'seen':
        free = true
        options.onObservation?.(data.observation)
        options.onGuidance(engine.observe(data.observation))
        break
    }
  })
  worker.addEventListener('error', () => {
    free = false
    options.onReady?.(null)
  })

  const stopFrames = source.onFrame(({ capturedAt }) => {
    if (!free) return
    const frame = snapshot(source.element)
    if (!frame) return
    free = false
    const look: ToWorker = { frame, capturedAt, specialReason: options.specialReason }
    worker.postMessage(look, [frame])
  })

  return {
    rearm: () => engine.rearm(),
    close() {
      stopFrames()
      worker.terminate()
    },
  }
}

/** Refers to the camera's own buffer: no pixel is copied here. Null when the element has just lost its picture. */
function snapshot(element: HTMLVideoElement | HTMLCanvasElement): VideoFrame | null {
  try {
    return new VideoFrame(element, { timestamp: 0 })
  } catch {
    return null
  }
}
