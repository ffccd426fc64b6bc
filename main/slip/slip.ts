import { fork } from 'node:child_process'
import type { SlipModel } from './content.ts'
import type { SlipPaper } from './slip-document.ts'
import type { SlipAnswer, SlipOrder } from './slip-worker.ts'

export type { SlipModel } from './content.ts'
export type { SlipPaper } from './slip-document.ts'

/**
 * The slip as a PDF: in the applicant's language, and below (80 mm) or on a second page (A4) in Japanese
 * for whoever helps at the counter. Made in a process of its own, so that no press waits for the fonts, and
 * the memory they took (a thread's would stay with the service) goes with it. A slip that cannot be made rejects.
 */
export function renderSlip(model: SlipModel, { paper }: Readonly<{ paper: SlipPaper }>): Promise<Uint8Array> {
  const worker = fork(new URL('slip-worker.ts', import.meta.url), {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    worker.once('message', (message) => {
      const answer = message as SlipAnswer
      if ('pdf' in answer) resolve(answer.pdf)
      else reject(new Error(answer.failed))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('The slip’s process ended without a slip.')))
    worker.send({ model, paper } satisfies SlipOrder, () => undefined)
  })
}
