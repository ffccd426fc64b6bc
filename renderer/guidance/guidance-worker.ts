import { createFrameReader } from './frame-raster.ts'
import { watchFrames } from './frame-watcher.ts'
import { createBrowserAnalyser } from './model-files.ts'
import type { ToWorker, WorkerMessage } from './worker-messages.ts'

/*
 * The module worker of the live guidance: video frames in, observations out. Nothing of the analysis runs in
 * the page's own thread.
 */

const tell = (message: WorkerMessage): void => postMessage(message)

async function start(): Promise<void> {
  const { analyser, backend } = await createBrowserAnalyser()
  const look = watchFrames(analyser)
  const read = createFrameReader()
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    const { frame, capturedAt, specialReason } = data
    try {
      const picture = { width: frame.displayWidth, height: frame.displayHeight }
      const observation = look({ overview: read(frame), picture, at: capturedAt, specialReason })
      tell({ type: 'seen', observation })
    } finally {
      frame.close()
    }
  })
  tell({ type: 'ready', backend })
}

start().catch((error: unknown) => tell({ type: 'failed', because: String(error) }))
