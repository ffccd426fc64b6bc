import type { FastifyError, FastifyInstance } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { maxEnvelopeBytes, problemUrn } from './contract.ts'
import type { Problem, ProblemType } from './contract.ts'
import type { IntakeLog } from './log.ts'
import { isStoreFault } from './store/store-fault.ts'

const kinds: Readonly<Record<ProblemType, Readonly<{ status: number; title: string }>>> = {
  maintenance: { status: 503, title: 'The intake cannot receive now.' },
  busy: { status: 503, title: 'The intake has as much in hand as it can hold.' },
  unreadable: { status: 422, title: 'The envelope cannot be opened.' },
  conflict: { status: 409, title: 'Another application is kept under this ID.' },
  'not-enrolled': { status: 403, title: 'This booth is not enrolled.' },
  'not-found': { status: 404, title: 'There is nothing at this address.' },
  'too-large': { status: 413, title: 'The body is larger than the intake takes.' },
  'bad-request': { status: 400, title: 'The request is not of this contract.' },
  internal: { status: 500, title: 'The intake has failed.' },
}

/** What a booth is to make of a status; the document says so beside each route. */
export const problemOfStatus = {
  400: '`bad-request`: not of this contract. Sending it again does not help.',
  403: '`not-enrolled`: no client certificate, an unknown one, or a revoked booth. Hold everything and tell the operator.',
  404: '`not-found`: no such application of this booth.',
  408: '`bad-request`: the request took too long to arrive. Send it again.',
  409: '`conflict`: other bytes are kept under this ID. Sending it again does not help.',
  413: '`too-large`: over the limit. Sending it again does not help.',
  422: '`unreadable`: the envelope cannot be opened, or is not what its address says. Sending it again does not help.',
  500: '`internal`: try again later.',
  503: '`busy` or `maintenance`: try again after Retry-After seconds.',
} as const

/** Seconds to stay away when the store does not answer, or the intake is shutting down. */
const maintenanceRetrySeconds = 15
export const problemMediaType = 'application/problem+json'

/** An expected refusal on the way through a request; becomes problem+json. `detail` holds nothing personal. */
export class ProblemError extends Error {
  readonly type: ProblemType
  readonly retryAfter: number | undefined

  constructor(type: ProblemType, detail?: string, retryAfter?: number) {
    super(detail ?? kinds[type].title)
    this.type = type
    this.retryAfter = retryAfter
  }

  get status(): number {
    return kinds[this.type].status
  }

  get body(): Problem {
    const { status, title } = kinds[this.type]
    return {
      type: problemUrn(this.type),
      title,
      status,
      ...(this.message === title ? {} : { detail: this.message }),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    }
  }
}

export const maintenance = (detail?: string): ProblemError =>
  new ProblemError('maintenance', detail, maintenanceRetrySeconds)

/** Turns every error of a route into problem+json, and writes the refusal down. */
export function answerProblems(server: FastifyInstance, log: IntakeLog): void {
  server.setNotFoundHandler(() => {
    throw new ProblemError('not-found')
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error, log)
    const { method, routeOptions } = request
    log('request-refused', { method, route: routeOptions.url ?? '', problem: problem.type })
    if (problem.retryAfter !== undefined) void reply.header('retry-after', problem.retryAfter)
    return reply.code(problem.status).type(problemMediaType).send(JSON.stringify(problem.body))
  })
}

function problemOf(error: FastifyError, log: IntakeLog): ProblemError {
  if (error instanceof ProblemError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new ProblemError('bad-request', sentence(error))
  if (error.statusCode === 413)
    return new ProblemError('too-large', `The limit is ${maxEnvelopeBytes} bytes.`)
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new ProblemError('bad-request', 'The request cannot be read.')
  log('fault', { kind: error.code ?? error.name })
  if (isStoreFault(error)) return maintenance('The store does not answer.')
  return new ProblemError('internal')
}

/** Names the place and what was expected there; never the value. */
function sentence(
  error: Readonly<{
    validationContext?: string
    validation: readonly { instancePath: string; message?: string }[]
  }>,
): string {
  const [first] = error.validation
  return `In the ${error.validationContext ?? 'request'}, ${first?.instancePath || '/'}: ${first?.message ?? 'not as expected'}.`
}
