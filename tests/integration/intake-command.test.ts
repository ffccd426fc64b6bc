import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Enrolment } from '../../intake/contract.ts'
import type { EnrolmentRequest } from '../../intake/contract.ts'
import { newBooth, scratch } from './intake/ground.ts'
import type { TestBooth } from './intake/ground.ts'

// Each test starts processes of its own: seconds on an idle machine, more on a busy one.
vi.setConfig({ testTimeout: 60_000 })

const folder = scratch()
const database = join(folder, 'intake.sqlite')
const keys = join(folder, 'keys')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = Readonly<{ code: number | null; out: string; err: string }>

const started = (...args: readonly string[]) =>
  spawn(process.execPath, ['intake/main.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })

async function run(...args: readonly string[]): Promise<Ended> {
  const child = started(...args)
  const [out, err] = await Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, 'close')])
  return { code: child.exitCode, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }
}

const enrol = async (request: EnrolmentRequest): Promise<Enrolment> => {
  const file = join(folder, 'request.json')
  writeFileSync(file, JSON.stringify(request))
  const { out } = await run('booths', 'enrol', '--database', database, '--keys', keys, '--request', file)
  return Enrolment.parse(JSON.parse(out))
}

describe('a running intake', () => {
  let server: ReturnType<typeof started>
  let url: string
  let booth: TestBooth
  let log = ''
  beforeAll(async () => {
    server = started('--json', '--port', '0', '--host', '127.0.0.1', '--database', database, '--keys', keys)
    server.stderr.on('data', (text: Buffer) => (log += text.toString()))
    const [line] = (await once(createInterface(server.stdout), 'line')) as [string]
    const ready = JSON.parse(line) as { ready: boolean; url: string; pid: number }
    expect(ready).toMatchObject({ ready: true, pid: server.pid })
    url = ready.url
    booth = await newBooth('booth-1', url, enrol)
  })
  afterAll(async () => {
    await booth.close()
    if (server.exitCode === null) server.kill('SIGKILL')
  })

  test('speaks TLS, takes a booth enrolled beside it, and tells the ledger to a process beside it', async () => {
    expect(url).toMatch(/^https:/)
    const sealed = await booth.sealed()
    const claims = await booth.receipt(await booth.put(sealed), sealed)
    const json = await run('ledger', '--json', '--database', database)
    const lines = json.out.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ applicationId: sealed.applicationId, decision: 'accepted' }),
    ])
    const plain = await run('ledger', '--database', database)
    expect(plain.out).toContain(`${claims.receiptNumber}  booth-1  accepted`)
    expect(json.out + plain.out).not.toContain(sealed.formId)
  })

  test('holds its database: a second one says so in one sentence and exits 2', async () => {
    const second = await run('--port', '0', '--development', '--database', database, '--keys', keys)
    expect(second).toEqual({
      code: 2,
      out: '',
      err: `The database ${database} is in use by another intake.\n`,
    })
  })

  test('lists booths, and refuses one that was revoked', async () => {
    const other = await newBooth('booth-2', url, enrol)
    expect((await run('booths', 'revoke', 'booth-2', '--database', database)).code).toBe(0)
    expect((await other.put(await other.sealed())).status).toBe(403)
    await other.close()
    const { out } = await run('booths', 'list', '--json', '--database', database)
    const booths = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { revokedAt: string | null })
    expect(booths.map((one) => one.revokedAt === null)).toEqual([true, false])
  })

  test('takes up rotated keys on SIGHUP', async () => {
    expect((await run('keys', 'rotate', '--keys', keys)).code).toBe(0)
    server.kill('SIGHUP')
    for (let tries = 0; tries < 200 && !log.includes('keys-reloaded'); tries++)
      await new Promise((resolve) => setTimeout(resolve, 25))
    const { keys: published } = (await booth.call('GET', '/v1/keys')).body as { keys: object[] }
    expect(published).toHaveLength(4)
  })

  test('finishes what is in hand on SIGTERM, and exits 0', async () => {
    const sealed = await booth.sealed()
    const exit = once(server, 'exit')
    const answer = booth.put(sealed)
    setTimeout(() => server.kill('SIGTERM'), 5)
    const { status } = await answer.catch(() => ({ status: 0 }))
    expect((await exit)[0]).toBe(0)
    const { out } = await run('ledger', '--json', '--database', database)
    // Received or refused, never both and never half: who was answered 200 stands in the ledger.
    expect(out.includes(sealed.applicationId)).toBe(status === 200)
    expect(log).toContain('intake-stopped')
  })

  test('writes private keys for nobody else to read', () => {
    for (const file of ['intake-keys.json', 'intake-ca.pem'])
      expect(statSync(join(keys, file)).mode & 0o077).toBe(0)
    expect(readFileSync(database).includes('BEGIN PRIVATE KEY')).toBe(false)
  })
})

test('`booth intake` becomes the intake: signals and exit code are its own', async () => {
  const options = ['--json', '--port', '0', '--development', '--database', join(folder, 'alone.sqlite')]
  const child = spawn(process.execPath, ['main/cli.ts', 'intake', ...options, '--keys', join(folder, 'k')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  expect(JSON.parse(line)).toMatchObject({ ready: true, pid: child.pid })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

describe('what cannot be done', () => {
  test.each([
    [['--port', 'eighty'], /^error: option '--port <number>' argument 'eighty' is invalid/],
    [['--frobnicate'], /unknown option '--frobnicate'/],
    [['frobnicate'], /too many arguments/],
    [['ledger', '--database', join(folder, 'absent.sqlite')], /absent\.sqlite cannot be opened/],
    [
      ['ledger', '--database', 'postgres://nobody@127.0.0.1:1/x'],
      /^The PostgreSQL database cannot be reached: /,
    ],
    [
      ['booths', 'revoke', 'nobody', '--database', join(folder, 'other.sqlite')],
      /^No booth is enrolled as nobody\./,
    ],
    [
      ['booths', 'enrol', '--request', '/dev/null', '--database', database],
      /^\/dev\/null is not an enrolment request\./,
    ],
    [['keys', 'rotate', '--keys', join(folder, 'absent')], /intake-keys\.json cannot be read\./],
  ])('%j is one sentence and exit 2', async (args, sentence) => {
    const { code, out, err } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(sentence)
    expect(err.trim().split('\n')).toHaveLength(1)
  })
})
