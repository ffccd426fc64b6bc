import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type * as z from 'zod'
import { CannotDo } from '../cli/cannot-do.ts'

export type ReadyProcess<Said> = Readonly<{
  /** What it said when it was ready: its first line on standard output, JSON. */
  said: Said
  process: ChildProcess
  /** Ends it as a service manager would. */
  stop(): Promise<void>
  /** As a power cut would. */
  kill(): Promise<void>
}>

export type Program<Said> = Readonly<{
  file: string
  args: readonly string[]
  env?: NodeJS.ProcessEnv
  says: z.ZodType<Said>
}>

/** Enough of what a process complained about to hold one sentence. */
const keptComplaint = 4_000

/**
 * Starts one of our programs as a process of its own and waits until it says that it is ready.
 * @throws CannotDo with the program's own last words where it ends instead
 */
export async function startReady<Said>({
  file,
  args,
  env,
  says,
}: Program<Said>): Promise<ReadyProcess<Said>> {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-keptComplaint)
  })
  const ready = once(createInterface({ input: child.stdout }), 'line').then(([line]) =>
    says.parse(JSON.parse(String(line))),
  )
  const ended = once(child, 'exit').then(() => {
    throw new CannotDo(complaint.trim() || `${file} ended before it was ready and said nothing.`)
  })
  ended.catch(() => undefined) // it ends one day; that is no fault once it was ready
  const said = await Promise.race([ready, ended])
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return { said, process: child, stop: end('SIGTERM'), kill: end('SIGKILL') }
}
