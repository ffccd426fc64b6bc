import { join } from 'node:path'
import type { Result } from '../../hardware/result.ts'
import { exportOutbox, listOutbox, retryApplication } from '../submission/commands.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { withJournal } from './command-journal.ts'
import { configOf } from './config-of.ts'

type Options = Readonly<{ config?: string; json?: true }>

/** Where a booth of this configuration keeps its outbox. */
export const outboxFolder = (storageFolder: string): string => join(storageFolder, 'outbox')

function told<T>(answer: Result<T, string>): T {
  if (!answer.ok) throw new CannotDo(answer.error)
  return answer.value
}

const print = (json: true | undefined, value: unknown, text: string): void => {
  process.stdout.write(`${json ? JSON.stringify(value) : text}\n`)
}

/** `outbox list`: the queue without personal data, one line an application. */
export function listCommand({ config, json }: Options): number {
  const { storage } = configOf(config)
  const rows = told(listOutbox(outboxFolder(storage.folder)))
  for (const row of rows)
    print(json, row, `${new Date(row.createdAt).toISOString()}  ${row.reference}  ${row.state}`)
  if (rows.length === 0 && !json) process.stderr.write('The outbox is empty.\n')
  return exitCodes.yes
}

/** `outbox retry ID`: a held or quarantined application is tried again. */
export async function retryCommand(name: string, { config, json }: Options): Promise<number> {
  const { storage, journal: to } = configOf(config)
  const row = await withJournal(to, (journal) =>
    told(retryApplication(outboxFolder(storage.folder), name, journal)),
  )
  print(json, row, `${row.reference} will be tried again.`)
  return exitCodes.yes
}

/** `outbox export DIR`: copies of every sealed application, for the intake alone to open. */
export async function exportCommand(directory: string, { config, json }: Options): Promise<number> {
  const { storage, journal: to } = configOf(config)
  const rows = await withJournal(to, (journal) =>
    told(exportOutbox(outboxFolder(storage.folder), directory, journal)),
  )
  print(
    json,
    { exported: rows.length, directory },
    `${rows.length} sealed applications copied to ${directory}.`,
  )
  return exitCodes.yes
}
