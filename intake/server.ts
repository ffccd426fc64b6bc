import fastify from 'fastify'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { registerApi } from './api.ts'
import type { Authority } from './authority/authority.ts'
import { boothHeader, maxEnvelopeBytes } from './contract.ts'
import { ensureKeys, loadKeys } from './keys.ts'
import type { IntakeLog } from './log.ts'
import { ProblemError, problemMediaType } from './problem.ts'
import { Reception } from './reception.ts'
import { StartError } from './start-error.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

export type IntakeOptions = Readonly<{
  /** `postgres://…` or the path of a SQLite file. */
  database: string
  /** Folder of the key file; made on the first start. */
  keysFolder: string
  /** 0: any free port. */
  port: number
  /** Plain HTTP on loopback; booths name themselves in a header. */
  development: boolean
  authority: Authority
  log: IntakeLog
}>

export type Intake = Readonly<{
  url: string
  store: Store
  /** Finishes what is in hand, then closes. */
  close(): Promise<void>
}>

/** Milliseconds for a request to arrive whole: 2 MB over a slow mobile line. */
const requestTimeoutMs = 60_000
/** Milliseconds for its headers: a few hundred bytes. */
const headersTimeoutMs = 10_000
/** How often Node looks for connections over those limits; its default is 30 s. */
const connectionsCheckMs = 1_000
const maxConnections = 4_096
/** 64 envelopes of at most 2 MiB: 128 MiB. */
const maxInHand = 64
const loopback = '127.0.0.1'

/** Starts receiving. Throws a StartError with one sentence if that is not possible. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { database, keysFolder, port, development, authority, log } = options
  if (!development) throw new StartError('TLS is not configured.')
  await ensureKeys(keysFolder)
  const keys = await loadKeys(keysFolder)
  const store = await openStore(database, 'receive')
  const reception = new Reception({ store, keys: () => keys, authority, log })
  const server = fastify({
    bodyLimit: maxEnvelopeBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: connectionsCheckMs },
    forceCloseConnections: 'idle',
  })
  server.server.maxConnections = maxConnections
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  answerProblems(server, log)
  registerApi(server, {
    reception,
    keys: () => keys,
    maxInHand,
    boothOf: async (request) => await boothOfHeader(request, store),
  })
  let url: string
  try {
    url = await server.listen({ port, host: loopback })
  } catch (error) {
    await store.close()
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new StartError(`Cannot listen on ${loopback}:${port} (${code}).`)
  }
  log('intake-started', { url, development })
  return {
    url,
    store,
    close: async () => {
      await server.close()
      await store.close()
      log('intake-stopped')
    },
  }
}

async function boothOfHeader(request: FastifyRequest, store: Store): Promise<string> {
  const claimed = request.headers[boothHeader]
  const booth = typeof claimed === 'string' ? await store.booth(claimed) : undefined
  if (!booth) throw new ProblemError('not-enrolled', `The header ${boothHeader} names no enrolled booth.`)
  if (booth.revokedAt !== null) throw new ProblemError('not-enrolled', 'This booth has been revoked.')
  return booth.boothId
}

function answerProblems(server: FastifyInstance, log: IntakeLog): void {
  server.setNotFoundHandler(() => {
    throw new ProblemError('not-found')
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    if (problem.type === 'internal') log('fault', { kind: error.code ?? error.name })
    log('request-refused', {
      method: request.method,
      route: request.routeOptions.url ?? '',
      problem: problem.type,
    })
    if (problem.retryAfter !== undefined) void reply.header('retry-after', problem.retryAfter)
    return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem.body))
  })
}

function problemOf(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new ProblemError('bad-request', sentence(error))
  if (error.statusCode === 413)
    return new ProblemError('too-large', `The limit is ${maxEnvelopeBytes} bytes.`)
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new ProblemError('bad-request', 'The request cannot be read.')
  return new ProblemError('internal')
}

/** Names the place and what was expected there; never the value. */
function sentence(error: {
  validationContext?: string
  validation: readonly { instancePath: string; message?: string }[]
}): string {
  const [first] = error.validation
  return `In the ${error.validationContext ?? 'request'}, ${first?.instancePath || '/'}: ${first?.message ?? 'not as expected'}.`
}
