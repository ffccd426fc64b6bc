import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assertSqlite, migrations } from '../../../main/submission/outbox-schema.ts'
import { OutboxStore } from '../../../main/submission/outbox-store.ts'
import type { NewRow } from '../../../main/submission/outbox-store.ts'
import { digestOf } from '../../../main/submission/seal.ts'

const limits = { maxWaiting: 100, minFreeBytes: 0 }
const settlement = {
  receipt: 'a.b.c',
  receiptNumber: '0000-1111-2222',
  decision: 'accepted',
  reason: null,
} as const

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-outbox-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const newRow = (index: number, bytes = 20_000): NewRow => {
  const envelope = randomBytes(bytes)
  return {
    id: `id-${index}`,
    reference: `ref-${index}`,
    formMac: randomBytes(32),
    envelope,
    digest: digestOf(envelope),
  }
}

const filled = (store: OutboxStore, count: number): NewRow[] =>
  Array.from({ length: count }, (_, index) => {
    const row = newRow(index)
    expect(store.add(row, limits)).toMatchObject({ ok: true })
    return row
  })

describe('taking in', () => {
  test('a row comes back whole, after the process has gone without a word', () => {
    const store = OutboxStore.open(folder)
    const [row] = filled(store, 1)
    // Not closed: the write-ahead log is all there is.
    const again = OutboxStore.open(folder)
    expect(again.envelope('id-0')).toEqual(new Uint8Array(row?.envelope ?? []))
    expect(again.row('id-0')).toMatchObject({ state: 'queued', attempts: 0, bytes: 20_000 })
    again.close()
    store.close()
  })

  test('the same form is kept once, and known by its number', () => {
    const store = OutboxStore.open(folder)
    const [first] = filled(store, 1)
    const repeat = { ...newRow(1), formMac: first?.formMac ?? new Uint8Array() }
    expect(store.add(repeat, limits)).toEqual({
      ok: false,
      error: { code: 'already-kept', reference: 'ref-0' },
    })
    store.settle('id-0', settlement)
    expect(store.add(repeat, limits)).toMatchObject({ ok: true })
    store.close()
  })

  test('no more than the limit, whatever state they are in', () => {
    const store = OutboxStore.open(folder)
    filled(store, 3)
    store.quarantine('id-0', 'unreadable')
    expect(store.add(newRow(9), { ...limits, maxWaiting: 3 })).toEqual({
      ok: false,
      error: { code: 'queue-full' },
    })
    store.close()
  })

  test('nothing where too little space is left', () => {
    const store = OutboxStore.open(folder)
    const refused = store.add(newRow(0), { ...limits, minFreeBytes: Number.MAX_SAFE_INTEGER })
    expect(refused).toEqual({ ok: false, error: { code: 'disk-full' } })
    store.close()
  })
})

describe('states', () => {
  test('settled: bytes and form are gone, the receipt stays until it is old', () => {
    const store = OutboxStore.open(folder)
    const [row] = filled(store, 1)
    store.sending('id-0')
    store.settle('id-0', settlement)
    expect(store.envelope('id-0')).toBeUndefined()
    expect(store.keptReference(row?.formMac ?? new Uint8Array())).toBeUndefined()
    expect(store.row('id-0')).toMatchObject({ state: 'settled', receiptNumber: '0000-1111-2222' })
    expect(store.prune(new Date(Date.now() - 1_000))).toBe(0)
    expect(store.prune(new Date(Date.now() + 1_000))).toBe(1)
    store.close()
  })

  test('age never removes what is sealed or undecided', () => {
    const store = OutboxStore.open(folder)
    filled(store, 4)
    store.settle('id-0', { ...settlement, decision: 'pending' })
    store.holdAll('http-403')
    store.releaseHeld()
    store.quarantine('id-1', 'conflict')
    expect(store.prune(new Date('2200-01-01'))).toBe(0)
    expect(store.rows()).toHaveLength(4)
    store.close()
  })

  test('held rows, and retried ones, are asked about before they are sent', () => {
    const store = OutboxStore.open(folder)
    filled(store, 2)
    expect(store.holdAll('http-403')).toBe(2)
    expect(store.next([], [])).toBeUndefined()
    expect(store.retry('id-1')).toBe(true)
    expect(store.next([], [])).toMatchObject({ id: 'id-1', state: 'sending' })
    expect(store.releaseHeld()).toBe(1)
    expect(store.next([], [])).toMatchObject({ id: 'id-0', state: 'sending' })
    expect(store.retry('id-0')).toBe(false)
    store.close()
  })

  test('who is waited for goes first, who was put off goes later', () => {
    const store = OutboxStore.open(folder)
    filled(store, 3)
    expect(store.next([], [])?.id).toBe('id-0')
    expect(store.next(['id-2'], [])?.id).toBe('id-2')
    expect(store.next(['id-2'], ['id-2', 'id-0'])?.id).toBe('id-1')
    store.close()
  })
})

describe('damage', () => {
  const damage = (at: (size: number) => number, length: number): void => {
    const path = join(folder, 'outbox.db')
    const bytes = readFileSync(path)
    const start = at(bytes.length)
    bytes.fill(0xa5, start, start + length)
    writeFileSync(path, bytes)
  }
  const asideFiles = (): string[] =>
    readdirSync(join(folder, 'set-aside')).flatMap((name) => readdirSync(join(folder, 'set-aside', name)))

  test('a file that is no database is set aside, whole, and the outbox begins anew', () => {
    writeFileSync(join(folder, 'outbox.db'), randomBytes(40_000))
    const before = readFileSync(join(folder, 'outbox.db'))
    const store = OutboxStore.open(folder)
    expect(store.setAside).toMatchObject({ rescued: 0 })
    expect(readFileSync(join(store.setAside?.folder ?? '', 'outbox.db'))).toEqual(before)
    expect(store.counts()).toMatchObject({ queued: 0, setAside: 1 })
    expect(store.add(newRow(0), limits)).toMatchObject({ ok: true })
    store.close()
  })

  test.each([0.3, 0.5, 0.7, 0.9])(
    'pages broken at %s of the file: every row that is whole goes on',
    (share) => {
      const store = OutboxStore.open(folder)
      const rows = filled(store, 30)
      store.close()
      damage((size) => Math.floor((size * share) / 4096) * 4096, 8_192)
      const again = OutboxStore.open(folder)
      const kept = again.rows()
      // Two pages hold bytes of at most three envelopes; a leaf of the table a few rows more.
      expect(kept.length).toBeGreaterThanOrEqual(20)
      for (const { id, digest } of kept) {
        const original = rows.find((row) => row.id === id)
        expect(digest).toBe(original?.digest)
        expect(digestOf(again.envelope(id) ?? new Uint8Array())).toBe(digest)
      }
      // Broken bytes of an envelope escape SQLite's check: the courier finds them by the digest before it sends.
      if (again.setAside) expect(asideFiles()).toContain('outbox.db')
      again.close()
    },
  )

  test('a file of a newer release is left as it is', () => {
    const db = new DatabaseSync(join(folder, 'outbox.db'))
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`)
    db.close()
    expect(() => OutboxStore.open(folder)).toThrow('this release knows up to')
    expect(readdirSync(folder)).not.toContain('set-aside')
  })

  test('commands repair nothing and make nothing', () => {
    expect(() => OutboxStore.attach(folder)).toThrow('There is no outbox in this folder.')
    expect(readdirSync(folder)).toEqual([])
  })
})

test('the folder is the service’s alone', () => {
  const own = join(folder, 'outbox')
  OutboxStore.open(own).close()
  expect(statSync(own).mode & 0o777).toBe(0o700)
})

test.each([
  ['3.51.3', true],
  ['3.53.0', true],
  ['4.0.0', true],
  ['3.51.2', false],
  ['3.50.9', false],
  ['2.99.99', false],
])('SQLite %s is new enough: %s', (version, enough) => {
  if (enough) expect(() => assertSqlite(version)).not.toThrow()
  else expect(() => assertSqlite(version)).toThrow('too old')
})
