import { readFileSync } from 'node:fs'
import { CannotDo } from './cannot-do.ts'

/** A code or a form fits many times over; more is noise. */
const maxInputBytes = 64 * 1024

/** The argument itself, or standard input where it is '-': arguments end up in shell histories and npm's logs. */
export function argumentOrInput(argument: string): string {
  if (argument !== '-') return argument
  const input = readFileSync(0)
  if (input.length > maxInputBytes)
    throw new CannotDo(`Standard input has ${input.length} bytes; at most ${maxInputBytes} are read.`)
  return input.toString('utf8')
}
