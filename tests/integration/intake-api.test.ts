import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { registeredDateOfBirth, simulatedAuthority } from '../../intake/authority/simulated.ts'
import { decisionWaitMs, keysPath, ReceiptAnswer } from '../../intake/contract.ts'
import { rotateKeys } from '../../intake/keys.ts'
import { newFormId, openGround, problemOf } from './intake/ground.ts'
import type { Answer, Ground, TestBooth } from './intake/ground.ts'

let ground: Ground
let booth: TestBooth
beforeAll(async () => {
  ground = await openGround()
  booth = await ground.booth()
})
afterAll(async () => await ground[Symbol.asyncDispose]())

const decided = async (changes: Parameters<TestBooth['sealed']>[0]) => {
  const sealed = await booth.sealed(changes)
  const { decision, reason } = await booth.receipt(await booth.put(sealed), sealed)
  return reason ?? decision
}

describe('an application', () => {
  test('is accepted with a receipt the booth can verify', async () => {
    const sealed = await booth.sealed()
    const answer = await booth.put(sealed)
    expect(answer).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' })
    const claims = await booth.receipt(answer, sealed)
    expect(claims).toMatchObject({ decision: 'accepted', boothId: booth.boothId, digest: sealed.digest })
    expect(claims.decidedAt! >= claims.receivedAt).toBe(true)
  })

  test('sent again, in whatever order and number, has the same receipt to the byte', async () => {
    const sealed = await booth.sealed()
    const answers = await Promise.all([booth.put(sealed), booth.put(sealed), booth.put(sealed)])
    const later = [await booth.put(sealed), await booth.get(sealed.applicationId)]
    const receipts = [...answers, ...later].map((answer) => ReceiptAnswer.parse(answer.body).receipt)
    expect(new Set(receipts).size).toBe(1)
  })

  test('under an ID that is taken by other bytes is a conflict, and the first stays', async () => {
    const first = await booth.sealed()
    const before = await booth.put(first)
    const other = await booth.sealed({}, first.applicationId)
    const answer = await booth.put(other)
    expect([answer.status, problemOf(answer)]).toEqual([409, 'conflict'])
    expect((await booth.get(first.applicationId)).body).toEqual(before.body)
  })

  test('is not told to another booth', async () => {
    const stranger = await ground.booth('booth-2')
    const sealed = await booth.sealed()
    await booth.put(sealed)
    const answer = await stranger.get(sealed.applicationId)
    expect([answer.status, problemOf(answer)]).toEqual([404, 'not-found'])
  })

  test('a second one for a form that is open is refused, and the check says so beforehand', async () => {
    const formId = newFormId()
    expect(await decided({ formId })).toBe('accepted')
    expect(await decided({ formId })).toBe('form-id-in-progress')
    expect((await booth.check(formId, '1990-01-01')).body).toEqual({ answer: 'form-id-in-progress' })
  })
})

describe('test IDs of the simulated authority', () => {
  const birth = { other: '1990-01-01', registered: registeredDateOfBirth }

  test.each([
    ['9001', 'form-id-unknown', 'form-id-unknown'],
    ['9002', 'form-id-in-progress', 'form-id-in-progress'],
    ['9003', 'date-of-birth-mismatch', 'date-of-birth-mismatch'],
    ['9005', 'usable', 'photo-unsuitable'],
    ['9011', 'usable', 'form-id-unknown'],
    ['9012', 'usable', 'form-id-in-progress'],
    ['9013', 'usable', 'date-of-birth-mismatch'],
    ['0000', 'usable', 'accepted'],
  ])('%s: check %s, decision %s', async (ending, check, decision) => {
    const formId = newFormId(ending)
    expect((await booth.check(formId, birth.other)).body).toEqual({ answer: check })
    expect(await decided({ formId, dateOfBirth: birth.other })).toBe(decision)
  })

  test.each(['9003', '9013'])('%s is mended by the date of birth of the register', async (ending) => {
    const formId = newFormId(ending)
    expect(await decided({ formId, dateOfBirth: birth.other })).toBe('date-of-birth-mismatch')
    expect((await booth.check(formId, birth.registered)).body).toEqual({ answer: 'usable' })
    expect(await decided({ formId, dateOfBirth: birth.registered })).toBe('accepted')
  })

  test('9004 is mended by another portrait, not by the same one', async () => {
    const formId = newFormId('9004')
    const portrait = randomBytes(5_000)
    expect(await decided({ formId, portrait })).toBe('photo-unsuitable')
    expect(await decided({ formId, portrait })).toBe('photo-unsuitable')
    expect(await decided({ formId, portrait: randomBytes(5_000) })).toBe('accepted')
  })

  test('9023 stays pending: kept, and answered so', async () => {
    expect(await decided({ formId: newFormId('9023') })).toBe('pending')
  })
})

describe('a pending application', () => {
  test.each([
    ['9021', 'accepted'],
    ['9022', 'form-id-unknown'],
  ])('%s is forwarded and settled as %s, and GET tells', async (ending, outcome) => {
    await using own = await openGround({ forwarding: { leaseMs: 0, pollMs: 20 } })
    const sender = await own.booth()
    const sealed = await sender.sealed({ formId: newFormId(ending) })
    const first = await sender.receipt(await sender.put(sealed), sealed)
    expect(first.decision).toBe('pending')
    const settled = await eventually(async () => {
      const claims = await sender.receipt(await sender.get(sealed.applicationId), sealed)
      return claims.decision === 'pending' ? undefined : claims
    })
    expect(settled.reason ?? settled.decision).toBe(outcome)
    expect(settled.receiptNumber).toBe(first.receiptNumber)
  })

  test('an authority that does not answer in time makes it pending, not lost', async () => {
    await using own = await openGround({ authority: simulatedAuthority({ faultRate: 1 }) })
    const sender = await own.booth()
    const sealed = await sender.sealed()
    expect((await sender.receipt(await sender.put(sealed), sealed)).decision).toBe('pending')
    expect(decisionWaitMs).toBe(8_000)
  })

  test('survives a restart of the intake and is settled by the next one', async () => {
    const own = await openGround({
      authority: simulatedAuthority({ faultRate: 1 }),
      forwarding: { leaseMs: 3_600_000 },
    })
    const sender = await own.booth()
    const sealed = await sender.sealed()
    await sender.put(sealed)
    await own.intake.close()
    await using next = await openGround({
      database: own.options.database,
      keysFolder: own.options.keysFolder,
      forwarding: { leaseMs: 0, pollMs: 20 },
    })
    const settled = await eventually(async () => {
      const found = await next.intake.store.find(sealed.applicationId)
      return found?.decision === 'accepted' ? found : undefined
    })
    expect(settled.digest).toBe(sealed.digest)
    await sender.close()
    rmSync(own.folder, { recursive: true, force: true })
  })
})

describe('keys', () => {
  test('after a rotation the intake opens what was sealed to the old key and publishes the new one first', async () => {
    await using own = await openGround()
    const sender = await own.booth()
    const old = await sender.sealed()
    const before = (await sender.call('GET', keysPath)).body as { keys: { kid: string; use: string }[] }
    await rotateKeys(own.options.keysFolder)
    await own.intake.reload()
    const after = (await sender.call('GET', keysPath)).body as typeof before
    const kids = (answer: typeof before, use: string) =>
      answer.keys.filter((key) => key.use === use).map((key) => key.kid)
    expect(kids(after, 'enc').slice(1)).toEqual(kids(before, 'enc'))
    expect(kids(after, 'sig').slice(1)).toEqual(kids(before, 'sig'))
    expect((await sender.receipt(await sender.put(old), old)).decision).toBe('accepted')
  })

  test('nothing private is published', async () => {
    const { keys } = (await booth.call('GET', keysPath)).body as { keys: object[] }
    for (const key of keys) expect(Object.keys(key)).not.toContain('d')
  })
})

describe('the OpenAPI document', () => {
  const Document = z.object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          responses: z.record(
            z.string(),
            z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }),
          ),
        }),
      ),
    ),
  })

  test('names every route, and every answer is one it describes', async () => {
    const document = Document.parse((await booth.call('GET', '/v1/openapi.json')).body)
    const sealed = await booth.sealed()
    const put = `/v1/applications/${sealed.applicationId}`
    const application = '/v1/applications/{applicationId}'
    const exchanges: [string, string, Promise<Answer>][] = [
      ['put', application, booth.put(sealed)],
      ['put', application, booth.put({ ...sealed, envelope: randomBytes(50) })],
      ['put', application, booth.put({ ...sealed, envelope: new Uint8Array(3 * 1024 * 1024) })],
      ['put', application, booth.call('PUT', put, { not: 'an envelope' })],
      ['put', application, booth.call('PUT', '/v1/applications/7', randomBytes(5))],
      ['get', application, booth.get('0190a0a0-0000-7000-8000-000000000000')],
      ['get', application, booth.get('no-id')],
      ['post', '/v1/checks', booth.check(newFormId(), '1990-01-01')],
      ['post', '/v1/checks', booth.check('12', '1990-01-01')],
      ['get', '/v1/keys', booth.call('GET', keysPath)],
      ['get', '/v1/health', booth.call('GET', '/v1/health')],
    ]
    const seen = new Set<string>()
    for (const [method, path, exchange] of exchanges) {
      const answer = await exchange
      const described = document.paths[path]?.[method]?.responses[String(answer.status)]?.content
      const [type = ''] = answer.type.split(';')
      const schema = described?.[type]?.schema
      expect(schema, `${method} ${path} ${answer.status} ${type}`).toBeDefined()
      z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).parse(answer.body)
      seen.add(`${method} ${path}`)
    }
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect([...seen].sort()).toEqual(described.sort())
  })
})

describe('logs and metrics', () => {
  test('hold nothing of the applicant', async () => {
    await using own = await openGround({ statusPort: 0 })
    const sender = await own.booth()
    const formId = newFormId()
    await sender.check(formId, '1987-03-21')
    await sender.put(await sender.sealed({ formId }))
    await sender.put({ applicationId: 'x', envelope: randomBytes(9) })
    await sender.call('POST', '/v1/checks', { formId: `${formId}0`, dateOfBirth: '1987-03-21' })
    const metrics = await (await fetch(`${own.intake.statusUrl}/metrics`)).text()
    expect(metrics).toContain('intake_applications{decision="accepted"} 1')
    expect(metrics).toContain('intake_events_total{event="request-refused",problem="bad-request"} 2')
    const written = JSON.stringify(own.lines) + metrics
    for (const secret of [formId, formId.slice(0, 12), '1987-03-21', '19870321'])
      expect(written).not.toContain(secret)
    expect((await fetch(`${own.intake.statusUrl}/v1/health`)).status).toBe(200)
  })
})

/** Asks again every 20 ms, for 10 s at most, until something is there. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const found = await ask()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('It did not come about.')
}
