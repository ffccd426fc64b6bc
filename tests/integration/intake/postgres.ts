import { execFile, spawn } from 'node:child_process'
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
export const postgresBinaries: string | undefined = existsSync(installed)
  ? readdirSync(installed)
      .map(Number)
      .filter((version) => version >= oldest && existsSync(`${installed}/${version}/bin/postgres`))
      .sort((a, b) => b - a)
      .map((version) => `${installed}/${version}/bin`)[0]
  : undefined

export type Postgres = Readonly<{
  /** An empty database of its own on the one server. */
  database(): Promise<string>
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
  const server = spawn(
    ...asPostgres(`${binaries}/postgres`, [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=200',
    ]),
    { stdio: 'ignore' },
  )
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'machinaka']
  for (let tries = 0; ; tries++) {
    try {
      await run(`${binaries}/pg_isready`, at)
      break
    } catch (error) {
      if (tries > 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  let made = 0
  return {
    database: async () => {
      const name = `intake${(made += 1)}`
      await run(`${binaries}/createdb`, [...at, name])
      return `postgres://machinaka@127.0.0.1:${port}/${name}`
    },
    stop: async () => {
      const exited = once(server, 'exit')
      await run(...asPostgres(`${binaries}/pg_ctl`, ['-D', data, '-m', 'immediate', 'stop']))
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
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
