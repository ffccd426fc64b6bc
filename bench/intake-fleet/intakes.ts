import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Intakes as processes of their own, to be killed without warning. */
export type Intakes = Readonly<{
  /** Ports of those that listen at the moment. */
  ports(): readonly number[]
  /** SIGKILL to one of them, and a new one in its place. */
  restart(index: number): Promise<void>
  restarts(): number
  stop(): Promise<void>
}>

export async function startIntakes(
  count: number,
  options: Readonly<{ database: string; keysFolder: string; authorityFaults: number }>,
): Promise<Intakes> {
  const processes: (ChildProcess | undefined)[] = []
  const ports: (number | undefined)[] = []
  let restarts = 0

  async function start(index: number): Promise<void> {
    const where = ['--database', options.database, '--keys', options.keysFolder]
    const how = ['--development', '--json', '--quiet', '--port', '0']
    const authority = ['--authority-faults', String(options.authorityFaults)]
    const child = spawn(process.execPath, ['intake/main.ts', 'serve', ...how, ...where, ...authority], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    processes[index] = child
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const { url } = JSON.parse(line) as { url: string }
    ports[index] = Number(new URL(url).port)
  }

  async function end(index: number, signal: NodeJS.Signals): Promise<void> {
    ports[index] = undefined
    const child = processes[index]
    if (!child || child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  for (let index = 0; index < count; index++) await start(index)
  return {
    ports: () => ports.filter((port) => port !== undefined),
    restart: async (index) => {
      await end(index, 'SIGKILL')
      restarts += 1
      await start(index)
    },
    restarts: () => restarts,
    stop: async () => {
      for (let index = 0; index < count; index++) await end(index, 'SIGTERM')
    },
  }
}
