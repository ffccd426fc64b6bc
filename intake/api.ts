import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import {
  ApplicationId,
  applicationPath,
  boothHeader,
  CheckAnswer,
  CheckRequest,
  checksPath,
  envelopeMediaType,
  IntakeKeys,
  keysPath,
  maxEnvelopeBytes,
  Problem,
  ReceiptAnswer,
} from './contract.ts'
import type { Keys } from './keys.ts'
import { ProblemError } from './problem.ts'
import type { Reception } from './reception.ts'

export type Api = Readonly<{
  reception: Reception
  keys: () => Keys
  /** The enrolled booth that calls; throws a ProblemError for anybody else. */
  boothOf: (request: FastifyRequest) => Promise<string>
  /** Envelopes that may be in hand at once. */
  maxInHand: number
}>

/** Seconds a booth is asked to stay away while the intake has its hands full. */
const busyRetrySeconds = 2

const ApplicationParams = z.object({ applicationId: ApplicationId })
const problems = { '4xx': Problem, '5xx': Problem }

/** The routes of contract.ts. */
export function registerApi(server: FastifyInstance, { reception, keys, boothOf, maxInHand }: Api): void {
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const booths = new WeakMap<FastifyRequest, string>()
  const caller = (request: FastifyRequest): string => booths.get(request) ?? ''
  let inHand = 0

  // Before the body is read: whoever is not enrolled sends no megabytes.
  const enrolled = async (request: FastifyRequest) => {
    booths.set(request, await boothOf(request))
  }

  server.addContentTypeParser(
    envelopeMediaType,
    { parseAs: 'buffer', bodyLimit: maxEnvelopeBytes },
    (_request, body, done) => done(null, body),
  )

  routes.get(keysPath, {
    schema: { response: { 200: IntakeKeys, ...problems } },
    handler: () => keys().published,
  })

  routes.post(checksPath, {
    onRequest: enrolled,
    schema: { body: CheckRequest, response: { 200: CheckAnswer, ...problems } },
    handler: async (request) => ({ answer: await reception.check(request.body) }),
  })

  routes.put(applicationPath(':applicationId'), {
    onRequest: async (request) => {
      await enrolled(request)
      if (inHand >= maxInHand) throw new ProblemError('busy', undefined, busyRetrySeconds)
    },
    schema: { params: ApplicationParams, response: { 200: ReceiptAnswer, ...problems } },
    handler: async (request) => {
      if (!Buffer.isBuffer(request.body))
        throw new ProblemError('bad-request', `The body must be an envelope, ${envelopeMediaType}.`)
      inHand += 1
      try {
        return {
          receipt: await reception.receive(request.params.applicationId, caller(request), request.body),
        }
      } finally {
        inHand -= 1
      }
    },
  })

  routes.get(applicationPath(':applicationId'), {
    onRequest: enrolled,
    schema: { params: ApplicationParams, response: { 200: ReceiptAnswer, ...problems } },
    handler: async (request) => {
      const receipt = await reception.receiptOf(request.params.applicationId, caller(request))
      if (receipt === undefined) throw new ProblemError('not-found', 'No application is kept under this ID.')
      return { receipt }
    },
  })
}

export { boothHeader }
