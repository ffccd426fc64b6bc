import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import { StartError } from '../start-error.ts'
import { StoreFault } from './store-fault.ts'
import type { SqliteAnswer, SqliteOpen, SqliteRequest } from './sqlite-worker.ts'

/** Kysely over `node:sqlite` on a worker thread (sqlite-worker.ts). */
export class SqliteThreadDialect implements Dialect {
  readonly #thread: SqliteThread
  constructor(thread: SqliteThread) {
    this.#thread = thread
  }
  createDriver = (): Driver => new SqliteThreadDriver(this.#thread)
  createQueryCompiler = () => new SqliteQueryCompiler()
  createAdapter = () => new InTurnAdapter()
  createIntrospector: Dialect['createIntrospector'] = (db) => new SqliteIntrospector(db)
}

/**
 * Kysely guards a single connection by waking everybody who waits at each release: with thousands waiting it
 * does little else. The driver below lets them have it in turn.
 */
class InTurnAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

/** The thread, and the requests it has not answered yet, in order. */
export class SqliteThread {
  readonly #worker: Worker
  readonly #waiting: { resolve(answer: SqliteAnswer): void; reject(reason: Error): void }[] = []
  #failure: Error | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: SqliteAnswer) => this.#waiting.shift()?.resolve(answer))
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => this.#fail(new StoreFault('The database is closed.')))
  }

  /** Opens the file; throws a StartError if that is not possible or another intake holds it. */
  static async open(options: SqliteOpen): Promise<SqliteThread> {
    const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: options })
    try {
      await once(worker, 'message')
    } catch (error) {
      const locked = error instanceof Error && error.message.includes('database is locked')
      throw new StartError(
        locked
          ? `The database ${options.file} is in use by another intake.`
          : `The database ${options.file} cannot be opened: ${error instanceof Error ? error.message : 'unknown'}.`,
      )
    }
    return new SqliteThread(worker)
  }

  async run(request: SqliteRequest): Promise<SqliteAnswer> {
    if (this.#failure) throw this.#failure
    return await new Promise((resolve, reject) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
      this.#worker.postMessage(request)
      // Only what was sent is waited for: answers are told apart by their order.
      this.#waiting.push({ resolve, reject })
    })
  }

  async close(): Promise<void> {
    if (this.#failure) return
    const exited = once(this.#worker, 'exit')
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    this.#worker.postMessage('close')
    await exited
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
  }
}

class SqliteThreadDriver implements Driver {
  readonly #thread: SqliteThread
  readonly #connection: DatabaseConnection
  #lastTurn: Promise<void> = Promise.resolve()
  #endTurn = (): void => {}

  constructor(thread: SqliteThread) {
    this.#thread = thread
    this.#connection = { executeQuery, streamQuery }

    async function executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const answer = await thread.run({ sql, parameters })
      if ('error' in answer) throw new StoreFault(answer.error)
      return { rows: answer.rows as R[], numAffectedRows: BigInt(answer.changes) }
    }
    async function* streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      yield await executeQuery<R>(query)
    }
  }

  async init() {}
  async acquireConnection() {
    const before = this.#lastTurn
    const turn = Promise.withResolvers<void>()
    this.#lastTurn = turn.promise
    await before
    this.#endTurn = turn.resolve
    return this.#connection
  }
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  async releaseConnection() {
    this.#endTurn()
    await Promise.resolve()
  }
  async destroy() {
    await this.#thread.close()
  }
}
