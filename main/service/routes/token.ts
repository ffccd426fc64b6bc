import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Access } from '../access.ts'
import type { Refusals } from '../refusals.ts'

/** Exchanges the one-time code of the window's address for the token of its requests. */
export async function tokenRoute(
  server: FastifyInstance,
  { access, refusals }: { access: Access; refusals: Refusals },
) {
  server
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/api/token',
      { schema: { body: z.object({ code: z.string().max(100) }) } },
      async (request, reply) => {
        const token = access.exchange(request.body.code)
        if (token !== undefined) return { token }
        refusals.note('used-code', 401)
        return reply.code(401).send({ problem: 'used-code' })
      },
    )
}
