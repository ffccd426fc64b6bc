import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { BoothIdentity } from './booth-identity.ts'
import {
  ApplicationId,
  applicationPath,
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
import type { InHand } from './in-hand.ts'
import type { Keys } from './keys.ts'
import { openApiPath } from './openapi.ts'
import { maintenance, ProblemError, problemMediaType, problemOfStatus } from './problem.ts'
import type { Reception } from './reception.ts'
import type { Store } from './store/store.ts'

export type Api = Readonly<{
  reception: Reception
  keys: () => Keys
  store: Store
  boothOf: BoothIdentity
  inHand: InHand
}>

export const healthPath = '/v1/health'

const ApplicationParams = z.object({
  applicationId: ApplicationId.meta({ description: 'Made by the booth before its first write.' }),
})
const Envelope = z
  .custom<Buffer>((body) => Buffer.isBuffer(body), `expected an envelope, ${envelopeMediaType}`)
  .meta({
    type: 'string',
    format: 'binary',
    description: `Frame MKE1, at most ${maxEnvelopeBytes} bytes.`,
  })
const Health = z.object({ status: z.literal('ok') })

const problems = (...statuses: readonly (keyof typeof problemOfStatus)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: problemOfStatus[status], content: { [problemMediaType]: { schema: Problem } } },
    ]),
  )
const answer = <T extends z.ZodType>(description: string, schema: T) => schema.meta({ description })
const callers = [{ booth: [] }]

/** The routes of contract.ts. */
export function registerApi(server: FastifyInstance, api: Api): void {
  const { reception, keys, store, boothOf, inHand } = api
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const booths = new WeakMap<FastifyRequest, string>()
  const caller = (request: FastifyRequest): string => booths.get(request) ?? ''

  // Before the body is read: whoever is not enrolled sends no megabytes.
  const enrolled = async (request: FastifyRequest): Promise<void> => {
    booths.set(request, await boothOf(request))
  }
  const enrolledWithPlace = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await enrolled(request)
    inHand.take(caller(request), reply)
  }

  server.addContentTypeParser(
    envelopeMediaType,
    { parseAs: 'buffer', bodyLimit: maxEnvelopeBytes },
    (_request, body, done) => done(null, body),
  )

  routes.put(applicationPath(':applicationId'), {
    onRequest: enrolledWithPlace,
    schema: {
      summary: 'Hand over a sealed application',
      description:
        'Opened, kept durably, and only then answered. Sent again with the same bytes it is answered with the ' +
        'receipt as it stands; it is never taken twice. The authority is waited for up to 8 s; after that the ' +
        'receipt says `pending` and GET tells how it went on.',
      security: callers,
      consumes: [envelopeMediaType],
      params: ApplicationParams,
      body: Envelope,
      response: {
        200: answer(
          'Kept. The receipt is a compact JWS of ReceiptClaims by a key of /v1/keys.',
          ReceiptAnswer,
        ),
        ...problems(400, 403, 408, 409, 413, 422, 500, 503),
      },
    },
    handler: async (request) => ({
      receipt: await reception.receive(request.params.applicationId, caller(request), request.body),
    }),
  })

  routes.get(applicationPath(':applicationId'), {
    onRequest: enrolled,
    schema: {
      summary: 'Ask how an application stands',
      description:
        'After an unknown outcome, and while it is pending. A booth sees its own applications only.',
      security: callers,
      params: ApplicationParams,
      response: {
        200: answer('The receipt as it stands now.', ReceiptAnswer),
        ...problems(400, 403, 404, 500, 503),
      },
    },
    handler: async (request) => {
      const receipt = await reception.receiptOf(request.params.applicationId, caller(request))
      if (receipt === undefined) throw new ProblemError('not-found', 'No application is kept under this ID.')
      return { receipt }
    },
  })

  routes.post(checksPath, {
    onRequest: enrolled,
    schema: {
      summary: 'Ask beforehand whether a form can be used',
      description:
        'Nothing is kept. `not-known` when the authority cannot be asked within 3 s: it stops nobody.',
      security: callers,
      body: CheckRequest,
      response: { 200: answer('What is known.', CheckAnswer), ...problems(400, 403, 413, 500, 503) },
    },
    handler: async (request) => ({ answer: await reception.check(request.body) }),
  })

  routes.get(keysPath, {
    schema: {
      summary: 'Public keys of the intake',
      description:
        'JWKS. `use: enc`: seal to the first. `use: sig`: verify receipts with the one its `kid` names. ' +
        'Old keys stay for as long as a booth may hold an envelope to them.',
      response: { 200: answer('The keys, newest first.', IntakeKeys), ...problems(503) },
    },
    handler: () => keys().published,
  })

  routes.get(healthPath, {
    schema: {
      summary: 'Whether the intake can receive',
      response: { 200: answer('The store answers.', Health), ...problems(503) },
    },
    handler: async () => {
      await store.ping().catch(() => {
        throw maintenance('The store does not answer.')
      })
      return { status: 'ok' as const }
    },
  })

  routes.get(openApiPath, { schema: { hide: true } }, () => server.swagger())
}
