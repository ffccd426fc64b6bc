import { Worker } from 'node:worker_threads'
import type { SlipModel } from './content.ts'
import type { SlipPaper } from './slip-document.ts'

export type { SlipModel } from './content.ts'
export type { SlipPaper } from './slip-document.ts'

/**
 * The slip as a PDF: in the applicant's language, and below (80 mm) or on a second page (A4) in Japanese
 * for whoever helps at the counter. Made in a thread of its own, so that no press waits for the fonts, and
 * the memory they took goes with it. A slip that cannot be made rejects.
 */
export function renderSlip(model: SlipModel, { paper }: Readonly<{ paper: SlipPaper }>): Promise<Uint8Array> {
  const worker = new Worker(new URL('slip-worker.ts', import.meta.url), {
    workerData: { model, paper },
    name: 'slip',
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The slip’s thread ended without a slip.')))
  })
}
