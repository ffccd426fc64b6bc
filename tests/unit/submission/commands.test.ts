import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportOutbox, listOutbox, retryApplication } from '../../../main/submission/commands.ts'
import { OutboxStore } from '../../../main/submission/outbox-store.ts'
import { digestOf } from '../../../main/submission/seal.ts'
import { listeningJournal } from '../../integration/submission/ground.ts'

let folder: string
let journal: ReturnType<typeof listeningJournal>
const envelope = randomBytes(5_000)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-commands-'))
  journal = listeningJournal()
  const store = OutboxStore.open(join(folder, 'outbox'))
  for (const index of [1, 2]) {
    const row = {
      id: `id-${index}`,
      reference: `AAAA-000${index}`,
      formMac: randomBytes(32),
      envelope,
      digest: digestOf(envelope),
    }
    store.add(row, { maxWaiting: 9, minFreeBytes: 0 })
  }
  store.quarantine('id-2', 'unreadable')
  store.close()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const outbox = (): string => join(folder, 'outbox')

test('list: every row, oldest first', () => {
  expect(listOutbox(outbox())).toMatchObject({
    ok: true,
    value: [
      { id: 'id-1', state: 'queued' },
      { id: 'id-2', state: 'quarantined', fault: 'unreadable' },
    ],
  })
})

test('list: no outbox, one sentence', () => {
  expect(listOutbox(join(folder, 'nowhere'))).toEqual({
    ok: false,
    error: 'There is no outbox in this folder.',
  })
})

test.each(['id-2', 'AAAA-0002'])('retry %s: asked about again', (name) => {
  expect(retryApplication(outbox(), name, journal)).toMatchObject({ ok: true, value: { state: 'sending' } })
  expect(journal.of('outbox-retried')).toEqual([{ reference: 'AAAA-0002', was: 'quarantined' }])
})

test('retry: what is under way or unknown is refused in one sentence', () => {
  expect(retryApplication(outbox(), 'id-1', journal)).toMatchObject({
    ok: false,
    error: expect.stringContaining('queued'),
  })
  expect(retryApplication(outbox(), 'id-9', journal)).toMatchObject({ ok: false })
  expect(journal.lines).toEqual([])
})

test('export: the sealed bytes and a list of them, the owner’s alone; the outbox stays', () => {
  const directory = join(folder, 'stick')
  expect(exportOutbox(outbox(), directory, journal)).toMatchObject({ ok: true })
  expect(readdirSync(directory).sort()).toEqual(['AAAA-0001.mke', 'AAAA-0002.mke', 'applications.json'])
  expect(readFileSync(join(directory, 'AAAA-0001.mke'))).toEqual(envelope)
  expect(statSync(join(directory, 'AAAA-0001.mke')).mode & 0o777).toBe(0o600)
  const list = JSON.parse(readFileSync(join(directory, 'applications.json'), 'utf8')) as unknown
  expect(list).toMatchObject([
    { applicationId: 'id-1', file: 'AAAA-0001.mke', digest: digestOf(envelope) },
    { state: 'quarantined' },
  ])
  const after = OutboxStore.attach(outbox())
  expect(after.counts()).toMatchObject({ queued: 1, quarantined: 1 })
  after.close()
})

test('export: a folder that cannot be written to, one sentence', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(exportOutbox(outbox(), join(folder, 'file'), journal)).toMatchObject({
    ok: false,
    error: expect.stringContaining('cannot be written'),
  })
})
