import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { boothProxy } from '../../../main/shell/electron/proxy.ts'

const folder = mkdtempSync(join(tmpdir(), 'machinaka-proxy-'))
const socketPath = join(folder, 'booth.sock')
const seen: { url: string; method: string; headers: IncomingMessage['headers']; body: string }[] = []
let server: Server
let closedByPage = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({
        url: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      if (request.url === '/api/view') {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' })
        response.write('{"serial":1}\n')
        response.on('close', () => (closedByPage += 1))
      } else response.end('answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const proxy = boothProxy({ socketPath })

it('asks the service over its socket, with the headers it may have and no other', async () => {
  const answer = await proxy(
    new Request('app://booth/api/intent', {
      method: 'POST',
      body: '{"serial":1}',
      headers: { 'content-type': 'application/json', 'x-booth-page': 'nonce', 'x-secret': 'no' },
    }),
  )
  expect(await answer.text()).toBe('answer')
  const { headers, body, method } = seen.at(-1)!
  expect({ body, method }).toEqual({ body: '{"serial":1}', method: 'POST' })
  expect(headers).toMatchObject({ 'x-booth-page': 'nonce', origin: 'app://booth' })
  expect(headers).not.toHaveProperty('x-secret')
})

it('streams the view, and lets go of it when the page goes', async () => {
  const answer = await proxy(new Request('app://booth/api/view'))
  const reader = answer.body!.getReader()
  const { value } = await reader.read()
  expect(Buffer.from(value ?? []).toString()).toBe('{"serial":1}\n')
  await reader.cancel()
  await expect.poll(() => closedByPage).toBe(1)
})

it.each([
  'app://booth/%2e%2e/etc/passwd',
  'app://booth/..%2fx',
  'app://booth/a%5c..%5cb',
  'app://booth/%00',
  'app://booth//evil',
  'app://booth/%252e%252e/x',
])('refuses the path of %s', async (url) => {
  const before = seen.length
  const { status } = await proxy(new Request(url))
  // What the URL standard resolves by itself stays below the root; the rest is refused before the service sees it.
  if (status !== 400) expect(seen.slice(before).every(({ url: path }) => !path.includes('..'))).toBe(true)
  else expect(seen).toHaveLength(before)
})

it('answers other hosts, schemes and methods itself', async () => {
  const before = seen.length
  expect((await proxy(new Request('app://evil/'))).status).toBe(403)
  expect((await proxy(new Request('http://booth/'))).status).toBe(403)
  expect((await proxy(new Request('app://booth/', { method: 'DELETE' }))).status).toBe(405)
  expect(seen).toHaveLength(before)
})

it('says "not there" where the service is away', async () => {
  const away = boothProxy({ socketPath: join(folder, 'nobody.sock') })
  const page = await away(new Request('app://booth/'))
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('お待ちください')
  const api = await away(new Request('app://booth/api/view'))
  expect([api.status, await api.text()]).toEqual([503, ''])
})
