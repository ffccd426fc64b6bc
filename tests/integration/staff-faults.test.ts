import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate, X509CertificateGenerator } from '@peculiar/x509'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FaultCode } from '../../hardware/catalogue.ts'
import { Enrolment } from '../../intake/contract.ts'
import type { Config } from '../../main/config/schema.ts'
import { prepareGround, type Ground } from '../../main/demo/ground.ts'
import { simulateDevices, simulatorsOf, type SimulatedDevices } from '../../main/demo/simulated-devices.ts'
import { diagnoseBooth, type DiagnoseRequest } from '../../main/diagnostics/command.ts'
import type { Report } from '../../main/diagnostics/contract.ts'
import { enrolmentFile } from '../../main/submission/keys.ts'
import { OutboxStore } from '../../main/submission/outbox-store.ts'

/*
 * `booth diagnose` on the whole simulated booth, with its keys, its intake and the photo check's networks: each of
 * ten faults is named with its part and what to do about it, and nothing else is.
 */

const folder = mkdtempSync(join(tmpdir(), 'machinaka-faults-'))
const state = join(folder, 'state')
let ground: Ground
let devices: SimulatedDevices
beforeAll(async () => {
  ground = await prepareGround(folder)
  devices = simulateDevices(join(folder, 'slips'))
  mkdirSync(state, { recursive: true })
})
afterAll(async () => {
  await ground.intake.stop()
})

/** Makes a fault; what it answers changes the command's booth, and undoes the fault afterwards. */
type Seed = () => Promise<Partial<DiagnoseRequest> & Readonly<{ undo?: () => unknown }>>

const ofDevice =
  (kind: 'codeReader' | 'camera' | 'printer', fault: FaultCode): Seed =>
  async () => {
    devices[kind].fail(fault)
    return { undo: () => devices[kind].recover() }
  }
const withIntake = (changed: Partial<Config['intake']>): Pick<DiagnoseRequest, 'config'> => ({
  config: { ...ground.config, intake: { ...ground.config.intake, ...changed } },
})

const faults = {
  'reader missing': {
    seed: ofDevice('codeReader', 'code-reader-missing'),
    found: 'stop code-reader code-reader-missing maintenance',
  },
  'reader held by another program': {
    seed: ofDevice('codeReader', 'code-reader-held'),
    found: 'stop code-reader code-reader-held reset',
  },
  'camera frozen': { seed: ofDevice('camera', 'camera-frozen'), found: 'stop camera camera-frozen reset' },
  'printer out of paper': {
    seed: ofDevice('printer', 'printer-out-of-paper'),
    found: 'care printer printer-out-of-paper refill',
  },
  'photo networks missing': {
    seed: async () => ({ modelFolders: { models: '/nonexistent', wasm: '/nonexistent' } }),
    found: 'stop photo-check photo-check-failed reset',
  },
  'intake out of reach': {
    seed: async () => withIntake({ url: 'http://127.0.0.1:1/' }),
    found: 'care intake intake-unreachable wait',
  },
  'certificate expired': {
    seed: async () => withIntake({ keysFolder: await expiredKeys() }),
    found: 'stop intake certificate-expired replace',
  },
  'clock ten minutes off': {
    seed: async () => {
      const { url, undo } = await intakeOfAnotherTime(10 * 60_000)
      return { ...withIntake({ url }), undo }
    },
    found: 'care intake clock-off configure',
  },
  'disk nearly full': {
    seed: async () => {
      const { bavail, bsize } = await statfs(state)
      const { storage } = ground.config
      const minFreeMegabytes = Math.floor((0.7 * bavail * bsize) / (1024 * 1024))
      const outbox = { ...storage.outbox, minFreeMegabytes }
      return { config: { ...ground.config, storage: { ...storage, outbox } } }
    },
    found: 'care storage disk-filling clear',
  },
  'application in quarantine': {
    seed: async () => ({ outboxFolder: outboxWithQuarantine() }),
    found: 'care intake applications-quarantined maintenance',
  },
} as const satisfies Record<string, Readonly<{ seed: Seed; found: string }>>

/** What depends on how busy this machine is at the moment is not what this test is about. */
const ofThisMachine = new Set(['storage-slow', 'photo-check-slow', 'intake-slow', 'camera-slow'])

it.each(Object.entries(faults))('%s', async (_what, { seed, found }) => {
  const { undo, ...changes }: Awaited<ReturnType<Seed>> = await seed()
  try {
    const { findings, verdict, milliseconds } = await diagnoseBooth({
      config: ground.config,
      version: '0.1.0',
      outboxFolder: join(state, 'outbox'),
      level: 'internal',
      simulators: simulatorsOf(devices),
      ...changes,
    })
    expect(
      findings
        .filter(({ code }) => !ofThisMachine.has(code))
        .map(({ severity, subject, code, action }) => `${severity} ${subject} ${code} ${action}`),
    ).toEqual([found])
    const expected: Report['verdict'] = found.startsWith('stop') ? 'not-ready' : 'ready-with-warnings'
    expect(verdict).toBe(expected)
    expect(milliseconds).toBeLessThan(10_000)
  } finally {
    await undo?.()
  }
})

/** The booth's keys with a certificate that ran out three days ago. */
const expiredKeys = async (): Promise<string> => {
  const keys = join(folder, 'expired-keys')
  cpSync(ground.config.intake.keysFolder, keys, { recursive: true })
  const path = join(keys, enrolmentFile)
  const enrolment = Enrolment.parse(JSON.parse(readFileSync(path, 'utf8')))
  const { publicKey, subject } = new X509Certificate(enrolment.certificate)
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const { privateKey } = await crypto.subtle.generateKey(signingAlgorithm, false, ['sign', 'verify'])
  const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000)
  const expired = await X509CertificateGenerator.create({
    subject,
    issuer: 'CN=intake',
    publicKey,
    signingKey: privateKey,
    signingAlgorithm,
    notBefore: inDays(-828),
    notAfter: inDays(-3),
  })
  writeFileSync(path, JSON.stringify({ ...enrolment, certificate: expired.toString('pem') }))
  return keys
}

/** The intake's own answers, dated so many milliseconds ahead. */
const intakeOfAnotherTime = async (aheadMs: number) => {
  const server = createServer((request, response) => {
    void fetch(new URL(request.url ?? '/', ground.config.intake.url)).then(async (answer) => {
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
        date: new Date(Date.now() + aheadMs).toUTCString(),
      })
      response.end(await answer.text())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, undo: () => server.close() }
}

const outboxWithQuarantine = (): string => {
  const outbox = join(folder, 'outbox-with-quarantine')
  const store = OutboxStore.open(outbox)
  const id = randomUUID()
  const row = {
    id,
    reference: 'TEST-0001',
    formMac: Buffer.from('mac'),
    envelope: Buffer.from('sealed'),
    digest: '',
  }
  expect(store.add(row, { maxWaiting: 10, minFreeBytes: 0 }).ok).toBe(true)
  store.quarantine(id, 'unreadable')
  store.close()
  return outbox
}
