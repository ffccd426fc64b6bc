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

/**
 * The outbox from the service's thread: `OutboxStore`, asynchronous. A worker that died (it should not) is
 * started anew by the next call, with the same checks as at a start.
 */
export class Outbox {
  readonly #folder: string
  readonly #onSetAside: (setAside: SetAside) => void
  #worker: Promise<Worker> | undefined
  #closed = false
  #calls = 0
  readonly #waiting = new Map<number, Waiting>()

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
    return (await this.#send(method, values)) as ReturnType<OutboxStore[M]>
  }

  async close(): Promise<void> {
    this.#closed = true
    if (!this.#worker) return
    const worker = await this.#worker.catch(() => undefined)
    if (!worker) return
    await this.#send('close', [])
    await worker.terminate()
    this.#worker = undefined
  }

  async #send(method: OutboxCall['method'], values: readonly unknown[]): Promise<unknown> {
    const worker = await (this.#worker ??= this.#start())
    this.#calls += 1
    const call = this.#calls
    return await new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage({ call, method, values } satisfies OutboxCall)
    })
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(new URL('outbox-worker.ts', import.meta.url), {
      name: 'outbox',
      workerData: { folder: this.#folder } satisfies OutboxWorkerData,
    })
    const opened = new Promise<unknown>((resolve, reject) => this.#waiting.set(0, { resolve, reject }))
    const died = (error: Error): void => {
      this.#worker = undefined
      for (const { reject } of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    }
    worker.on('error', (error) =>
      died(new StorageError(error instanceof Error ? error.message : String(error))),
    )
    worker.on('exit', () => died(new StorageError('the outbox worker has ended')))
    worker.on('message', (answer: OutboxAnswer) => {
      const waiting = this.#waiting.get(answer.call)
      this.#waiting.delete(answer.call)
      if (answer.ok) waiting?.resolve(answer.value)
      else waiting?.reject(new StorageError(answer.says))
    })
    const setAside = (await opened) as SetAside | null
    if (setAside) this.#onSetAside(setAside)
    return worker
  }
}
