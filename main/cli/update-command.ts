import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurablySync } from '../durable-file.ts'
import { look } from '../update/look.ts'
import { placesUnder } from '../update/places.ts'
import { lookSentence, statusSentence } from '../update/sentences.ts'
import { sourceAt } from '../update/source.ts'
import { readState } from '../update/state.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { withJournal } from './command-journal.ts'
import { configOf } from './config-of.ts'
import { softwareVersion } from './software-version.ts'

export type UpdateArguments = Readonly<{ config?: string; from?: string; now?: true; json?: true }>

const places = placesUnder('/')
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `update look`: exit 0 whether something lies ready or not, 1 where something newer had to be left alone. */
export async function lookCommand(options: UpdateArguments): Promise<number> {
  const config = configOf(options.config)
  const from = options.from ?? config.updates.from
  if (from === null) {
    say('The configuration names no place for updates (updates.from): name one with --from.')
    return exitCodes.yes
  }
  const looked = await look(places, sourceAt(from))
  if (!looked.ok) throw new CannotDo(looked.error)
  const { leftAlone } = looked.value
  if (leftAlone.length > 0)
    await withJournal(config.journal, (journal) => {
      for (const { version, because } of leftAlone)
        journal.record('update-refused', { from: looked.value.running, to: version, because })
    })
  say(lookSentence(looked.value))
  return leftAlone.length > 0 ? exitCodes.no : exitCodes.yes
}

/** `update apply`: the updater is a program of its own, for the files of this one are replaced meanwhile. */
export function applyCommand({ now }: UpdateArguments): number {
  const updater = join(import.meta.dirname, '..', '..', 'update.mjs')
  if (!existsSync(updater))
    throw new CannotDo('Updates are applied to an installed package; this is a checkout.')
  const quiet = now ? ['--quiet-minutes', '0'] : []
  const { status } = spawnSync(process.execPath, [updater, 'apply', ...quiet], { stdio: 'inherit' })
  return status ?? exitCodes.couldNotBeDone
}

/** `update status`: one sentence. */
export function statusCommand({ json }: UpdateArguments): number {
  const state = readState(places)
  say(json ? JSON.stringify({ running: softwareVersion, ...state }) : statusSentence(state, softwareVersion))
  return exitCodes.yes
}

const events = {
  updated: 'software-updated',
  returned: 'update-returned',
  refused: 'update-refused',
} as const

/** `update tell`: the end of the last update, once. Root applies it; the journal is the service's user's. */
export async function tellCommand(options: UpdateArguments): Promise<number> {
  const { journal: to, storage } = configOf(options.config)
  const { last } = readState(places)
  const told = join(storage.folder, 'update-told')
  if (last === null || (existsSync(told) && readFileSync(told, 'utf8') === last.at)) return exitCodes.yes
  const { result, from, to: version, because } = last
  await withJournal(to, (journal) => journal.record(events[result], { from, to: version, because }))
  writeDurablySync(told, last.at)
  return exitCodes.yes
}
