import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { checkPhoto } from './check.ts'
import { createNodeAnalyser, type ModelFolders } from './model-files.ts'
import type { CheckedPhoto, CheckOptions } from './contract.ts'

/** What the worker is asked and what it answers; one request at a time. */
export type WorkerRequest = Readonly<{ bytes: Uint8Array; options: CheckOptions }>
export type WorkerAnswer =
  | Readonly<{ kind: 'ready' }>
  | Readonly<{ kind: 'checked'; checked: CheckedPhoto }>
  | Readonly<{ kind: 'failed'; message: string }>

const port = parentPort
if (port === null) throw new Error('The photo worker runs as a worker thread only.')

const analyser = await createNodeAnalyser((workerData as Readonly<{ folders: ModelFolders }>).folders)
/**
 * Decoded pictures lie outside the heap, where the collector hardly feels their weight: they would pile up,
 * and a face would stay in memory longer than its check.
 */
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const answer = (message: WorkerAnswer): void => {
  port.postMessage(message)
}

port.on('message', (request: WorkerRequest) => {
  const checked = checkPhoto(analyser, request.bytes, request.options).then(
    (checked) => {
      answer({ kind: 'checked', checked })
    },
    (error: unknown) => {
      // A bug of ours, not of the picture. The message never holds picture data.
      answer({ kind: 'failed', message: error instanceof Error ? error.message : 'unknown' })
    },
  )
  void checked.then(collectGarbage)
})
answer({ kind: 'ready' })
