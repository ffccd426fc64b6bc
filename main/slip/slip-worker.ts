import type { SlipModel } from './content.ts'
import { slipDocument, type SlipPaper } from './slip-document.ts'

/** The process that lays one slip out: takes its order over the channel, answers with the PDF or why there is none, ends. */
export type SlipOrder = Readonly<{ model: SlipModel; paper: SlipPaper }>
export type SlipAnswer = Readonly<{ pdf: Uint8Array } | { failed: string }>

const answer = (message: SlipAnswer): void => void process.send?.(message, () => process.disconnect())

process.once('message', (order) => {
  const { model, paper } = order as SlipOrder
  slipDocument(model, { paper }).then(
    (pdf) => answer({ pdf }),
    (error: unknown) => answer({ failed: error instanceof Error ? error.message : 'unknown' }),
  )
})
