import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { Client as PostgresClient } from 'pg'
import { Enrolment } from '../intake/contract.ts'
import type { EnrolmentRequest } from '../intake/contract.ts'
import { newBooth, scratch } from '../tests/integration/intake/ground.ts'
import type { Sealed, TestBooth } from '../tests/integration/intake/ground.ts'
import { noPostgres, startPostgres } from '../tests/integration/intake/postgres.ts'

/**
 * How many durable applications the intake takes, against plain single-row inserts of the same bytes into
 * the same kind of database over the same number of connections. The two take turns in one run, and the
 * median of the rounds' ratios counts: what else the machine does touches both alike. `--json`: one line.
 */

const connections = 16
const rounds = 5
/** Of each round, over all connections. */
const perRound = 160
/** What a portrait of 300 KB comes to, sealed: 1 KB more. */
const portraitBytes = 300_000
/** Least share of the plain rate. */
const bar = 0.5

/** Milliseconds for quantiles of one exchange. */
type Measured = Readonly<{ perSecond: number; p50: number; p95: number; p99: number }>
type Comparison = Readonly<{
  database: 'sqlite' | 'postgres'
  plain: Measured
  intake: Measured
  ratio: number
}>
type Lane = (body: Sealed) => Promise<void>

/** Each lane sends its own bodies one after the other; all lanes at once. */
async function measured(lanes: readonly Lane[], bodies: readonly (readonly Sealed[])[]): Promise<Measured> {
  const times: number[] = []
  const begun = performance.now()
  await Promise.all(
    lanes.map(async (lane, index) => {
      for (const body of bodies[index] ?? []) {
        const started = performance.now()
        await lane(body)
        times.push(performance.now() - started)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  const quantile = (share: number) => Math.round(at(times, share) * 10) / 10
  return { perSecond: times.length / seconds, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) }
}

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
const median = (values: readonly number[]): number => at(values, 0.5)

/** Sixteen threads with a connection each, as the bar says; they wait for each other at the one writer's lock. */
async function plainSqlite(file: string): Promise<{ lanes: Lane[]; close(): Promise<void> }> {
  const set = 'pragma journal_mode = wal; pragma synchronous = full'
  const made = new DatabaseSync(file)
  made.exec(`${set}; create table plain (id text primary key, body blob)`)
  made.close()
  const program = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { DatabaseSync } = require('node:sqlite')
    const db = new DatabaseSync(workerData, { timeout: 60_000 })
    db.exec('${set}')
    const insert = db.prepare('insert into plain values (?, ?)')
    parentPort.on('message', ([id, body]) => { insert.run(id, body); parentPort.postMessage('done') })
    parentPort.postMessage('open')`
  const workers = Array.from(
    { length: connections },
    () => new Worker(program, { eval: true, workerData: file }),
  )
  await Promise.all(workers.map(async (worker) => await once(worker, 'message')))
  const lanes = workers.map((worker): Lane => async ({ applicationId, envelope }) => {
    const done = once(worker, 'message')
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread, not a window
    worker.postMessage([applicationId, envelope])
    await done
  })
  return {
    lanes,
    close: async () => void (await Promise.all(workers.map(async (worker) => await worker.terminate()))),
  }
}

async function plainPostgres(url: string): Promise<{ lanes: Lane[]; close(): Promise<void> }> {
  const clients = Array.from({ length: connections }, () => new PostgresClient({ connectionString: url }))
  for (const client of clients) await client.connect()
  await clients[0]?.query('create table plain (id text primary key, body bytea)')
  const query = { name: 'plain', text: 'insert into plain values ($1, $2)' }
  const lanes = clients.map((client): Lane => async ({ applicationId, envelope }) => {
    await client.query({ ...query, values: [applicationId, envelope] })
  })
  return {
    lanes,
    close: async () => void (await Promise.all(clients.map(async (client) => await client.end()))),
  }
}

type Receiving = Readonly<{ booths: readonly TestBooth[]; lanes: readonly Lane[]; close(): Promise<void> }>

/** The intake as a process of its own, and a booth for each connection. */
async function receiving(folder: string, database: string): Promise<Receiving> {
  const where = ['--database', database, '--keys', join(folder, 'keys')]
  const command = (...args: readonly string[]) =>
    spawn(process.execPath, ['intake/main.ts', ...args, ...where], { stdio: ['ignore', 'pipe', 'inherit'] })
  const enrol = async (request: EnrolmentRequest) => {
    const file = join(folder, 'request.json')
    writeFileSync(file, JSON.stringify(request))
    const child = command('booths', 'enrol', '--request', file)
    return Enrolment.parse(JSON.parse(Buffer.concat(await child.stdout.toArray()).toString()))
  }
  const server = command('serve', '--development', '--json', '--quiet', '--port', '0')
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const booths: TestBooth[] = []
  for (let lane = 0; lane < connections; lane++) booths.push(await newBooth(`booth-${lane}`, url, enrol))
  const lanes = booths.map((booth): Lane => async (sealed) => {
    const answer = await booth.put(sealed)
    if (answer.status !== 200) throw new Error(`The intake answered ${JSON.stringify(answer)}`)
  })
  const close = async () => {
    for (const booth of booths) await booth.close()
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  return { booths, lanes, close }
}

async function compare(database: 'sqlite' | 'postgres'): Promise<Comparison> {
  const folder = scratch()
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  const intake = await receiving(folder, (await postgres?.database()) ?? join(folder, 'intake.sqlite'))
  const plain = postgres
    ? await plainPostgres(await postgres.database())
    : await plainSqlite(join(folder, 'plain.sqlite'))
  const portrait = randomBytes(portraitBytes)
  const ofIntake: Measured[] = []
  const ofPlain: Measured[] = []
  try {
    // The first round warms caches and compilers up and does not count.
    for (let round = 0; round <= rounds; round++) {
      const bodies = await Promise.all(
        intake.booths.map(async (booth) => {
          const own: Sealed[] = []
          for (let index = 0; index < perRound / connections; index++)
            own.push(await booth.sealed({ portrait }))
          return own
        }),
      )
      const measuredIntake = await measured(intake.lanes, bodies)
      const measuredPlain = await measured(plain.lanes, bodies)
      if (round === 0) continue
      ofIntake.push(measuredIntake)
      ofPlain.push(measuredPlain)
    }
  } finally {
    await intake.close()
    await plain.close()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const ratios = ofIntake.map((one, round) => one.perSecond / (ofPlain[round]?.perSecond ?? Number.NaN))
  return {
    database,
    plain: middle(ofPlain),
    intake: middle(ofIntake),
    ratio: Math.round(median(ratios) * 100) / 100,
  }
}

const middle = (all: readonly Measured[]): Measured => ({
  perSecond: Math.round(median(all.map((one) => one.perSecond))),
  p50: median(all.map((one) => one.p50)),
  p95: median(all.map((one) => one.p95)),
  p99: median(all.map((one) => one.p99)),
})

const results = [await compare('sqlite')]
if (noPostgres === undefined) results.push(await compare('postgres'))
if (process.argv.includes('--json')) {
  process.stdout.write(
    `${JSON.stringify({ connections, rounds, perRound, cores: cpus().length, results })}\n`,
  )
} else {
  const what = `${rounds} rounds of ${perRound} envelopes of 300 KB over ${connections} connections`
  process.stdout.write(`${what}, ${cpus().length} cores; medians, latency in ms\n`)
  const row = (database: string, name: string, { perSecond, p50, p95, p99 }: Measured) =>
    `${database.padEnd(9)}${name.padEnd(8)}${String(perSecond).padStart(5)}/s   p50 ${p50}  p95 ${p95}  p99 ${p99}\n`
  for (const { database, plain, intake, ratio } of results)
    process.stdout.write(
      `${row(database, 'plain', plain)}${row(database, 'intake', intake)}${database.padEnd(9)}ratio   ${ratio} (bar ${bar})\n`,
    )
}
process.exitCode = results.every(({ ratio }) => ratio >= bar) ? 0 : 1
