import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/** How a program ended. */
export type ProgramEnd =
  | Readonly<{ how: 'exit'; code: number }>
  | Readonly<{ how: 'killed' }>
  /** It does not exist, or may not be run. */
  | Readonly<{ how: 'not-started' }>

/** What a program says on standard error is kept for the technician up to here, in bytes. */
const maxErrorBytes = 8 * 1024
/** A program asked to stop (SIGINT) is killed after this many milliseconds. */
const politeMs = 2_000

/** A running program in a process group of its own, so that what it starts dies with it. */
export class Program {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  #errors = ''
  #over = false
  readonly ended: Promise<ProgramEnd>

  constructor(command: string, args: readonly string[], onOutput: (bytes: Buffer) => void) {
    // Messages are told apart by their words: they have to be English.
    const env = { ...process.env, LC_ALL: 'C', LANG: 'C' }
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env })
    this.#child.stdout.on('data', onOutput)
    this.#child.stderr.setEncoding('utf8')
    this.#child.stderr.on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-maxErrorBytes)
    })
    this.ended = new Promise((resolve) => {
      this.#child.once('error', () => {
        this.#over = true
        resolve({ how: 'not-started' })
      })
      this.#child.once('close', (code) => {
        this.#over = true
        resolve(code === null ? { how: 'killed' } : { how: 'exit', code })
      })
    })
  }

  /** What it said on standard error: the last 8 KiB. */
  get errors(): string {
    return this.#errors
  }

  /** Asks it to stop, and kills it when it does not. Resolves when it is gone. */
  async stop(): Promise<void> {
    this.#signal('SIGINT')
    const kill = setTimeout(() => this.#signal('SIGKILL'), politeMs)
    await this.ended
    clearTimeout(kill)
  }

  /** At once, without asking. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.ended
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#over || this.#child.pid === undefined) return
    try {
      process.kill(-this.#child.pid, signal)
    } catch {
      // It ended in this very moment.
    }
  }
}

export type ProgramRun = Readonly<{
  end: ProgramEnd | Readonly<{ how: 'too-long' | 'too-much' }>
  output: Buffer
  errors: string
}>

/** Runs a program to its end, within a time (milliseconds) and an amount of output (bytes). An abort kills it. */
export async function runProgram(
  command: string,
  args: readonly string[],
  limits: Readonly<{ withinMs: number; maxBytes: number; signal?: AbortSignal }>,
): Promise<ProgramRun> {
  const chunks: Buffer[] = []
  let length = 0
  let cut: 'too-long' | 'too-much' | undefined
  const program = new Program(command, args, (bytes) => {
    length += bytes.length
    if (length <= limits.maxBytes) return void chunks.push(bytes)
    cut = 'too-much'
    void program.kill()
  })
  const timer = setTimeout(() => {
    cut = 'too-long'
    void program.kill()
  }, limits.withinMs)
  const abort = (): void => void program.kill()
  limits.signal?.addEventListener('abort', abort, { once: true })
  if (limits.signal?.aborted === true) abort()
  const end = await program.ended
  clearTimeout(timer)
  limits.signal?.removeEventListener('abort', abort)
  return {
    end: cut === undefined ? end : { how: cut },
    output: Buffer.concat(chunks),
    errors: program.errors,
  }
}
