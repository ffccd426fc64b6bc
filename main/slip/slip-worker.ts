import { parentPort, workerData } from 'node:worker_threads'
import type { SlipModel } from './content.ts'
import { slipDocument, type SlipPaper } from './slip-document.ts'

const { model, paper } = workerData as Readonly<{ model: SlipModel; paper: SlipPaper }>
const pdf = await slipDocument(model, { paper })
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(pdf)
