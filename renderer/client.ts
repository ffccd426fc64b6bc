import * as z from 'zod'
import {
  type CameraReport,
  captureHeader,
  heartbeatMs,
  type Intent,
  IntentAnswer,
  type IntentRequest,
  pageHeader,
  View,
  viewKeepAliveMs,
} from '../main/service/contract.ts'

/*
 * The page's whole conversation with the booth service: one streamed view, intents, heartbeats,
 * pictures and stills. Nothing else of the renderer calls `fetch` to the session's routes.
 */

// Compiled checks need `new Function`, which the content security policy forbids.
z.config({ jitless: true })

export type Connection =
  /** No view has come yet. */
  | { state: 'connecting'; view: null }
  | { state: 'live'; view: View }
  /** The line is down; what was shown last is kept for the moment it takes to come back. */
  | { state: 'lost'; view: View | null }
  /** Another window holds the booth (409), or the one-time code was not accepted (401). */
  | { state: 'held-elsewhere'; view: null }
  | { state: 'not-admitted'; view: null }

export type IntentOutcome = 'taken' | 'stale' | 'not-now' | 'refused' | 'unreachable'

export type Client = Readonly<{
  connection(): Connection
  subscribe(listener: () => void): () => void
  /** Says what the person did, in answer to the view shown now. */
  act(intent: Intent): Promise<IntentOutcome>
  /** Posts a still for the service's capture id, bytes as the camera gave them; false where it was not taken. */
  postStill(captureId: string, still: Blob): Promise<boolean>
  /** The bytes of a picture of this session, or null when it is gone. */
  picture(id: string, signal: AbortSignal): Promise<Blob | null>
  /** What the heartbeat tells of the camera; the page that holds none gives null. */
  reportCamera(report: CameraReport | null): void
  /** Authorised request for the other folders of the renderer (preview, staff, dock). */
  request(path: string, init?: RequestInit): Promise<Response>
  close(): void
}>

/** Reconnecting: soon at first, then every few seconds, for as long as the window is open. */
const backOffMs = [100, 250, 500, 1_000, 2_000, 4_000] as const
/** A reload meets its own old lease for up to two heartbeats; only after that another window holds it. */
const leaseGraceMs = 2 * heartbeatMs + 2_000
/** Silence after which the stream is taken for dead: two keep-alive lines are missing. */
const silentMs = 2 * viewKeepAliveMs + 1_000
const tokenKey = 'booth-token'

export type Surroundings = Readonly<{
  fetch: typeof globalThis.fetch
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
  storage: Pick<Storage, 'getItem' | 'setItem'>
  nonce: () => string
  requestFrame: (callback: () => void) => void
}>

const CaptureAnswer = z.object({ taken: z.boolean() })
const TokenAnswer = z.object({ token: z.string().min(1) })

/** The code of the address's fragment, which is stripped from the address at once. */
function takeCode({ location, history }: Surroundings): string | null {
  const code = location.hash.replace(/^#/, '')
  if (code === '') return null
  history.replaceState(null, '', location.pathname + location.search)
  return code
}

export function createClient(around: Surroundings): Client {
  const page = around.nonce()
  const listeners = new Set<() => void>()
  let connection: Connection = { state: 'connecting', view: null }
  let camera: CameraReport | null = null
  let painted = 0
  const closing = new AbortController()
  let stream: AbortController | null = null
  let beat: ReturnType<typeof setInterval> | null = null

  const code = takeCode(around)
  let token = code === null ? around.storage.getItem(tokenKey) : null
  const admitted = code === null ? Promise.resolve(true) : exchange(code)

  async function exchange(oneTimeCode: string): Promise<boolean> {
    const answer = await around.fetch('api/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json', [pageHeader]: page },
      body: JSON.stringify({ code: oneTimeCode }),
    })
    if (!answer.ok) {
      // A reload brings the same code again: the token of this tab's first load still stands.
      token = around.storage.getItem(tokenKey)
      return token !== null
    }
    token = TokenAnswer.parse(await answer.json()).token
    around.storage.setItem(tokenKey, token)
    return true
  }

  function show(next: Connection) {
    connection = next
    for (const listener of listeners) listener()
  }

  function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set(pageHeader, page)
    if (token !== null) headers.set('authorization', `Bearer ${token}`)
    return around.fetch(path, { ...init, headers })
  }

  function post(path: string, body: unknown): Promise<Response> {
    return request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** Reads one stream to its end. Returns why it ended. */
  async function readView(): Promise<'ended' | 'held' | 'denied'> {
    const abort = new AbortController()
    stream = abort
    let watchdog = setTimeout(() => abort.abort(), silentMs)
    try {
      const answer = await request('api/view', { signal: abort.signal, cache: 'no-store' })
      if (answer.status === 409) return 'held'
      if (answer.status === 401 || answer.status === 403) return 'denied'
      if (!answer.ok || answer.body === null) return 'ended'
      for await (const line of lines(answer.body)) {
        clearTimeout(watchdog)
        watchdog = setTimeout(() => abort.abort(), silentMs)
        if (line.trim() === '') continue
        show({ state: 'live', view: View.parse(JSON.parse(line)) })
      }
      return 'ended'
    } finally {
      clearTimeout(watchdog)
      abort.abort()
    }
  }

  async function run() {
    let attempt = 0
    let heldSince: number | null = null
    if (!(await admitted.catch(() => false))) return show({ state: 'not-admitted', view: null })
    while (!closing.signal.aborted) {
      const before = connection
      const end = await readView().catch(() => 'ended' as const)
      if (closing.signal.aborted) return
      if (end === 'denied') return show({ state: 'not-admitted', view: null })
      if (connection !== before) [attempt, heldSince] = [0, null]
      if (end === 'held') {
        heldSince ??= Date.now()
        if (Date.now() - heldSince > leaseGraceMs) show({ state: 'held-elsewhere', view: null })
      } else if (connection.state === 'live') {
        show({ state: 'lost', view: connection.view })
      }
      await pause(backOffMs[Math.min(attempt, backOffMs.length - 1)] ?? 1_000)
      attempt += 1
    }
  }

  /** One frame a beat shows that the page is painted; asking for more would keep an idle booth painting. */
  function askForFrame() {
    around.requestFrame(() => (painted += 1))
  }

  function sendBeat() {
    if (connection.state !== 'live') return
    const frames = painted
    painted = 0
    askForFrame()
    post('api/heartbeat', { serial: connection.view.serial, painted: frames, camera }).catch(() => {
      // The stream tells that the line is down; a lost beat needs no answer of its own.
    })
  }

  askForFrame()
  beat = setInterval(sendBeat, heartbeatMs)
  void run()

  return {
    connection: () => connection,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async act(intent) {
      if (connection.state !== 'live') return 'unreachable'
      const body: IntentRequest = { serial: connection.view.serial, intent }
      try {
        const answer = await post('api/intent', body)
        if (!answer.ok) return 'refused'
        const { taken, because } = IntentAnswer.parse(await answer.json())
        return taken ? 'taken' : (because ?? 'refused')
      } catch {
        return 'unreachable'
      }
    },
    async postStill(captureId, still) {
      try {
        const answer = await request('api/capture', {
          method: 'POST',
          headers: { 'content-type': still.type || 'image/jpeg', [captureHeader]: captureId },
          body: still,
        })
        return answer.ok && CaptureAnswer.parse(await answer.json()).taken
      } catch {
        return false
      }
    },
    async picture(id, signal) {
      const answer = await request(`api/pictures/${encodeURIComponent(id)}`, { signal, cache: 'no-store' })
      return answer.ok ? answer.blob() : null
    },
    reportCamera(report) {
      const changed = report?.state !== camera?.state
      camera = report
      // The service waits for the camera to be live: that does not wait for the next beat, only for a frame,
      // as a beat without one would be a frozen page's.
      if (changed) around.requestFrame(sendBeat)
    },
    request,
    close() {
      closing.abort()
      stream?.abort()
      if (beat !== null) clearInterval(beat)
    },
  }
}

/** The lines of a byte stream, without their ends; a last line without an end counts too. */
export async function* lines(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const reader = bytes.getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true })
      const parts = rest.split('\n')
      rest = parts.pop() ?? ''
      yield* parts
      if (done) break
    }
    if (rest !== '') yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
