import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { simulatedAuthority } from '../../intake/authority/simulated.ts'
import { revocationHoldsWithinMs } from '../../intake/booth-identity.ts'
import { applicationPath, boothHeader, envelopeMediaType, maxEnvelopeBytes } from '../../intake/contract.ts'
import type { Problem } from '../../intake/contract.ts'
import { enrolBooth } from '../../intake/enrolment.ts'
import { newBooth, openGround, problemOf } from './intake/ground.ts'
import type { Answer, Ground, TestBooth } from './intake/ground.ts'
import { noPostgres, startPostgres } from './intake/postgres.ts'
import { leftOutIf } from '../left-out.ts'

const accepted = async (ground: Ground) => (await ground.intake.store.counts()).accepted
const refusals = (ground: Ground) =>
  ground.lines.filter((line) => line.event === 'request-refused').map((line) => line.facts['problem'])
const detailOf = (answer: Answer) => (answer.body as Problem).detail
const pause = async (milliseconds: number) =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('over TLS', () => {
  let ground: Ground
  let booth: TestBooth
  beforeAll(async () => {
    ground = await openGround({ development: false })
    booth = await ground.booth()
  })
  afterAll(async () => await ground[Symbol.asyncDispose]())

  /** PUT with whatever certificate, or none. */
  async function put(
    tls: { key?: string; cert?: string },
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const sealed = await booth.sealed()
    const dispatcher = new Agent({ connect: { ...tls, ca: booth.keys.tls.ca } })
    const response = await request(ground.intake.url + applicationPath(sealed.applicationId), {
      method: 'PUT',
      dispatcher,
      headers: { 'content-type': envelopeMediaType, ...headers },
      body: sealed.envelope,
    })
    const body: unknown = await response.body.json()
    await dispatcher.close()
    return { status: response.statusCode, type: String(response.headers['content-type']), body }
  }

  test('an enrolled booth is served, also on a resumed session', async () => {
    for (let count = 0; count < 2; count++) {
      const sealed = await booth.sealed()
      expect((await booth.receipt(await booth.put(sealed), sealed)).decision).toBe('accepted')
    }
    expect((await put({ key: booth.keys.tls.key, cert: booth.keys.tls.certificate })).status).toBe(200)
  })

  test('no client certificate, and another booth’s name in a header instead', async () => {
    const answer = await put({}, { [boothHeader]: booth.boothId })
    expect([answer.status, detailOf(answer)]).toEqual([403, 'The booth showed no client certificate.'])
  })

  test('a client certificate of another intake', async () => {
    await using other = await openGround({ development: false })
    const stranger = await other.booth(booth.boothId)
    const answer = await put({ key: stranger.keys.tls.key, cert: stranger.keys.tls.certificate })
    expect([answer.status, problemOf(answer)]).toEqual([403, 'not-enrolled'])
    expect(detailOf(answer)).toMatch(/not issued by this intake/)
  })

  test('an intake whose certificate is of another CA is refused by the booth', async () => {
    await using other = await openGround({ development: false })
    const misled = await newBooth('booth-1', other.intake.url, async (wanted) => {
      return await enrolBooth(ground.intake.store, ground.options.keysFolder, wanted)
    })
    await expect(misled.call('GET', '/v1/keys')).rejects.toThrow(/certificate/)
    await misled.close()
  })

  test('a revoked booth, on the connection it has open', async () => {
    const doomed = await ground.booth('booth-doomed')
    const before = await doomed.sealed()
    expect((await doomed.put(before)).status).toBe(200)
    await ground.intake.store.revoke('booth-doomed')
    await pause(revocationHoldsWithinMs)
    const answer = await doomed.put(await doomed.sealed())
    expect([answer.status, problemOf(answer)]).toEqual([403, 'not-enrolled'])
    expect((await ground.intake.store.find(before.applicationId))?.decision).toBe('accepted')
  })
})

describe('an envelope', () => {
  let ground: Ground
  let booth: TestBooth
  let before: number
  beforeAll(async () => {
    ground = await openGround()
    booth = await ground.booth()
    await booth.put(await booth.sealed())
    before = await accepted(ground)
  })
  afterAll(async () => {
    expect(await accepted(ground)).toBe(before)
    expect(ground.lines.filter((line) => line.event === 'fault')).toEqual([])
    await ground[Symbol.asyncDispose]()
  })

  const unreadable = async (answer: Promise<Answer>, detail: string) => {
    const { status, body } = await answer
    expect([status, (body as Problem).detail]).toEqual([422, `The envelope cannot be opened: ${detail}.`])
    expect(refusals(ground).at(-1)).toBe('unreadable')
  }

  test('replayed under another ID', async () => {
    const [first, other] = [await booth.sealed(), await booth.sealed()]
    await unreadable(
      booth.put({ applicationId: other.applicationId, envelope: first.envelope }),
      'it holds another application than its address',
    )
  })

  test('sealed to the key of another intake', async () => {
    await using elsewhere = await openGround()
    const stranger = await elsewhere.booth(booth.boothId)
    const detail = 'it is sealed to a key that this intake does not hold'
    await unreadable(booth.put(await stranger.sealed()), detail)
  })

  test('signed by a key that is not enrolled', async () => {
    const thief = await newBooth('thief', ground.intake.url, async (wanted) => {
      return await enrolBooth(ground.intake.store, ground.options.keysFolder, wanted)
    })
    const detail = 'it is signed by a key that is not enrolled for this booth'
    // The thief's own key is enrolled, but for the thief: sent as from another booth it counts for nothing.
    await unreadable(booth.put(await thief.sealed()), detail)
    await thief.close()
  })

  test('signed by a key revoked meanwhile', async () => {
    const doomed = await ground.booth('booth-doomed')
    const sealed = await doomed.sealed()
    await ground.intake.store.revoke('booth-doomed')
    const answer = await doomed.put(sealed)
    expect([answer.status, problemOf(answer)]).toEqual([403, 'not-enrolled'])
  })

  test.each([
    ['empty', new Uint8Array(0)],
    ['of noise', randomBytes(500)],
    ['of a frame that promises more than it holds', Buffer.from('MKE1\0\0\x0f\xa0{}', 'latin1')],
    ['of a frame that is no JSON', Buffer.from('MKE1\0\0\0\x02{{', 'latin1')],
    ['with members of its own', Buffer.from('MKE1\0\0\0\x0d{"__proto__":1', 'latin1')],
  ])('that is %s', async (_, envelope) => {
    const { applicationId } = await booth.sealed()
    const answer = await booth.put({ applicationId, envelope })
    expect([400, 422]).toContain(answer.status)
  })

  test('over the limit, announced or not', async () => {
    const { applicationId } = await booth.sealed()
    const announced = await booth.put({ applicationId, envelope: new Uint8Array(maxEnvelopeBytes + 1) })
    expect([announced.status, problemOf(announced)]).toEqual([413, 'too-large'])
    const chunks = Array.from({ length: 40 }, () => new Uint8Array(64 * 1024))
    const response = await request(ground.intake.url + applicationPath(applicationId), {
      method: 'PUT',
      headers: { 'content-type': envelopeMediaType, [boothHeader]: booth.boothId },
      body: Readable.from(chunks),
    })
    expect(response.statusCode).toBe(413)
    await response.body.dump()
  })

  test('under another media type, or as JSON', async () => {
    const { applicationId, envelope } = await booth.sealed()
    for (const type of ['application/octet-stream', 'application/json', 'text/plain']) {
      const response = await request(ground.intake.url + applicationPath(applicationId), {
        method: 'PUT',
        headers: { 'content-type': type, [boothHeader]: booth.boothId },
        body: envelope,
      })
      expect(response.statusCode).toBe(400)
      await response.body.dump()
    }
  })

  test.each([
    ['a name of the prototype', '{"__proto__":{"admin":true},"formId":"1","dateOfBirth":"1990-01-01"}'],
    ['a constructor', '{"constructor":{"prototype":{"admin":true}},"formId":"1","dateOfBirth":"1990-01-01"}'],
    ['no JSON', '{{{{'],
    ['numbers for text', '{"formId":12345678901234567890123,"dateOfBirth":19900101}'],
    ['a date that is none', `{"formId":"${'1'.repeat(23)}","dateOfBirth":"1990-02-30"}`],
  ])('a check with %s is refused, and repeats nothing of it', async (_, text) => {
    const response = await request(`${ground.intake.url}/v1/checks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [boothHeader]: booth.boothId },
      body: text,
    })
    expect(response.statusCode).toBe(400)
    expect(await response.body.text()).not.toMatch(/1990|1111|admin|at .*\.ts/)
  })
})

describe('a connection', () => {
  const limits = { headersMs: 300, requestMs: 600, checkMs: 50 }

  async function open(ground: Ground): Promise<{ socket: Socket; answered: Promise<string> }> {
    const socket = connect(Number(new URL(ground.intake.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.on('error', () => {})
    const answered = socket.toArray().then(
      (chunks) => Buffer.concat(chunks as Buffer[]).toString(),
      () => 'reset',
    )
    return { socket, answered }
  }

  test('that sends its headers a letter at a time is cut off, and others are served meanwhile', async () => {
    await using ground = await openGround({ limits })
    const booth = await ground.booth()
    const slow = await Promise.all(Array.from({ length: 20 }, async () => await open(ground)))
    const dripping = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write('X')
    }, 30)
    for (const { socket } of slow) socket.write('GET /v1/keys HTTP/1.1\r\nX-Slow: ')
    const sealed = await booth.sealed()
    expect((await booth.put(sealed)).status).toBe(200)
    const answers = await Promise.all(slow.map(async ({ answered }) => await answered))
    clearInterval(dripping)
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 |^reset$/)
    const refused = ground.lines.filter((line) => line.event === 'connection-refused')
    expect(refused.length).toBeGreaterThanOrEqual(slow.length)
  })

  test('that sends its body a byte at a time is cut off', async () => {
    await using ground = await openGround({ limits })
    const booth = await ground.booth()
    const { applicationId } = await booth.sealed()
    const { socket, answered } = await open(ground)
    const head = `PUT ${applicationPath(applicationId)} HTTP/1.1\r\nhost: x\r\n${boothHeader}: ${booth.boothId}\r\n`
    socket.write(`${head}content-type: ${envelopeMediaType}\r\ncontent-length: 300000\r\n\r\n`)
    const dripping = setInterval(() => socket.writable && socket.write('X'), 30)
    expect(await answered).toMatch(/^HTTP\/1\.1 408 |^reset$|^$/)
    clearInterval(dripping)
    expect(await ground.intake.store.find(applicationId)).toBeUndefined()
  })

  test.each([
    ['that does not speak HTTP', 'hello\r\n\r\n', 400],
    ['with endless headers', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'with two lengths',
      'PUT /v1/checks HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      400,
    ],
  ])('%s is told so and closed', async (_, text, status) => {
    await using ground = await openGround()
    const { socket, answered } = await open(ground)
    socket.write(text)
    const answer = await answered
    expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true)
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status })
  })
})

describe('pressure', () => {
  test('one booth cannot take the places of all: beyond its share it is told to come back', async () => {
    await using ground = await openGround({ authority: simulatedAuthority({ latencyMs: 400 }) })
    const [greedy, modest] = [await ground.booth('greedy'), await ground.booth('modest')]
    const many = await Promise.all(Array.from({ length: 20 }, async () => await greedy.sealed()))
    const flood = Promise.all(many.map(async (sealed) => await greedy.put(sealed)))
    const own = await modest.sealed()
    expect((await modest.put(own)).status).toBe(200)
    const answers = await flood
    const busy = answers.filter((answer) => answer.status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(busy[0]?.body).toMatchObject({ type: 'urn:machinaka:problem:busy', retryAfter: 2 })
    const again = many[answers.findIndex((answer) => answer.status === 503)]
    expect(again && (await greedy.put(again)).status).toBe(200)
  })

  test.skipIf(noPostgres !== undefined)(
    leftOutIf(
      'a database that is gone is maintenance, never a receipt; when it is back, all goes on and nothing is lost',
      noPostgres,
    ),
    async () => {
      const postgres = await startPostgres()
      const ground = await openGround({ database: await postgres.database() })
      const booth = await ground.booth()
      const [kept, late] = [await booth.sealed(), await booth.sealed()]
      await booth.put(kept)
      await postgres.crash()
      const away = await booth.put(late)
      expect([away.status, problemOf(away)]).toEqual([503, 'maintenance'])
      expect(away.body).toMatchObject({ retryAfter: 15 })
      expect((await booth.call('GET', '/v1/health')).status).toBe(503)
      await postgres.restart()
      expect((await booth.receipt(await booth.put(late), late)).decision).toBe('accepted')
      expect((await booth.receipt(await booth.get(kept.applicationId), kept)).decision).toBe('accepted')
      await ground[Symbol.asyncDispose]()
      await postgres.stop()
    },
  )
})
