import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const installed = '/usr/lib/postgresql'
const oldest = 15

/** Folder of the newest PostgreSQL that Debian's package has installed, or undefined. */
const postgresBinaries: string | undefined = existsSync(installed)
  ? readdirSync(installed)
      .map(Number)
      .filter((version) => version >= oldest && existsSync(`${installed}/${version}/bin/postgres`))
      .sort((a, b) => b - a)
      .map((version) => `${installed}/${version}/bin`)[0]
  : undefined

/** Why there is none, if so. */
export const noPostgres: string | undefined =
  postgresBinaries === undefined ? 'PostgreSQL is not installed' : undefined

export type Postgres = Readonly<{
  /** An empty database of its own on the one server. */
  database(): Promise<string>
  /** As a power cut: nothing is flushed, nobody is told. */
  crash(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}>

/** PostgreSQL refuses to run as root. */
const asPostgres = (command: string, args: readonly string[]): [string, string[]] =>
  process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, [...args]]

/** A real server with a private data folder on a private port of loopback, durable as installed. */
export async function startPostgres(): Promise<Postgres> {
  if (!postgresBinaries) throw new Error('PostgreSQL is not installed.')
  const binaries = postgresBinaries
  const folder = mkdtempSync(join(tmpdir(), 'machinaka-postgres-'))
  if (process.getuid?.() === 0) await run('chown', ['postgres', folder])
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const port = await freePort()
  const initialise = ['-D', data, '-U', 'machinaka', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C']
  await run(...asPostgres(`${binaries}/initdb`, initialise))
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'machinaka']
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200']
  const start = async (): Promise<ChildProcess> => {
    const place = ['-D', data, '-p', String(port), '-k', folder]
    const server = spawn(...asPostgres(`${binaries}/postgres`, [...place, ...settings]), { stdio: 'ignore' })
    await reachable(async () => await run(`${binaries}/pg_isready`, at))
    return server
  }
  let server = await start()
  let made = 0
  const crash = async () => {
    const exited = once(server, 'exit')
    await run(...asPostgres(`${binaries}/pg_ctl`, ['-D', data, '-m', 'immediate', 'stop']))
    await exited
  }
  return {
    database: async () => {
      const name = `intake${(made += 1)}`
      await run(`${binaries}/createdb`, [...at, name])
      return `postgres://machinaka@127.0.0.1:${port}/${name}`
    },
    crash,
    restart: async () => {
      server = await start()
    },
    stop: async () => {
      await crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Tries every 50 ms, for 20 s at most: recovery after a crash takes a moment. */
async function reachable(probe: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await probe()
      return
    } catch (error) {
      if (tries > 400) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
