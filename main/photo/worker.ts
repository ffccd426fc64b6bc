import type { CheckedPhoto, CheckOptions } from './contract.ts'
import { checkPhoto } from './check.ts'
import { createNodeAnalyser } from './model-files.ts'
import { startSegmentation } from './segmentation-thread.ts'

/**
 * A process of the photo check: `node --expose-gc worker.ts MODELS WASM`, the folders of the networks and of their
 * backend. One request at a time over the channel of the parent; ends with it.
 */
export type WorkerRequest = Readonly<{ bytes: Uint8Array; options: CheckOptions }>
export type WorkerAnswer =
  | Readonly<{ kind: 'ready' }>
  | Readonly<{ kind: 'checked'; checked: CheckedPhoto }>
  | Readonly<{ kind: 'failed'; message: string }>

const [, , models, wasm] = process.argv
if (process.send === undefined || models === undefined || wasm === undefined)
  throw new Error('The photo worker is started by the photo check only.')

const answer = (message: WorkerAnswer): void => void process.send?.(message)
// A service that is gone, however it went, leaves no picture of an applicant in another process.
process.once('disconnect', () => process.exit())

const folders = { models, wasm }
const [analyser, mask] = await Promise.all([createNodeAnalyser(folders), startSegmentation(folders)])
const networks = { ...analyser, mask }

async function check({ bytes, options }: WorkerRequest): Promise<void> {
  try {
    answer({ kind: 'checked', checked: await checkPhoto(networks, bytes, options) })
  } catch (error) {
    // A bug of ours, not of the picture. The message never holds picture data.
    answer({ kind: 'failed', message: error instanceof Error ? error.message : 'unknown' })
  }
  /*
   * Decoded pictures lie outside the heap, where the collector hardly feels their weight: they would pile up,
   * and a face would stay in memory longer than its check.
   */
  globalThis.gc?.()
}

process.on('message', (request) => void check(request as WorkerRequest))
answer({ kind: 'ready' })
