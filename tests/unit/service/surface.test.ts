import { request } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Camera } from '../../../hardware/camera/contract.ts'
import { Access } from '../../../main/service/access.ts'
import type { IntentRequest } from '../../../main/service/contract.ts'
import { Lease } from '../../../main/service/lease.ts'
import { createServer } from '../../../main/service/server.ts'
import { PictureStore } from '../../../main/session/picture-store.ts'
import { sampleView } from '../../fixtures/views.ts'

const secret = '40718263549917283640517'
const page = 'page-of-this-test'

let folder: string
let server: FastifyInstance
let access: Access
let lease: Lease
let token: string
let port: number
let acted: IntentRequest[]
let recorded: unknown[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-surface-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>booth</title>')
  writeFileSync(join(folder, '.hidden'), 'no file of the page')
  acted = []
  recorded = []
  access = new Access()
  lease = new Lease()
  token = access.exchange(access.issueCode()) ?? ''
  const view = { serial: 1, ...sampleView('welcome') }
  server = await createServer({
    surface: {
      host: {
        view,
        idle: true,
        onView: () => () => undefined,
        tell: () => undefined,
        act: (intent) => {
          acted.push(intent)
          return { taken: true }
        },
        stop: () => undefined,
      },
      lease,
      access,
      pictures: new PictureStore(),
      camera: { preview: () => ({ held: 'page' }) } as unknown as Camera,
      pageCamera: null,
      journal: { record: (event, facts) => void recorded.push({ event, facts }) },
    },
    listen: { on: 'port', port: 0 },
    renderer: folder,
  })
  port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

type Answer = Readonly<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>
type Asked = Readonly<{ method?: string; headers?: Record<string, string>; body?: string | Buffer }>

/** Node's own client: `fetch` forbids the headers that an attacker would forge. */
function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const asPage = (): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'x-booth-page': page,
  'content-type': 'application/json',
})
const intent = (body: unknown, headers = asPage()): Promise<Answer> =>
  ask('/api/intent', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const press = { serial: 1, intent: { type: 'next' } }

describe('who is answered', () => {
  it('the page that holds the lease', async () => {
    lease.take(page)
    expect(await intent(press)).toMatchObject({ status: 200, body: '{"taken":true}' })
    expect(acted).toEqual([press])
  })

  it.each<[string, Record<string, string>]>([
    ['a foreign name that leads to this machine', { host: 'booth.attacker.example' }],
    ['the right name on another port', { host: '127.0.0.1:1' }],
    ['a name that begins like ours', { host: '127.0.0.1.attacker.example' }],
    ['another site', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['Electron, where none is', { origin: 'app://booth' }],
    ['ours under another scheme', { origin: 'https://127.0.0.1' }],
  ])('not %s', async (_who, forged) => {
    lease.take(page)
    const headers = { ...asPage(), ...forged }
    expect((await intent(press, headers)).status).toBe(403)
    expect((await ask('/', { headers: forged })).status).toBe(403)
    expect(acted).toEqual([])
  })

  it.each(['/api/view', '/api/preview', '/api/pictures/0190a0b0-0000-7000-8000-000000000000'])(
    'nobody without a token at %s',
    async (path) => {
      lease.take(page)
      const headers = { 'x-booth-page': page }
      expect((await ask(path, { headers })).status).toBe(401)
      expect((await ask(path, { headers: { ...headers, authorization: 'Bearer x' } })).status).toBe(401)
    },
  )

  it('not a page without the lease, though it has the token', async () => {
    lease.take('another-page')
    expect((await intent(press)).status).toBe(409)
    expect((await ask('/api/view', { headers: asPage() })).status).toBe(409)
    expect(acted).toEqual([])
  })

  it('a code is exchanged once', async () => {
    const code = access.issueCode()
    const exchange = (): Promise<Answer> =>
      ask('/api/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
    expect((await exchange()).status).toBe(200)
    expect((await exchange()).status).toBe(401)
  })
})

describe('what is not taken in', () => {
  it.each([
    ['no JSON', '{'],
    ['an intent nobody knows', { serial: 1, intent: { type: 'give-money-back', formId: secret } }],
    ['a serial that is no number', { serial: secret, intent: { type: 'next' } }],
    ['a prototype', `{"__proto__":{"x":"${secret}"},"serial":1,"intent":{"type":"next"}}`],
  ])('%s, and the answer names nothing of it', async (_what, body) => {
    lease.take(page)
    const answer = await intent(body)
    expect(answer).toMatchObject({ status: 400, body: '{"problem":"bad-request"}' })
    expect(JSON.stringify(recorded)).not.toContain(secret)
    expect(acted).toEqual([])
  })

  it('a body beyond any that a page sends', async () => {
    lease.take(page)
    const answer = await intent({ ...press, more: secret.repeat(10_000) })
    expect(answer).toMatchObject({ status: 413, body: '{"problem":"too-large"}' })
  })

  it('another kind of body', async () => {
    lease.take(page)
    const answer = await intent('serial=1', {
      ...asPage(),
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(answer).toMatchObject({ status: 415, body: '{"problem":"unsupported-media-type"}' })
  })

  it.each(['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/.hidden', '/%00', '/%'])(
    'the path %s',
    async (path) => {
      const { status, body } = await ask(path)
      expect([400, 403, 404]).toContain(status)
      expect(body).toMatch(/^\{"problem":"[a-z-]+"\}$/)
    },
  )
})

describe('a flood', () => {
  it('of strangers stands in line, and keeps no page from its presses', async () => {
    lease.take(page)
    let answered = 0
    const strangers = Array.from({ length: 300 }, () => ask('/api/health').finally(() => (answered += 1)))
    await intent(press)
    // A second of strangers is ahead of the press, and it did not wait for them.
    expect(answered).toBeLessThan(150)
    expect(new Set((await Promise.all(strangers)).map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('of refused requests is one line of the journal and a count, not a line each', async () => {
    for (let n = 0; n < 50; n++) expect((await ask('/api/view')).status).toBe(401)
    expect(recorded).toEqual([
      { event: 'request-refused', facts: { problem: 'no-token', status: 401, count: 1 } },
    ])
    await server.close()
    expect(recorded.at(-1)).toEqual({
      event: 'request-refused',
      facts: { problem: 'no-token', status: 401, count: 49 },
    })
  })
})

describe('each answer', () => {
  it.each(['/', '/api/health', '/api/view', '/nowhere'])(
    'of %s carries the security headers',
    async (path) => {
      const { headers } = await ask(path)
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';/)
      expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/)
      for (const nothing of ['base-uri', 'form-action', 'frame-ancestors'])
        expect(headers['content-security-policy']).toContain(`${nothing} 'none'`)
      expect(headers['permissions-policy']).toContain('camera=(self)')
      for (const feature of [
        'microphone',
        'geolocation',
        'display-capture',
        'usb',
        'serial',
        'hid',
        'bluetooth',
      ])
        expect(headers['permissions-policy']).toContain(`${feature}=()`)
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['set-cookie']).toBeUndefined()
    },
  )
})
