import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads'
import * as z from 'zod'

/**
 * SQLite's own look at the outbox, in a thread of its own: over a full one it takes a second, and nobody's
 * press waits for it. True where nothing is damaged or nothing is there yet.
 */
export const outboxIsSound = (outboxFolder: string): Promise<boolean> => {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { outbox: join(outboxFolder, 'outbox.db') } satisfies z.infer<typeof Task>,
  })
  worker.once('message', (sound: unknown) => resolve(sound === true))
  worker.once('error', reject)
  return promise
}

const Task = z.object({ outbox: z.string() })

const look = (path: string): boolean => {
  if (!existsSync(path)) return true
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 2_000 })
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok'
    } finally {
      database.close()
    }
  } catch {
    return false
  }
}

const port = parentPort
const task = isMainThread ? undefined : Task.safeParse(workerData).data
if (port !== null && task !== undefined) port.postMessage(look(task.outbox))
