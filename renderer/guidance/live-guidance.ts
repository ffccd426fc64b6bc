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
 * Looks at as many frames as the worker can take: while it is busy, the newest one waits, so that it never waits
 * for the camera's next. The page's thread only hands references over.
 */
export function guideLive(source: FrameSource, options: LiveGuidanceOptions): LiveGuidance {
  const engine = createHintEngine()
  const worker = new Worker(new URL('./guidance-worker.ts', import.meta.url), { type: 'module' })
  let free = false
  /** Waits for the worker; null while that is free. */
  let newest: ToWorker | null = null

  function look(next: ToWorker): void {
    free = false
    worker.postMessage(next, [next.frame])
  }

  function keep(next: ToWorker | null): void {
    newest?.frame.close()
    newest = next
  }

  function goOn(): void {
    if (newest === null) free = true
    else look(newest)
    newest = null
  }

  function fail(): void {
    stop()
    options.onReady?.(null)
  }

  worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    switch (data.type) {
      case 'ready':
        goOn()
        options.onReady?.(data.backend)
        break
      case 'failed':
        fail()
        break
      case 'seen':
        goOn()
        options.onObservation?.(data.observation)
        options.onGuidance(engine.observe(data.observation))
        break
    }
  })
  worker.addEventListener('error', fail)

  const stopFrames = source.onFrame(({ capturedAt }) => {
    const frame = snapshot(source.element)
    if (!frame) return
    const next: ToWorker = { frame, capturedAt, specialReason: options.specialReason }
    if (free) look(next)
    else keep(next)
  })

  function stop(): void {
    stopFrames()
    keep(null)
    worker.terminate()
  }

  return { rearm: () => engine.rearm(), close: stop }
}

/** Refers to the camera's own buffer: no pixel is copied here. Null when the element has just lost its picture. */
function snapshot(element: HTMLVideoElement | HTMLCanvasElement): VideoFrame | null {
  try {
    return new VideoFrame(element, { timestamp: 0 })
  } catch {
    return null
  }
}
