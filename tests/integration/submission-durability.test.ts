import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { enrolBooth } from '../../intake/enrolment.ts'
import { openStore } from '../../intake/store/open-store.ts'
import { OutboxStore } from '../../main/submission/outbox-store.ts'
import {
  application,
  enrol,
  fakePortrait,
  hurry,
  intakeOptions,
  listeningJournal,
  scratch,
} from './submission/ground.ts'
import { openSubmission } from '../../main/submission/submission.ts'
import { findCall, noStrace, parseTrace } from './submission/strace.ts'
import type { BoothOrder, BoothWord } from './submission/torture.ts'
import { leftOutIf } from '../left-out.ts'

const full = process.env['MACHINAKA_FULL'] === '1'
const nowhere = 'http://127.0.0.1:1'
const boothProgram = fileURLToPath(new URL('submission/booth-process.ts', import.meta.url))
const struckOutbox = fileURLToPath(new URL('submission/struck-outbox.ts', import.meta.url))
const intakeProgram = fileURLToPath(new URL('../../intake/main.ts', import.meta.url))

const enrolledBooth = async (folder: string) => {
  const { database, keysFolder: intakeKeys } = intakeOptions(folder)
  const store = await openStore(database, 'receive')
  const keysFolder = await enrol(folder, (request) => enrolBooth(store, intakeKeys, request))
  await store.close()
  return { keysFolder, database, intakeKeys }
}

/** Killing strace would only let go of what it traces. */
const tracees = new Set<number>()
const killTracees = (): void => {
  for (const pid of tracees) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  tracees.clear()
}
afterEach(killTracees)

type Traced = Readonly<{ words: BoothWord[]; trace: string }>

/** A booth process under strace with `options`, until it has confirmed `count` applications; then it is killed. */
const traceBooth = async (
  folder: string,
  keysFolder: string,
  options: readonly string[],
  count: number,
): Promise<Traced> => {
  mkdirSync(join(folder, 'applicant'), { recursive: true })
  const portraitFile = join(folder, 'applicant', 'portrait.jpg')
  writeFileSync(portraitFile, fakePortrait(1))
  const order: BoothOrder = {
    outboxFolder: join(folder, 'booth-17', 'outbox'),
    keysFolder,
    intakeUrl: nowhere,
    portraitFile,
    next: 1,
    until: count + 1,
    verbose: false,
  }
  const traceFile = join(folder, 'booth.trace')
  const booth = spawn(
    'strace',
    ['-f', '-y', '-qq', '-o', traceFile, ...options, process.execPath, boothProgram, JSON.stringify(order)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const words: BoothWord[] = []
  const { promise: done, resolve } = Promise.withResolvers<void>()
  createInterface(booth.stdout).on('line', (line) => {
    const word = JSON.parse(line) as BoothWord
    words.push(word)
    if (word.says === 'open') tracees.add(word.pid)
    if (word.says === 'confirmed' && word.index === count) resolve()
  })
  const ended = once(booth, 'exit')
  await Promise.race([done, ended])
  killTracees()
  await ended
  return { words, trace: readFileSync(traceFile, 'utf8') }
}

const confirmedIn = (words: readonly BoothWord[]) => words.filter((word) => word.says === 'confirmed')

describe.skipIf(noStrace !== undefined)(leftOutIf('durable by order', noStrace), () => {
  test(
    'the outbox’s log is synced after the row was written and before the applicant is told',
    { timeout: 90_000 },
    async () => {
      using ground = scratch()
      const { keysFolder } = await enrolledBooth(ground.folder)
      // Whole pages are shown, so that the row of each application is recognised by its ID.
      const options = ['-s', '5000', '-e', 'trace=pwrite64,fdatasync,fsync,write']
      const { words, trace } = await traceBooth(ground.folder, keysFolder, options, 5)
      const calls = parseTrace(trace)
      const confirmed = confirmedIn(words)
      expect(confirmed).toHaveLength(5)
      for (const { id } of confirmed) {
        const written = findCall(calls, 0, /^pwrite64/, 'outbox.db-wal>', id)
        const told = findCall(calls, 0, /^write/, 'confirmed', id)
        const synced = findCall(calls, written, /^f(data)?sync/, 'outbox.db-wal>')
        expect(written).toBeGreaterThan(-1)
        expect(synced).toBeGreaterThan(written)
        expect(told).toBeGreaterThan(synced)
        expect(calls[synced]?.result).toBe('0')
      }
    },
  )

  test(
    'the intake’s store is synced after the row was written and before the receipt is sent',
    { timeout: 90_000 },
    async () => {
      using ground = scratch()
      const { folder } = ground
      const { keysFolder, database, intakeKeys } = await enrolledBooth(folder)
      const traceFile = join(folder, 'intake.trace')
      const traced = 'trace=pwrite64,fdatasync,fsync,write,writev,sendto'
      const serve = [
        'serve',
        '--development',
        '--json',
        '--port=0',
        `--database=${database}`,
        `--keys=${intakeKeys}`,
      ]
      const intake = spawn(
        'strace',
        // Whole pages of the intake's store are shown: 64 KiB at most.
        [
          '-f',
          '-y',
          '-qq',
          '-s',
          '70000',
          '-o',
          traceFile,
          '-e',
          traced,
          process.execPath,
          intakeProgram,
          ...serve,
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      )
      const [line] = (await once(createInterface(intake.stdout), 'line')) as [string]
      const { url, pid } = JSON.parse(line) as { url: string; pid: number }
      tracees.add(pid)
      const submission = await openSubmission({
        outboxFolder: join(folder, 'booth-17', 'outbox'),
        keysFolder,
        intakeUrl: url,
        development: true,
        journal: listeningJournal(),
        ...hurry,
        patience: {},
      })
      const ids: string[] = []
      for (let index = 1; index <= 3; index += 1) {
        const result = await submission.confirm(application(index))
        if (!result.ok) throw new Error(result.error.code)
        ids.push(result.value.applicationId)
        expect(
          await submission.outcome(result.value.applicationId, AbortSignal.timeout(30_000)),
        ).toMatchObject({ kind: 'accepted' })
      }
      await submission.close()
      const ended = once(intake, 'exit')
      process.kill(pid, 'SIGKILL')
      await ended

      const calls = parseTrace(readFileSync(traceFile, 'utf8'))
      let from = 0
      for (const id of ids) {
        const written = findCall(calls, from, /^pwrite64/, 'intake.sqlite-wal>', id)
        const synced = findCall(calls, written, /^f(data)?sync/, 'intake.sqlite-wal>')
        const answered = findCall(
          calls,
          written,
          /^(write|writev|sendto)/,
          'socket:',
          String.raw`{\"receipt\":`,
        )
        expect(written).toBeGreaterThan(-1)
        expect(synced).toBeGreaterThan(written)
        expect(answered).toBeGreaterThan(synced)
        from = answered
      }
    },
  )
})

/**
 * Every so many calls fail, counted from after the opening (which needs 7 syncs and about 20 writes). One
 * application needs 1 sync and about 25 writes, twice that where it must be undone: the periods are longer than
 * that, or nothing would ever succeed, and drift through all places.
 */
const faults = [
  ['a sync fails', 'fsync,fdatasync:error=EIO:when=9+7'],
  ['a sync fails at other places', 'fsync,fdatasync:error=EIO:when=10+9'],
  ['the disk is full at a write', 'pwrite64:error=ENOSPC:when=40+71'],
  ['the disk is full at other writes', 'pwrite64:error=ENOSPC:when=47+83'],
  ['a write fails', 'pwrite64:error=EIO:when=43+79'],
] as const

describe.skipIf(noStrace !== undefined)(leftOutIf('a disk that fails', noStrace), () => {
  test.each([9, 10, 11, 12])(
    'the power goes after sync %i failed: the row that was refused does not come back',
    (when) => {
      using ground = scratch()
      const outbox = join(ground.folder, 'outbox')
      const inject = `inject=fsync,fdatasync:error=EIO:when=${when}`
      const traceFile = join(ground.folder, 'outbox.trace')
      const options = ['-f', '-qq', '-o', traceFile, '-e', 'trace=fsync,fdatasync', '-e', inject]
      const struck = spawnSync('strace', [...options, process.execPath, struckOutbox, outbox])
      expect(readFileSync(traceFile, 'utf8')).toContain('(INJECTED)')
      const told = struck.stdout.toString().trim().split('\n')
      expect(told.length).toBeLessThan(20)
      const store = OutboxStore.open(outbox)
      expect(store.rows().map(({ id }) => id)).toEqual(told)
      store.close()
    },
  )

  test.each(faults)(
    '%s: kept is what was said to be kept, and nothing else',
    { timeout: 120_000 },
    async (_what, inject) => {
      using ground = scratch()
      const { keysFolder } = await enrolledBooth(ground.folder)
      const count = full ? 60 : 10
      const traced = inject.slice(0, inject.indexOf(':'))
      const options = ['-e', `trace=${traced}`, '-e', `inject=${inject}`]
      const { words, trace } = await traceBooth(ground.folder, keysFolder, options, count)
      expect(trace).toContain('(INJECTED)')
      const refused = words.filter((word) => word.says === 'not-kept')
      for (const { because } of refused) expect(['disk-full', 'storage-failed']).toContain(because)

      const store = OutboxStore.open(join(ground.folder, 'booth-17', 'outbox'))
      const kept = store.rows().map(({ id }) => id)
      const whole = store.rows().every(({ id, bytes }) => store.envelope(id)?.byteLength === bytes)
      expect(store.setAside).toBeUndefined()
      store.close()
      expect(kept.sort()).toEqual(
        confirmedIn(words)
          .map(({ id }) => id)
          .sort(),
      )
      expect(whole).toBe(true)
      expect(kept).toHaveLength(count)
    },
  )
})
