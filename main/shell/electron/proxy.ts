import { Agent, fetch as undiciFetch } from 'undici'

/** The page's origin under Electron. */
export const appOrigin = 'app://booth'

/** Request headers that go on to the service; everything else of the page's request stays behind. */
const passedOn = ['authorization', 'content-type', 'x-booth-page', 'x-booth-capture'] as const

export type ProxyOptions = Readonly<{
  /** The service's Unix socket: no TCP port is open. */
  socketPath: string
}>

const plain = (status: number): Response => new Response(null, { status })

/** Shown while the service is not there (yet); the shell loads the page as soon as it is. */
const failsafe = (): Response =>
  new Response(
    '<!doctype html><meta charset="utf-8"><title>Machinaka</title><center>' +
      '<h1 lang="ja">お待ちください</h1><p lang="en">Please wait a moment</p></center>',
    {
      status: 503,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': "default-src 'none'",
      },
    },
  )

/**
 * Answers the page's requests by asking the service over its Unix socket. A function of a request, so that
 * it is tested without Electron. Knows of Electron (design §1): bodies are read as a whole before they are
 * passed on, the view streams for hours, and when the page goes away the answer's body is cancelled, which
 * ends the request to the service.
 */
export function boothProxy({ socketPath }: ProxyOptions) {
  const dispatcher = new Agent({ connect: { socketPath }, bodyTimeout: 0, headersTimeout: 30_000 })
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    if (url.protocol !== 'app:' || url.host !== 'booth') return plain(403)
    if (request.method !== 'GET' && request.method !== 'POST') return plain(405)
    const path = servicePath(url)
    if (path === null) return plain(400)
    const headers: Record<string, string> = { origin: appOrigin }
    for (const name of passedOn) {
      const value = request.headers.get(name)
      if (value !== null) headers[name] = value
    }
    const body = request.method === 'POST' ? Buffer.from(await request.arrayBuffer()) : null
    try {
      const answer = await undiciFetch(`http://booth${path}`, {
        method: request.method,
        headers,
        body,
        dispatcher,
        redirect: 'manual',
      })
      const answered = new Headers()
      for (const [name, value] of answer.headers) if (name !== 'connection') answered.set(name, value)
      return new Response(answer.body as ReadableStream<Uint8Array> | null, {
        status: answer.status,
        headers: answered,
      })
    } catch {
      return path === '/' ? failsafe() : plain(503)
    }
  }
}

/** The path as the service may see it, or null: no way up, no second meaning of a character. */
function servicePath({ pathname, search }: URL): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (/[\\\0%]/.test(decoded) || decoded.split('/').includes('..') || decoded.includes('//')) return null
  return `${pathname}${search}`
}
