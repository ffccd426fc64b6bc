import { afterEach, expect, test, vi } from 'vitest'
import { type Client, createClient, lines, type Surroundings } from '../../../renderer/client.ts'
import { captureHeader, pageHeader, type View } from '../../../main/service/contract.ts'
import { sampleView } from '../../fixtures/views.ts'

type Call = Readonly<{ path: string; method: string; headers: Headers; body: string }>

const viewOf = (serial: number): View => ({ serial, ...sampleView('notice') })
const stream = (...parts: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
    },
  })

let client: Client | null = null
afterEach(() => {
  client?.close()
  vi.useRealTimers()
})

/** A page whose requests are answered by `answer`. */
function page(
  answer: (path: string, call: Call) => Response | Promise<Response>,
  { hash = '#one-time', stored = null }: { hash?: string; stored?: string | null } = {},
) {
  const calls: Call[] = []
  const store = new Map<string, string>(stored === null ? [] : [['booth-token', stored]])
  const replaced: string[] = []
  const around: Surroundings = {
    async fetch(input, init = {}) {
      const path = typeof input === 'string' ? input : 'not a relative address'
      const call = {
        path,
        method: init.method ?? 'GET',
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : '',
      }
      calls.push(call)
      return answer(path, call)
    },
    location: { hash, pathname: '/', search: '' },
    history: {
      replaceState: (...[, , url]: [unknown, string, (string | URL | null)?]) =>
        void replaced.push(String(url)),
    },
    storage: { getItem: (key) => store.get(key) ?? null, setItem: (key, value) => store.set(key, value) },
    nonce: () => 'page-nonce',
    requestFrame: () => undefined,
  }
  client = createClient(around)
  return { client, calls, replaced, store }
}

const shown = (of: Client, serial: number) =>
  vi.waitFor(() => expect(of.connection().view?.serial).toBe(serial))

test('lines are put together over any split, the last one without its end too', async () => {
  const read = []
  const bytes = new TextEncoder().encode('{"a":"語"}\n\n{"b":1}')
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  for await (const line of lines(source)) read.push(line)
  expect(read).toEqual(['{"a":"語"}', '', '{"b":1}'])
})

test('the code leaves the address at once and becomes the token of every request', async () => {
  const { client, calls, replaced, store } = page((path) =>
    path === 'api/token'
      ? Response.json({ token: 'secret' })
      : new Response(stream(`${JSON.stringify(viewOf(7))}\n\n`)),
  )
  expect(replaced).toEqual(['/'])
  await shown(client, 7)
  expect(calls[0]?.body).toBe('{"code":"one-time"}')
  const view = calls.find(({ path }) => path === 'api/view')
  expect(view?.headers.get('authorization')).toBe('Bearer secret')
  expect(view?.headers.get(pageHeader)).toBe('page-nonce')
  expect(store.get('booth-token')).toBe('secret')
})

test('without code and token, as on the Unix socket, no authorization is sent', async () => {
  const { client, calls } = page(() => new Response(stream(`${JSON.stringify(viewOf(1))}\n`)), { hash: '' })
  await shown(client, 1)
  expect(calls[0]?.headers.get('authorization')).toBeNull()
})

test('an intent names the view it answers; why it was not taken is told', async () => {
  const { client, calls } = page(
    (path) =>
      path === 'api/intent'
        ? Response.json({ taken: false, because: 'stale' })
        : new Response(stream(`${JSON.stringify(viewOf(4))}\n`)),
    { hash: '', stored: 't' },
  )
  await shown(client, 4)
  expect(await client.act({ type: 'next' })).toBe('stale')
  expect(calls.at(-1)?.body).toBe('{"serial":4,"intent":{"type":"next"}}')
})

test('a still goes out with its capture id, and an answer that it was not taken is no success', async () => {
  const { client, calls } = page(
    (path) =>
      path === 'api/capture'
        ? Response.json({ taken: false, because: 'old' })
        : new Response(stream(`${JSON.stringify(viewOf(1))}\n`)),
    { hash: '' },
  )
  await shown(client, 1)
  expect(await client.postStill('shot-1', new Blob(['x'], { type: 'image/jpeg' }))).toBe(false)
  expect(calls.at(-1)?.headers.get(captureHeader)).toBe('shot-1')
  expect(calls.at(-1)?.headers.get('content-type')).toBe('image/jpeg')
})

test('a broken stream is opened again and the newest view shown', async () => {
  let opened = 0
  const { client } = page(
    () => {
      opened += 1
      const body =
        opened === 1
          ? new ReadableStream<Uint8Array>({
              start(controller) {
                controller.enqueue(new TextEncoder().encode(`${JSON.stringify(viewOf(1))}\n`))
                setTimeout(() => controller.error(new Error('line down')), 20)
              },
            })
          : stream(`${JSON.stringify(viewOf(9))}\n`)
      return new Response(body)
    },
    { hash: '' },
  )
  await shown(client, 1)
  await vi.waitFor(() => expect(client.connection().state).toBe('lost'))
  await shown(client, 9)
  expect(client.connection().state).toBe('live')
})

test('a refused token is said, and not tried again', async () => {
  const { client, calls } = page(() => new Response('', { status: 401 }), { hash: '', stored: 'old' })
  await vi.waitFor(() => expect(client.connection().state).toBe('not-admitted'))
  expect(calls.length).toBe(1)
})

test('another window that keeps the booth is named only after its lease could have ended', async () => {
  vi.useFakeTimers()
  const { client } = page(() => new Response('', { status: 409 }), { hash: '' })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(client.connection().state).toBe('connecting')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(client.connection().state).toBe('held-elsewhere')
})
