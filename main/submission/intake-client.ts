import { Agent, request } from 'undici'
import {
  CheckAnswer,
  IntakeKeys,
  Problem,
  ReceiptAnswer,
  applicationPath,
  boothHeader,
  checksPath,
  envelopeMediaType,
  keysPath,
  problemUrn,
} from '../../intake/contract.ts'
import type { ProblemType } from '../../intake/contract.ts'
import { parseJson } from './keys.ts'

/** The envelope is at fault, not the line or the booth: sending it again would end alike. */
const envelopeProblems = [
  'unreadable',
  'conflict',
  'too-large',
  'bad-request',
] as const satisfies ProblemType[]
export type EnvelopeProblem = (typeof envelopeProblems)[number]

/** What one exchange with the intake came to. `because` is a code for the journal. */
export type Exchange<T> =
  | Readonly<{ kind: 'answer'; value: T }>
  | Readonly<{ kind: 'not-found' }>
  | Readonly<{ kind: 'envelope-refused'; because: EnvelopeProblem }>
  | Readonly<{ kind: 'booth-refused'; because: string }>
  | Readonly<{
      kind: 'failed'
      because: string
      /** Said by the intake, milliseconds. */
      retryAfterMs?: number
      /** The intake asks everybody to wait (408, 425, 429, 503), or nothing answers at all. */
      concernsAll: boolean
    }>
  | Readonly<{ kind: 'aborted' }>

/** Milliseconds per phase. */
export type Patience = Readonly<{
  /** TCP and TLS. */
  connect: number
  /** From the last byte sent to the answer's headers; the intake itself waits `decisionWaitMs` (8 s) for a decision. */
  headers: number
  /** Between two pieces of the answer. */
  body: number
  /** The whole exchange: also ends one that drips, in either direction. */
  total: number
}>
export const defaultPatience: Patience = { connect: 10_000, headers: 20_000, body: 10_000, total: 60_000 }

/** A receipt is under 1 KB, a list of keys under 4 KB. */
const maxAnswerBytes = 64 * 1024

export type IntakeClientOptions = Readonly<{
  url: string
  boothId: string
  tls: Readonly<{ key: string; certificate: string; ca: string }>
  /** Plain HTTP, and that to loopback only. */
  development: boolean
  patience: Patience
  now: () => Date
  /** Booth clock minus intake clock in ms, at each answer; the Date header gives it to half a second. */
  onClockSkew: (skewMs: number) => void
}>

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

/** @throws a one-sentence Error where the address may not be used. */
export const checkIntakeUrl = (text: string, development: boolean): URL => {
  const url = URL.parse(text)
  if (!url) throw new Error('The address of the intake is not a URL.')
  if (url.protocol === 'https:') return url
  if (url.protocol === 'http:' && development && isLoopback(url.hostname)) return url
  throw new Error('The intake must be reached over https; plain http is for loopback in development.')
}

/** The intake's HTTP interface as a booth uses it. Faults are values: no method throws for what the other side does. */
export class IntakeClient {
  readonly #url: URL
  readonly #options: IntakeClientOptions
  readonly #agent: Agent

  constructor(options: IntakeClientOptions) {
    this.#url = checkIntakeUrl(options.url, options.development)
    this.#options = options
    const { patience, tls } = options
    this.#agent = new Agent({
      // One sender, and beside it a check for the applicant who is typing.
      connections: 2,
      headersTimeout: patience.headers,
      bodyTimeout: patience.body,
      maxResponseSize: maxAnswerBytes,
      connect: {
        timeout: patience.connect,
        // The one CA of the enrolment; the system's are not asked.
        ...(this.#url.protocol === 'https:' && {
          ca: tls.ca,
          cert: tls.certificate,
          key: tls.key,
          minVersion: 'TLSv1.2' as const,
        }),
      },
    })
  }

  async put(applicationId: string, envelope: Uint8Array, signal: AbortSignal): Promise<Exchange<string>> {
    const headers = { 'content-type': envelopeMediaType }
    return await this.#exchange(
      'PUT',
      applicationPath(applicationId),
      { headers, body: envelope },
      signal,
      receiptOf,
    )
  }

  /** What the intake has under this ID; `not-found` means nothing. */
  async status(applicationId: string, signal: AbortSignal): Promise<Exchange<string>> {
    return await this.#exchange('GET', applicationPath(applicationId), {}, signal, receiptOf)
  }

  async keys(signal: AbortSignal): Promise<Exchange<IntakeKeys>> {
    return await this.#exchange('GET', keysPath, {}, signal, (body) => IntakeKeys.safeParse(body).data)
  }

  async check(
    formId: string,
    dateOfBirth: string,
    signal: AbortSignal,
  ): Promise<Exchange<CheckAnswer['answer']>> {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ formId, dateOfBirth })
    return await this.#exchange(
      'POST',
      checksPath,
      { headers, body },
      signal,
      (answer) => CheckAnswer.safeParse(answer).data?.answer,
    )
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }

  async #exchange<T>(
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    content: Readonly<{ headers?: Record<string, string>; body?: string | Uint8Array }>,
    signal: AbortSignal,
    read: (body: unknown) => T | undefined,
  ): Promise<Exchange<T>> {
    const deadline = AbortSignal.timeout(this.#options.patience.total)
    const startedAt = this.#options.now().getTime()
    try {
      const response = await request(new URL(path, this.#url), {
        dispatcher: this.#agent,
        method,
        headers: { ...content.headers, [boothHeader]: this.#options.boothId },
        ...(content.body !== undefined && { body: content.body }),
        signal: AbortSignal.any([signal, deadline]),
      })
      const body = parseJson(await response.body.text())
      this.#measureClock(response.headers['date'], startedAt)
      return classify(response.statusCode, response.headers['retry-after'], body, read)
    } catch (error) {
      if (signal.aborted) return { kind: 'aborted' }
      if (deadline.aborted) return { kind: 'failed', because: 'deadline', concernsAll: true }
      return classifyError(error)
    }
  }

  #measureClock(date: string | string[] | undefined, startedAt: number): void {
    const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN
    if (Number.isNaN(theirs)) return
    const ours = (startedAt + this.#options.now().getTime()) / 2
    // The header is cut to whole seconds: its middle is the best guess.
    this.#options.onClockSkew(Math.round(ours - (theirs + 500)))
  }
}

const receiptOf = (body: unknown): string | undefined => ReceiptAnswer.safeParse(body).data?.receipt

/** Not 408, say: then the line was slow, whatever the problem calls it. */
const blamingStatuses = new Set([400, 409, 413, 415, 422])
const concernsAllStatuses = new Set([408, 425, 429, 503])

const classify = <T>(
  status: number,
  retryAfter: string | string[] | undefined,
  body: unknown,
  read: (body: unknown) => T | undefined,
): Exchange<T> => {
  if (status >= 200 && status < 300) {
    const value = read(body)
    return value === undefined
      ? { kind: 'failed', because: 'answer-unreadable', concernsAll: false }
      : { kind: 'answer', value }
  }
  const problem = Problem.safeParse(body).data
  // Only what the intake says in its own words blames an envelope: a proxy's or portal's 400 must not.
  const blamed = blamingStatuses.has(status)
    ? envelopeProblems.find((type) => problem?.type === problemUrn(type))
    : undefined
  if (blamed) return { kind: 'envelope-refused', because: blamed }
  if (status === 401 || status === 403) return { kind: 'booth-refused', because: `http-${status}` }
  if (status === 404 && problem?.type === problemUrn('not-found')) return { kind: 'not-found' }
  const retryAfterMs = parseRetryAfter(retryAfter) ?? (problem?.retryAfter ?? 0) * 1000
  return {
    kind: 'failed',
    because: `http-${status}`,
    ...(retryAfterMs > 0 && { retryAfterMs }),
    concernsAll: concernsAllStatuses.has(status),
  }
}

/** Seconds, or a date (RFC 9110 §10.2.3); a date is read by the intake's clock only roughly. */
const parseRetryAfter = (value: string | string[] | undefined): number | undefined => {
  if (typeof value !== 'string') return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const until = Date.parse(value)
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now())
}

/** Node's and OpenSSL's codes for a peer, or ourselves, not being trusted. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/

const classifyError = (error: unknown): Exchange<never> => {
  const code = codeOf(error)
  return tlsCode.test(code)
    ? { kind: 'booth-refused', because: code }
    : { kind: 'failed', because: code, concernsAll: true }
}

/** The system's code of an error, or of its cause; never its message, which may quote an address or more. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? error.name : codeOf(error.cause)
}
