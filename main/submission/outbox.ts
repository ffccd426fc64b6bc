import { Worker } from 'node:worker_threads'
import type { SetAside } from './outbox-file.ts'
import type { OutboxStore } from './outbox-store.ts'

/** What may be asked of the store across the thread's border. */
type StoreMethod = Exclude<
  {
    [K in keyof OutboxStore]: OutboxStore[K] extends (...values: never[]) => unknown ? K : never
  }[keyof OutboxStore],
  'close'
>
export type OutboxCall = Readonly<{ call: number; method: StoreMethod | 'close'; values: readonly unknown[] }>
export type OutboxAnswer =
  Readonly<{ call: number; ok: true; value: unknown }> | Readonly<{ call: number; ok: false; says: string }>
export type OutboxWorkerData = Readonly<{ folder: string }>

/** The disk or the file refuses; `message` is SQLite's or the system's own sentence. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

type Waiting = Readonly<{ resolve: (value: unknown) => void; reject: (error: Error) => void }>

/** One worker and the calls it has still to answer. */
type Connection = Readonly<{ worker: Worker; waiting: Map<number, Waiting> }>

/**
 * The outbox from the service's thread: `OutboxStore`, asynchronous. A worker that died, or could not open the
 * file, is started anew by the next call, with the same checks as at a start.
 */
export class Outbox {
  readonly #folder: string
  readonly #onSetAside: (setAside: SetAside) => void
  #connection: Promise<Connection> | undefined
  #closed = false
  #calls = 0

  constructor(folder: string, onSetAside: (setAside: SetAside) => void) {
    this.#folder = folder
    this.#onSetAside = onSetAside
  }

  /** @throws StorageError */
  async call<M extends StoreMethod>(
    method: M,
    ...values: Parameters<OutboxStore[M]>
  ): Promise<ReturnType<OutboxStore[M]>> {
    if (this.#closed) throw new StorageError('the outbox is closed')
    this.#connection ??= this.#connect()
    return (await this.#send(await this.#connection, method, values)) as ReturnType<OutboxStore[M]>
  }

  async close(): Promise<void> {
    this.#closed = true
    const connection = await this.#connection?.catch(() => undefined)
    if (!connection) return
    await this.#send(connection, 'close', [])
    await connection.worker.terminate()
  }

  async #send(
    { worker, waiting }: Connection,
    method: OutboxCall['method'],
    values: readonly unknown[],
  ): Promise<unknown> {
    this.#calls += 1
    const call = this.#calls
    return await new Promise((resolve, reject) => {
      waiting.set(call, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage({ call, method, values } satisfies OutboxCall)
    })
  }

  #connect(): Promise<Connection> {
    const worker = new Worker(new URL('outbox-worker.ts', import.meta.url), {
      name: 'outbox',
      workerData: { folder: this.#folder } satisfies OutboxWorkerData,
    })
    const waiting = new Map<number, Waiting>()
    const opened = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }))
    const connection = opened.then((setAside) => {
      if (setAside) this.#onSetAside(setAside as SetAside)
      return { worker, waiting }
    })
    const died = (error: Error): void => {
      if (this.#connection === connection) this.#connection = undefined
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    worker.on('error', (error) =>
      died(new StorageError(error instanceof Error ? error.message : String(error))),
    )
    worker.on('exit', () => died(new StorageError('the outbox worker has ended')))
    worker.on('message', (answer: OutboxAnswer) => {
      const call = waiting.get(answer.call)
      waiting.delete(answer.call)
      if (answer.ok) call?.resolve(answer.value)
      else call?.reject(new StorageError(answer.says))
    })
    return connection
  }
}
