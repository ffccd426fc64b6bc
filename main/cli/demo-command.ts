import { type DemoRecord, playDemo } from '../demo/demo.ts'
import type { Language } from '../service/contract.ts'
import { exitCodes } from './cannot-do.ts'
import { developmentFolder } from './config-of.ts'
import { argumentOrInput } from './input.ts'

export type DemoArguments = Readonly<{
  out: string
  language: Language
  portrait?: string
  form?: string
  json?: true
}>

/** The outcome in a sentence. */
function told({ outcome, receiptNumber, reasons }: DemoRecord): string {
  switch (outcome) {
    case 'accepted':
      return `The application was accepted; its receipt number is ${receiptNumber}.`
    case 'pending':
      return `The application was sent and is not decided yet; its receipt number is ${receiptNumber}.`
    case 'held':
      return 'The application is kept, sealed, and is sent once the intake can be reached.'
    case 'refused':
      return `The application was refused: ${reasons.join(', ')}.`
  }
}

/** `demo`: one whole application, unattended. Exit 0 when it was taken or is kept, 1 when it was refused. */
export async function demoCommand({ out, language, portrait, form, json }: DemoArguments): Promise<number> {
  const record = await playDemo({
    out,
    state: developmentFolder,
    language,
    ...(portrait !== undefined && { portrait }),
    ...(form !== undefined && { payload: argumentOrInput(form) }),
    say: (line) => process.stderr.write(`${line}\n`),
  })
  process.stdout.write(
    json ? `${JSON.stringify(record)}\n` : `${told(record)}\nPictures and record: ${out}\n`,
  )
  return record.outcome === 'refused' ? exitCodes.no : exitCodes.yes
}
