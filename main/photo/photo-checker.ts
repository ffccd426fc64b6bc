import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { CheckedPhoto, CheckOptions, PhotoChecker } from './contract.ts'
import { installedModelFolders, type ModelFolders } from './model-files.ts'
import type { WorkerAnswer, WorkerRequest } from './worker.ts'

export type PhotoCheckerOptions = Readonly<{
  /** Checks that run side by side, each in a process of its own. Two cores carry two. */
  workers?: number
  /** A check that takes longer is ended with its worker, and rejected. Hostile files take under 5 s. */
  timeoutMs?: number
  folders?: ModelFolders
  /** The worker's program. */
  program?: URL
  /** Told of each worker that hung or died by itself; the next check gets a new one. */
  onWorkerLost?: (because: 'timeout' | 'worker-died') => void
}>

/** A check that gave no answer: the worker hung, died or was ended. The picture may be tried again. */
export class CheckAborted extends Error {
  override readonly name = 'CheckAborted'
  readonly reason: 'timeout' | 'worker-died' | 'purged' | 'cancelled'
  constructor(reason: CheckAborted['reason']) {
    super(`The photo check was ended: ${reason}.`)
    this.reason = reason
  }
}

type Job = Readonly<{
  request: WorkerRequest
  resolve: (checked: CheckedPhoto) => void
  reject: (error: Error) => void
  signal: AbortSignal | undefined
}>

type Seat = {
  worker: ChildProcess
  ready: Promise<void>
  /** Takes the answer to the running job; an ended worker rejects it. */
  answer: PromiseWithResolvers<WorkerAnswer> | null
  job: Job | null
  /** Checks so far. */
  checks: number
  ending: boolean
}

const defaultTimeoutMs = 20_000
/** Starting loads four networks: about a second on a booth, more on a busy one. */
const startTimeoutMs = 60_000

/**
 * Checks after which a worker gives way to a fresh one. What it holds on its heap is flat, but the allocator's pages
 * creep by some 40 MB over 400 checks of 12 megapixels (bench/photo.ts). A session has a dozen, and ends its workers;
 * whoever checks a whole folder waits a second for each fresh one.
 */
const checksOfAWorker = 24

/**
 * Large pictures go straight back to the system. Left to itself, glibc keeps them in an arena for each of the
 * decoder's threads: half as much again for two workers.
 */
const allocator = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
} as const

/**
 * Checks photos in processes of their own: neither a slow nor a hostile picture stops the service, a decoder that
 * crashes does not take it along, and what a process held of an applicant is gone with it.
 */
export function createPhotoChecker(options: PhotoCheckerOptions = {}): PhotoChecker {
  const size = options.workers ?? 2
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  const folders = options.folders ?? installedModelFolders()
  const program = options.program ?? new URL('./worker.ts', import.meta.url)
  const seats: Seat[] = []
  const queue: Job[] = []
  let closed = false

  function startSeat(): Seat {
    const worker = fork(program, [folders.models, folders.wasm], {
      // A check makes many short-lived objects: V8 would let its nursery grow to 60 MB a process for them.
      execArgv: ['--expose-gc', '--max-semi-space-size=4'],
      env: { ...process.env, ...allocator },
      // Pictures cross as they are, not as text.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const seat: Seat = { worker, ready: Promise.resolve(), answer: null, job: null, checks: 0, ending: false }
    seat.ready = new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new CheckAborted('timeout'))
        retire(seat, 'timeout')
      }, startTimeoutMs)
      late.unref()
      worker.on('message', (answer: WorkerAnswer) => {
        if (answer.kind === 'ready') {
          clearTimeout(late)
          resolve()
        } else seat.answer?.resolve(answer)
      })
      worker.once('exit', () => {
        clearTimeout(late)
        reject(new CheckAborted('worker-died'))
        seat.answer?.reject(new CheckAborted('worker-died'))
        retire(seat, 'worker-died')
      })
    })
    worker.on('error', () => {
      retire(seat, 'worker-died')
    })
    // Starting and working ones keep the service's process alive; an idle one does not.
    seat.ready.then(
      () => {
        if (seat.job === null) keepAlive(worker, false)
      },
      () => undefined,
    )
    seats.push(seat)
    return seat
  }

  /** Ends a worker; the job it had is rejected, and the next job gets a fresh one. */
  function retire(seat: Seat, reason: CheckAborted['reason']): void {
    if (seat.ending) return
    seat.ending = true
    if (reason === 'timeout' || reason === 'worker-died') options.onWorkerLost?.(reason)
    const position = seats.indexOf(seat)
    if (position >= 0) seats.splice(position, 1)
    seat.job?.reject(new CheckAborted(reason))
    seat.job = null
    seat.worker.kill('SIGKILL')
    next()
  }

  function next(): void {
    if (closed) return
    const job = queue[0]
    if (job === undefined) return
    const seat =
      seats.find(({ job: current }) => current === null) ?? (seats.length < size ? startSeat() : null)
    if (seat === null) return
    queue.shift()
    void run(seat, job)
    next()
  }

  async function run(seat: Seat, job: Job): Promise<void> {
    seat.job = job
    keepAlive(seat.worker, true)
    const onAbort = (): void => {
      retire(seat, 'cancelled')
    }
    let timer: NodeJS.Timeout | undefined
    job.signal?.addEventListener('abort', onAbort, { once: true })
    try {
      await seat.ready
      const answered = Promise.withResolvers<WorkerAnswer>()
      seat.answer = answered
      timer = setTimeout(() => {
        retire(seat, 'timeout')
      }, timeoutMs)
      // A worker that ends while it is told is noticed by its end.
      seat.worker.send(job.request, () => undefined)
      const answer = await answered.promise
      if (answer.kind === 'checked') job.resolve(answer.checked)
      else if (answer.kind === 'failed') job.reject(new Error(`The photo check failed: ${answer.message}`))
    } catch (error) {
      job.reject(error instanceof Error ? error : new CheckAborted('worker-died'))
    } finally {
      clearTimeout(timer)
      job.signal?.removeEventListener('abort', onAbort)
      keepAlive(seat.worker, false)
      seat.job = null
      seat.answer = null
      seat.checks++
      if (seat.checks >= checksOfAWorker) retire(seat, 'purged')
      else next()
    }
  }

  return {
    async warmUp() {
      while (seats.length < size) startSeat()
      await Promise.all(seats.map(({ ready }) => ready))
    },
    check(bytes, checkOptions: CheckOptions = {}, signal) {
      return new Promise((resolve, reject) => {
        if (closed || signal?.aborted === true) {
          reject(new CheckAborted('cancelled'))
          return
        }
        queue.push({ request: { bytes, options: checkOptions }, resolve, reject, signal })
        next()
      })
    },
    async purge() {
      for (const job of queue.splice(0)) job.reject(new CheckAborted('purged'))
      const ended = [...seats]
      for (const seat of ended) retire(seat, 'purged')
      await Promise.all(ended.map(({ worker }) => hasEnded(worker)))
    },
    async close() {
      closed = true
      await this.purge()
    },
  }
}

/** Whether a worker keeps the service's process from ending. */
function keepAlive(worker: ChildProcess, wanted: boolean): void {
  const to = wanted ? 'ref' : 'unref'
  worker[to]()
  worker.channel?.[to]()
}

const hasEnded = async (worker: ChildProcess): Promise<void> => {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.ref()
  await once(worker, 'exit')
}
