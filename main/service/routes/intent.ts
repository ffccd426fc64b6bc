import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { IntentRequest } from '../contract.ts'
import type { Surface } from '../server.ts'

/** What the person did. `taken: false` says why nothing came of it; that is an answer, not a fault. */
export async function intentRoute(server: FastifyInstance, { host }: Surface) {
  server
    .withTypeProvider<ZodTypeProvider>()
    .post('/api/intent', { schema: { body: IntentRequest } }, async (request) => host.act(request.body))
}
