import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { randomBytes } from 'node:crypto'
import { Client as PostgresClient } from 'pg'
import { Enrolment } from '../intake/contract.ts'
import type { EnrolmentRequest } from '../intake/contract.ts'
import { newBooth, scratch } from '../tests/integration/intake/ground.ts'
import type { Sealed, TestBooth } from '../tests/integration/intake/ground.ts'
import { postgresBinaries, startPostgres } from '../tests/integration/intake/postgres.ts'

/**
 * How many durable applications the intake takes, against plain single-row inserts of the same bytes into
 * the same database over the same number of connections, in the same run. `--json` for one line of JSON.
 */

const connections = 16
const envelopes = Number(process.env['MACHINAKA_BENCH_ENVELOPES'] ?? 400)
/** What a portrait of 300 KB comes to, sealed: 1 KB more. */
const portraitBytes = 300_000
/** Of the plain rate (docs: bars of the intake). */
const bar = 0.5

type Measured = Readonly<{ perSecond: number; p50: number; p95: number; p99: number }>
type Comparison = Readonly<{
  database: 'sqlite' | 'postgres'
  plain: Measured
  intake: Measured
  ratio: number
}>

async function measured(
  count: number,
  lanes: number,
  one: (index: number, lane: number) => Promise<void>,
): Promise<Measured> {
  const times: number[] = []
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (next < count) {
        const index = next++
        const started = performance.now()
        await one(index, lane)
        times.push(performance.now() - started)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  times.sort((a, b) => a - b)
  const quantile = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
  return {
    perSecond: Math.round(count / seconds),
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  }
}

/** SQLite has one writer: connections beside each other only wait, so one without waiting is the hardest rival. */
async function plainSqlite(file: string, bodies: readonly Uint8Array[]): Promise<Measured> {
  const db = new DatabaseSync(file)
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table plain (id text primary key, body blob)',
  )
  const insert = db.prepare('insert into plain values (?, ?)')
  const result = await measured(bodies.length, 1, async (index) => {
    insert.run(String(index), bodies[index] ?? null)
    await Promise.resolve()
  })
  db.close()
  return result
}

async function plainPostgres(url: string, bodies: readonly Uint8Array[]): Promise<Measured> {
  const clients = Array.from({ length: connections }, () => new PostgresClient({ connectionString: url }))
  for (const client of clients) await client.connect()
  await clients[0]?.query('create table plain (id text primary key, body bytea)')
  const result = await measured(bodies.length, connections, async (index, lane) => {
    await clients[lane]?.query({
      name: 'plain',
      text: 'insert into plain values ($1, $2)',
      values: [String(index), bodies[index]],
    })
  })
  for (const client of clients) await client.end()
  return result
}

async function overHttp(
  folder: string,
  database: string,
): Promise<{ intake: Measured; bodies: Uint8Array[] }> {
  const keys = join(folder, 'keys')
  const command = (args: readonly string[]) =>
    spawn(process.execPath, ['intake/main.ts', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const enrol = async (request: EnrolmentRequest) => {
    const file = join(folder, 'request.json')
    writeFileSync(file, JSON.stringify(request))
    const child = command(['booths', 'enrol', '--database', database, '--keys', keys, '--request', file])
    return Enrolment.parse(JSON.parse(Buffer.concat(await child.stdout.toArray()).toString()))
  }
  const server = command([
    'serve',
    '--development',
    '--json',
    '--port',
    '0',
    '--database',
    database,
    '--keys',
    keys,
    '--quiet',
  ])
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const booths: TestBooth[] = []
  for (let lane = 0; lane < connections; lane++) booths.push(await newBooth(`booth-${lane}`, url, enrol))
  const sealed: Sealed[][] = []
  const portrait = randomBytes(portraitBytes)
  for (const booth of booths) {
    const ofBooth: Sealed[] = []
    for (let index = 0; index < envelopes / connections; index++)
      ofBooth.push(await booth.sealed({ portrait }))
    sealed.push(ofBooth)
  }
  const bodies = sealed.flat().map((one) => one.envelope)
  const intake = await measured(bodies.length, connections, async (_, lane) => {
    const one = sealed[lane]?.pop()
    // Lanes that are done take what is left of others' by then: nothing.
    if (one === undefined) return
    const answer = await booths[lane]?.put(one)
    if (answer?.status !== 200) throw new Error(`The intake answered ${JSON.stringify(answer)}`)
  })
  for (const booth of booths) await booth.close()
  server.kill('SIGTERM')
  await once(server, 'exit')
  return { intake, bodies }
}

async function compare(database: 'sqlite' | 'postgres'): Promise<Comparison> {
  const folder = scratch()
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  try {
    const { intake, bodies } = await overHttp(
      folder,
      (await postgres?.database()) ?? join(folder, 'intake.sqlite'),
    )
    const plain = postgres
      ? await plainPostgres(await postgres.database(), bodies)
      : await plainSqlite(join(folder, 'plain.sqlite'), bodies)
    return { database, plain, intake, ratio: Math.round((intake.perSecond / plain.perSecond) * 100) / 100 }
  } finally {
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const results = [await compare('sqlite')]
if (postgresBinaries) results.push(await compare('postgres'))
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ connections, envelopes, results })}\n`)
else {
  process.stdout.write(
    `${envelopes} envelopes of 300 KB over ${connections} connections, ${cpus().length} cores; latency in ms\n`,
  )
  for (const { database, plain, intake, ratio } of results) {
    const row = (name: string, { perSecond, p50, p95, p99 }: Measured) =>
      `${database.padEnd(9)}${name.padEnd(8)}${String(perSecond).padStart(5)}/s   p50 ${p50}  p95 ${p95}  p99 ${p99}\n`
    process.stdout.write(
      `${row('plain', plain)}${row('intake', intake)}${database.padEnd(9)}ratio   ${ratio} (bar ${bar})\n`,
    )
  }
}
process.exitCode = results.every(({ ratio }) => ratio >= bar) ? 0 : 1
