import { playDemo } from '../demo/demo.ts'
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
  const { outcome, receiptNumber, reasons } = record
  const told = [outcome, receiptNumber, reasons.join(', ')].filter(Boolean).join(' ')
  process.stdout.write(json ? `${JSON.stringify(record)}\n` : `${told}\nPictures and record: ${out}\n`)
  return outcome === 'refused' ? exitCodes.no : exitCodes.yes
}
