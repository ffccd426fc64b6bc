import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ReceiptNumber } from '../../intake/contract.ts'
import { ledger } from '../../intake/ledger.ts'
import { openStore } from '../../intake/store/open-store.ts'
import type { NewApplication, Reception, Store, StoredApplication } from '../../intake/store/store.ts'
import { newApplicationId } from '../../main/submission/identifiers.ts'
import { scratch } from './intake/ground.ts'
import { noPostgres, startPostgres } from './intake/postgres.ts'
import { leftOutIf } from '../left-out.ts'

const now = '2026-11-23T01:00:00.000Z'
const later = '2026-11-23T01:00:30.000Z'
const muchLater = '2026-11-23T01:05:00.000Z'

const application = (changes: Partial<NewApplication> = {}): NewApplication => ({
  applicationId: newApplicationId(new Date()),
  boothId: 'booth-1',
  digest: randomBytes(32).toString('base64url'),
  formMark: randomBytes(32).toString('base64url'),
  receivedAt: now,
  nextAttemptAt: later,
  sealed: randomBytes(2_000),
  ...changes,
})
const key = (name: string) => ({ kty: 'OKP', crv: 'Ed25519', x: `x-${name}`, kid: `kid-${name}` }) as const
const kept = (reception: Reception): StoredApplication => {
  if (reception.kind === 'conflict') throw new Error('a conflict')
  return reception.application
}
const all = async <T>(lines: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const line of lines) found.push(line)
  return found
}

/** The store's contract: every line of it holds for both databases. */
function storeContract(newDatabase: () => Promise<string>): void {
  let database: string
  let store: Store
  beforeAll(async () => {
    database = await newDatabase()
    store = await openStore(database, 'receive')
  })
  afterAll(async () => {
    await store.close()
  })

  test('keeps a new application as pending, with a receipt number people can read', async () => {
    const one = application()
    const reception = await store.receive(one)
    expect(reception).toMatchObject({ kind: 'new', application: { decision: 'pending', reason: null } })
    expect(ReceiptNumber.safeParse(kept(reception).receiptNumber).success).toBe(true)
    expect(await store.find(one.applicationId)).toEqual(kept(reception))
  })

  test('knows an application that is sent again, and refuses other bytes or another booth under its ID', async () => {
    const one = application()
    const first = await store.receive(one)
    expect(await store.receive(one)).toEqual({ kind: 'known', application: kept(first) })
    expect(await store.receive({ ...one, digest: 'other' })).toEqual({ kind: 'conflict' })
    expect(await store.receive({ ...one, boothId: 'booth-2' })).toEqual({ kind: 'conflict' })
  })

  test('takes one of many identical requests made at once, and answers all with the same receipt', async () => {
    const one = application()
    const receptions = await Promise.all(Array.from({ length: 20 }, async () => await store.receive(one)))
    expect(receptions.filter((reception) => reception.kind === 'new')).toHaveLength(1)
    expect(new Set(receptions.map((reception) => kept(reception).receiptNumber)).size).toBe(1)
  })

  test('opens one application a form: of many at once one is pending, the others are refused', async () => {
    const formMark = randomBytes(32).toString('base64url')
    const rivals = Array.from({ length: 12 }, () => application({ formMark }))
    const receptions = await Promise.all(rivals.map(async (rival) => await store.receive(rival)))
    const decisions = receptions.map((reception) => kept(reception).decision)
    expect(decisions.filter((decision) => decision === 'pending')).toHaveLength(1)
    expect(new Set(receptions.map((reception) => kept(reception).reason))).toEqual(
      new Set([null, 'form-id-in-progress']),
    )
    expect(await store.formIsOpen(formMark)).toBe(true)
  })

  test('frees the form when its application is refused, and keeps it closed when accepted', async () => {
    const refused = application()
    await store.receive(refused)
    await store.settle(refused.applicationId, { decision: 'refused', reason: 'photo-unsuitable' })
    expect(await store.formIsOpen(refused.formMark)).toBe(false)
    const again = await store.receive(application({ formMark: refused.formMark }))
    expect(kept(again).decision).toBe('pending')
    await store.settle(kept(again).applicationId, { decision: 'accepted' })
    const third = await store.receive(application({ formMark: refused.formMark }))
    expect(kept(third)).toMatchObject({ decision: 'refused', reason: 'form-id-in-progress' })
  })

  test('lets the first decision stand, whoever else decides', async () => {
    const one = application()
    await store.receive(one)
    const first = await store.settle(one.applicationId, { decision: 'accepted' })
    const second = await store.settle(one.applicationId, { decision: 'refused', reason: 'form-id-unknown' })
    expect(first.decision).toBe('accepted')
    expect(second).toEqual(first)
  })

  test('settles many at once, each with its own decision', async () => {
    const many = Array.from({ length: 30 }, () => application())
    await Promise.all(many.map(async (one) => await store.receive(one)))
    const settled = await Promise.all(
      many.map(async ({ applicationId }, index) =>
        index % 3 === 0
          ? await store.settle(applicationId, { decision: 'refused', reason: 'date-of-birth-mismatch' })
          : await store.settle(applicationId, { decision: 'accepted' }),
      ),
    )
    expect(settled.map((one) => one.applicationId)).toEqual(many.map((one) => one.applicationId))
    expect(settled.every((one, index) => (one.decision === 'refused') === (index % 3 === 0))).toBe(true)
  })

  test('one request that cannot be kept takes no other down with it', async () => {
    const broken = application({ sealed: null as unknown as Uint8Array })
    const sound = Array.from({ length: 8 }, () => application())
    const outcomes = await Promise.allSettled([...sound, broken].map(async (one) => await store.receive(one)))
    expect(outcomes.map((outcome) => outcome.status)).toEqual([...sound.map(() => 'fulfilled'), 'rejected'])
    expect(await store.find(broken.applicationId)).toBeUndefined()
  })

  test('hands out what is due once: two that ask at the same moment share nothing', async () => {
    const due = Array.from({ length: 20 }, () => application({ nextAttemptAt: now }))
    await Promise.all(due.map(async (one) => await store.receive(one)))
    const claims = await Promise.all([1, 2, 3].map(async () => await store.claimDue(later, muchLater, 10)))
    const ids = claims.flat().map((claim) => claim.applicationId)
    expect(new Set(ids).size).toBe(ids.length)
    const rest = await store.claimDue(later, muchLater, 100)
    const wanted = new Set(due.map((one) => one.applicationId))
    expect([...ids, ...rest.map((claim) => claim.applicationId)].filter((id) => wanted.has(id))).toHaveLength(
      due.length,
    )
    const [claim] = claims.flat().filter(({ applicationId }) => wanted.has(applicationId))
    const original = due.find((one) => one.applicationId === claim?.applicationId)
    expect(Buffer.from(claim?.sealed ?? [])).toEqual(original?.sealed)
    expect(claim?.attempts).toBe(1)
    if (claim) await store.postpone(claim.applicationId, now)
    const again = await store.claimDue(later, muchLater, 100)
    expect(again.map((one) => [one.applicationId, one.attempts])).toEqual([[claim?.applicationId, 2]])
  })

  test('a settled application is handed out no more, and its envelope is gone', async () => {
    const one = application({ nextAttemptAt: now })
    await store.receive(one)
    await store.settle(one.applicationId, { decision: 'accepted' })
    const due = await store.claimDue(muchLater, muchLater, 100)
    expect(due.map((claim) => claim.applicationId)).not.toContain(one.applicationId)
  })

  test('forgets form marks of applications accepted long ago, and only those', async () => {
    const [old, pending] = [application(), application()]
    await Promise.all([store.receive(old), store.receive(pending)])
    await store.settle(old.applicationId, { decision: 'accepted' })
    expect(await store.closeForms('2000-01-01T00:00:00.000Z')).toBe(0)
    expect(await store.closeForms('2100-01-01T00:00:00.000Z')).toBeGreaterThan(0)
    expect(await store.formIsOpen(old.formMark)).toBe(false)
    expect(await store.formIsOpen(pending.formMark)).toBe(true)
  })

  test('the ledger tells everything that was received, once, beside a running intake', async () => {
    const counts = await store.counts()
    const lines = await all(ledger(database))
    expect(lines).toHaveLength(counts.accepted + counts.refused + counts.pending)
    expect(new Set(lines.map((line) => line.applicationId)).size).toBe(lines.length)
    expect(lines).toEqual(await all(store.ledger()))
  })

  test('a revoked booth loses certificates and keys, and can be enrolled anew with new ones', async () => {
    const certificate = { fingerprint: 'f1', expiresAt: '2100-01-01T00:00:00.000Z' }
    await store.enrol({ boothId: 'booth-9', key: key('a'), certificate })
    expect(await store.boothOfCertificate('f1')).toMatchObject({ boothId: 'booth-9', revokedAt: null })
    expect(await store.signingKey('kid-a', 'booth-9')).toEqual({ x: 'x-a', revoked: false })
    expect(await store.signingKey('kid-a', 'booth-8')).toBeUndefined()
    expect(await store.revoke('booth-9')).toBe(true)
    expect(await store.boothOfCertificate('f1')).toBeUndefined()
    expect(await store.signingKey('kid-a', 'booth-9')).toEqual({ x: 'x-a', revoked: true })
    expect((await store.booth('booth-9'))?.revokedAt).not.toBeNull()
    await store.enrol({
      boothId: 'booth-9',
      key: key('b'),
      certificate: { ...certificate, fingerprint: 'f2' },
    })
    expect(await store.boothOfCertificate('f1')).toBeUndefined()
    expect(await store.boothOfCertificate('f2')).toMatchObject({ boothId: 'booth-9', revokedAt: null })
    expect(await store.signingKey('kid-a', 'booth-9')).toEqual({ x: 'x-a', revoked: true })
    expect(await store.revoke('nobody')).toBe(false)
  })

  test('a certificate that has run out is nobody’s', async () => {
    const certificate = { fingerprint: 'f-old', expiresAt: '2020-01-01T00:00:00.000Z' }
    await store.enrol({ boothId: 'booth-7', key: key('c'), certificate })
    expect(await store.boothOfCertificate('f-old')).toBeUndefined()
  })
}

describe('store on SQLite', () => {
  const folder = scratch()
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  storeContract(async () => await Promise.resolve(join(folder, 'intake.sqlite')))

  test('a second intake on the same file is told so in one sentence', async () => {
    const file = join(folder, 'held.sqlite')
    const first = await openStore(file, 'receive')
    await expect(openStore(file, 'receive')).rejects.toThrow(
      `The database ${file} is in use by another intake.`,
    )
    await first.close()
    await (await openStore(file, 'receive')).close()
  })

  test('a database that is not there, or is none, is named in one sentence', async () => {
    await expect(openStore(join(folder, 'absent.sqlite'), 'read')).rejects.toThrow(
      /absent\.sqlite cannot be opened/,
    )
  })
})

describe.skipIf(noPostgres !== undefined)(leftOutIf('store on PostgreSQL', noPostgres), () => {
  let stop: () => Promise<void>
  let newDatabase: () => Promise<string>
  beforeAll(async () => {
    const postgres = await startPostgres()
    stop = postgres.stop
    newDatabase = postgres.database
  })
  afterAll(async () => await stop())
  storeContract(async () => await newDatabase())

  test('several intakes beside each other take one application of a form, and each pending one once', async () => {
    const database = await newDatabase()
    const stores = await Promise.all([1, 2, 3].map(async () => await openStore(database, 'receive')))
    const marks = Array.from({ length: 40 }, () => randomBytes(32).toString('base64url'))
    const receptions = await Promise.all(
      stores.flatMap((store) =>
        marks.map(async (formMark) => await store.receive(application({ formMark, nextAttemptAt: now }))),
      ),
    )
    const pending = receptions.filter((reception) => kept(reception).decision === 'pending')
    expect(pending).toHaveLength(marks.length)
    const claims = await Promise.all(
      stores.flatMap((store) => [1, 2].map(async () => await store.claimDue(later, muchLater, 7))),
    )
    const rest = (await stores[0]?.claimDue(later, muchLater, 100)) ?? []
    const ids = [...claims.flat(), ...rest].map((claim) => claim.applicationId)
    expect(ids).toHaveLength(marks.length)
    expect(new Set(ids).size).toBe(ids.length)
    await Promise.all(stores.map(async (store) => await store.close()))
  })

  test('a server that is not there is named in one sentence', async () => {
    await expect(openStore('postgres://nobody@127.0.0.1:1/none', 'receive')).rejects.toThrow(
      /^The PostgreSQL database cannot be reached: /,
    )
  })
})
