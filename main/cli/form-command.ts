import { groupFormId } from '../form/form-id.ts'
import { classifyScan } from '../form/scan.ts'
import { exitCodes } from './cannot-do.ts'
import { argumentOrInput } from './input.ts'

/** `form PAYLOAD|-`: what a code is. Exit 0 for a form ID, 1 for anything else; of anything else no digit is shown. */
export function formCommand(payload: string, { json }: { json?: true }): number {
  const scan = classifyScan(argumentOrInput(payload))
  const formId = scan.result === 'form-id' ? scan.formId : undefined
  const line = json
    ? JSON.stringify({ result: scan.result, ...(formId && { formId }) })
    : [scan.result, ...(formId ? groupFormId(formId) : [])].join(' ')
  process.stdout.write(`${line}\n`)
  return formId === undefined ? exitCodes.no : exitCodes.yes
}
