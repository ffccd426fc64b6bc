import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../hardware/result.ts'
import { err, ok } from '../../hardware/result.ts'
import type { Journal } from '../journal/journal.ts'
import { syncFolder, writeDurablySync } from '../durable-file.ts'
import type { OutboxCounts, OutboxRow } from './outbox-store.ts'
import { OutboxStore } from './outbox-store.ts'

/**
 * What `booth outbox` does, beside a running service or without one. No applicant's data is in any of it:
 * the booth cannot read what it keeps.
 */

/** One sentence for whoever typed the command. */
type Sentence = string

export const listOutbox = (folder: string): Result<readonly OutboxRow[], Sentence> =>
  withOutbox(folder, (store) => ok(store.rows()))

export const countOutbox = (folder: string): Result<OutboxCounts, Sentence> =>
  withOutbox(folder, (store) => ok(store.counts()))

/**
 * A held or quarantined application is tried again; a running service notices within half a minute.
 * @param name application ID or reference
 */
export const retryApplication = (
  folder: string,
  name: string,
  journal: Journal,
): Result<OutboxRow, Sentence> =>
  withOutbox(folder, (store) => {
    const row = store.rows().find(({ id, reference }) => name === id || name === reference)
    if (!row) return err('The outbox holds no application of this ID or reference.')
    if (!store.retry(row.id))
      return err(`The application is ${row.state}: only held and quarantined ones are retried.`)
    journal.record('outbox-retried', { reference: row.reference, was: row.state })
    return ok(store.row(row.id) ?? row)
  })

/** File name of an exported envelope; what is inside only the intake can read. */
const exportedName = (row: OutboxRow): string => `${row.reference}.mke`

/**
 * Copies every sealed application, and a list of them, into `directory`: to be carried to the intake where the
 * line stays dead, or before a disk is changed. The outbox stays as it is.
 */
export const exportOutbox = (
  folder: string,
  directory: string,
  journal: Journal,
): Result<readonly OutboxRow[], Sentence> =>
  withOutbox(folder, (store) => {
    const sealed = store.rows().filter((row) => row.state !== 'settled')
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      for (const row of sealed) {
        const envelope = store.envelope(row.id)
        if (envelope) writeDurablySync(join(directory, exportedName(row)), envelope)
      }
      const list = sealed.map((row) => ({
        file: exportedName(row),
        applicationId: row.id,
        reference: row.reference,
        state: row.state,
        digest: row.digest,
        bytes: row.bytes,
        confirmedAt: new Date(row.createdAt).toISOString(),
      }))
      writeDurablySync(join(directory, 'applications.json'), `${JSON.stringify(list, null, 2)}\n`)
      syncFolder(directory)
    } catch (error) {
      return err(`The folder cannot be written to (${codeOf(error)}).`)
    }
    journal.record('outbox-exported', { count: sealed.length })
    return ok(sealed)
  })

const withOutbox = <T>(
  folder: string,
  use: (store: OutboxStore) => Result<T, Sentence>,
): Result<T, Sentence> => {
  let store: OutboxStore
  try {
    store = OutboxStore.attach(folder)
  } catch (error) {
    return err(
      error instanceof Error && !('code' in error)
        ? error.message
        : `The outbox cannot be opened (${codeOf(error)}).`,
    )
  }
  try {
    return use(store)
  } finally {
    store.close()
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown fault'
