#!/usr/bin/env node
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { simulatedAuthority } from './authority/simulated.ts'
import { EnrolmentRequest } from './contract.ts'
import { enrolBooth } from './enrolment.ts'
import { rotateKeys } from './keys.ts'
import { ledger } from './ledger.ts'
import { stderrLog } from './log.ts'
import { startIntake } from './server.ts'
import { StartError } from './start-error.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

/** The intake's own command line: `booth intake …` runs it as a process of its own. */

const defaultDatabase = '.run/intake/intake.sqlite'
const defaultKeys = '.run/intake/keys'
const defaultPort = 8443

const number = (least: number, most: number, kind: 'whole' | 'any') => (text: string) => {
  const value = Number(text)
  const fits =
    text.trim() !== '' && value >= least && value <= most && (kind === 'any' || Number.isInteger(value))
  if (!fits) throw new InvalidArgumentError(`expected a number from ${least} to ${most}.`)
  return value
}

const database = () =>
  new Option('--database <url>', 'SQLite file or postgres:// URL')
    .env('MACHINAKA_INTAKE_DATABASE')
    .default(defaultDatabase)
const keys = () => new Option('--keys <folder>', 'folder of the private keys').default(defaultKeys)
const json = () => new Option('--json', 'one JSON document a line on standard output')

type Where = Readonly<{ database: string; keys: string; json?: true }>
type Serve = Where &
  Readonly<{
    port: number
    development?: true
    host: string
    name: readonly string[]
    statusPort?: number
    quiet?: true
    authorityLatency: number
    authorityFaults: number
  }>

const program = new Command('intake').description('Receives applications from booths.').exitOverride()

program
  .command('serve', { isDefault: true })
  .description('receive applications until interrupted')
  .addOption(database())
  .addOption(keys())
  .addOption(json())
  .option('--port <number>', 'port to listen on; 0: any free one', number(0, 65_535, 'whole'), defaultPort)
  .option('--development', 'plain HTTP on loopback; booths are known by a header')
  .option('--host <address>', 'address to listen on', '0.0.0.0')
  .option('--name <name...>', 'names and addresses that booths call it by', ['localhost', '127.0.0.1'])
  .option('--status-port <number>', 'health and metrics, on loopback', number(0, 65_535, 'whole'))
  .option('--quiet', 'log faults only')
  .option(
    '--authority-latency <ms>',
    'simulated authority: time of each answer',
    number(0, 600_000, 'whole'),
    0,
  )
  .option(
    '--authority-faults <share>',
    'simulated authority: share of answers that fail',
    number(0, 1, 'any'),
    0,
  )
  .action(async (options: Serve) => {
    const log = stderrLog(options.quiet ? 'error' : 'info')
    const intake = await startIntake({
      database: options.database,
      keysFolder: options.keys,
      port: options.port,
      development: options.development ?? false,
      host: options.host,
      names: options.name,
      ...(options.statusPort === undefined ? {} : { statusPort: options.statusPort }),
      authority: simulatedAuthority({
        latencyMs: options.authorityLatency,
        faultRate: options.authorityFaults,
      }),
      log,
    })
    // Before it says that it is ready: who reads that may send a signal at once.
    const told = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    // A key file that cannot be read leaves the keys in use that were read before.
    process.on('SIGHUP', () => void intake.reload().catch(() => log('fault', { kind: 'keys-not-reloaded' })))
    print(
      options,
      { ready: true, url: intake.url, pid: process.pid },
      `The intake receives at ${intake.url}.`,
    )
    await told
    await intake.close()
  })

program
  .command('ledger')
  .description('what was received, and how it was settled')
  .addOption(database())
  .addOption(json())
  .action(async (options: Pick<Where, 'database' | 'json'>) => {
    for await (const line of ledger(options.database)) {
      const { receiptNumber, boothId, receivedAt, decision, reason } = line
      print(options, line, [receivedAt, receiptNumber, boothId, decision, reason ?? ''].join('  ').trimEnd())
    }
  })

const booths = program.command('booths').description('who may send')

booths
  .command('enrol')
  .description('enrol a booth, or renew its certificate; prints what the booth takes in')
  .addOption(database())
  .addOption(keys())
  .requiredOption('--request <file>', 'enrolment request written by booth provision')
  .option('--out <file>', 'write there instead of to standard output')
  .action(async (options: Where & { request: string; out?: string }) => {
    const request = readRequest(options.request)
    const enrolment = await withStore(
      options,
      async (store) => await enrolBooth(store, options.keys, request),
    )
    const text = `${JSON.stringify(enrolment, null, 2)}\n`
    if (options.out === undefined) process.stdout.write(text)
    else writeFileSync(options.out, text)
  })

booths
  .command('revoke <boothId>')
  .description('refuse a booth from now on')
  .addOption(database())
  .action(async (boothId: string, options: Pick<Where, 'database'>) => {
    const known = await withStore(options, async (store) => await store.revoke(boothId))
    if (!known) throw new StartError(`No booth is enrolled as ${boothId}.`)
  })

booths
  .command('list')
  .description('booths and when they were enrolled or revoked')
  .addOption(database())
  .addOption(json())
  .action(async (options: Pick<Where, 'database' | 'json'>) => {
    const all = await withStore(options, async (store) => await store.booths())
    for (const booth of all) {
      const { boothId, enrolledAt, revokedAt } = booth
      print(options, booth, `${boothId}  enrolled ${enrolledAt}${revokedAt ? `  revoked ${revokedAt}` : ''}`)
    }
  })

program
  .command('keys')
  .command('rotate')
  .description('put new keys in front; a running intake takes them up on SIGHUP')
  .addOption(keys())
  .action(async (options: Pick<Where, 'keys'>) => await rotateKeys(options.keys))

function print(options: { json?: true }, value: unknown, text: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(value) : text}\n`)
}

function readRequest(file: string): EnrolmentRequest {
  try {
    return EnrolmentRequest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new StartError(`${file} is not an enrolment request.`)
  }
}

async function withStore<T>(options: Pick<Where, 'database'>, use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(options.database, 'administer')
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

const couldNotBeDone = 2

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : couldNotBeDone
  else if (error instanceof StartError) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = couldNotBeDone
  } else throw error
}
