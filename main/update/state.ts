import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { writeDurablySync } from '../durable-file.ts'
import type { Places } from './places.ts'

/** Why an update did not come about. */
export const UpdateFault = z.enum([
  'not-signed',
  'misnamed',
  'damaged',
  'unreadable',
  'no-way-back',
  'disk-full',
  'not-installable',
  'unmet-dependency',
  'not-ready',
  'not-well',
  'interrupted',
])
export type UpdateFault = z.infer<typeof UpdateFault>

/** What dpkg said, or what is missing. */
const Detail = z.string().nullable().default(null)

/*
 * A version that was taken back reads what the newer one wrote: entries that it does not know are no fault.
 */

/**
 * An update is under way in one of three phases: `installing` (the package is being replaced), `proving`
 * (replaced; whether it serves is being watched) and `returning` (the package before is put back).
 */
export const UnderWay = z.object({
  phase: z.enum(['installing', 'proving', 'returning']),
  from: z.string(),
  to: z.string(),
  /** How often the phase was begun: a power cut is nobody's fault once, twice is. */
  attempts: z.int().min(1),
  /** What stopped the booth before the update; null where it could not be asked. */
  stopsBefore: z.array(z.string()).nullable(),
  because: UpdateFault.nullable(),
  detail: Detail,
})
export type UnderWay = Readonly<z.infer<typeof UnderWay>>

export const Outcome = z.object({
  at: z.iso.datetime(),
  result: z.enum(['updated', 'returned', 'refused']),
  from: z.string(),
  to: z.string(),
  because: UpdateFault.nullable(),
  detail: Detail,
})
export type Outcome = Readonly<z.infer<typeof Outcome>>

export const UpdateState = z.object({
  version: z.literal(1),
  underWay: UnderWay.nullable(),
  /** Versions that were tried and returned: they are not tried again. */
  givenUp: z.array(z.string()),
  last: Outcome.nullable(),
})
export type UpdateState = Readonly<z.infer<typeof UpdateState>>

const nothingYet: UpdateState = { version: 1, underWay: null, givenUp: [], last: null }
const stateFile = ({ state }: Places): string => join(state, 'state.json')

/** @throws where the file is there and is not a state: nothing is guessed about a booth half changed */
export const readState = (places: Places): UpdateState => {
  let text: string
  try {
    text = readFileSync(stateFile(places), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothingYet
    throw error
  }
  return UpdateState.parse(JSON.parse(text))
}

/** Whoever may read it sees versions and codes, nothing else. */
export const writeState = (places: Places, state: UpdateState): void => {
  mkdirSync(places.state, { recursive: true, mode: 0o755 })
  writeDurablySync(stateFile(places), `${JSON.stringify(state, null, 2)}\n`)
  chmodSync(stateFile(places), 0o644)
}
