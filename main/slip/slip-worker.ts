import { parentPort, workerData } from 'node:worker_threads'
import type { SlipModel } from './content.ts'
import { slipDocument, type SlipPaper } from './slip-document.ts'

const { model, paper } = workerData as Readonly<{ model: SlipModel; paper: SlipPaper }>
parentPort?.postMessage(await slipDocument(model, { paper }))
