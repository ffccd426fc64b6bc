import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { createSegmenter } from './analysis/face-analyser.ts'
import type { PersonMask } from './analysis/person-mask.ts'
import type { Raster } from './analysis/raster.ts'
import { filesOf, type ModelFolders } from './model-files.ts'

/**
 * The person's segmentation on a thread of its own: a third of what the networks take of a check, done while the
 * thread of the check looks for the face. One picture at a time. Ends with the process.
 */
export async function startSegmentation(
  folders: ModelFolders,
): Promise<(overview: Raster) => Promise<PersonMask>> {
  const thread = new Worker(new URL(import.meta.url), { workerData: folders })
  await once(thread, 'message')
  // Without it the process can check nothing: its parent starts a fresh one.
  thread.once('exit', () => process.exit(1))
  thread.unref()
  return async (overview) => {
    thread.postMessage(overview)
    const [mask] = (await once(thread, 'message')) as [PersonMask]
    return mask
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort
  const segment = await createSegmenter(filesOf(workerData as ModelFolders))
  port.on('message', (overview: Raster) => {
    const mask = segment(overview)
    port.postMessage(mask, [mask.values.buffer as ArrayBuffer])
    // The picture's copy here is not kept longer than its check, as in the process's own thread.
    globalThis.gc?.()
  })
  port.postMessage('ready')
}
