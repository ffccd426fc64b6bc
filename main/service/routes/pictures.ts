import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Surface } from '../server.ts'

/** Pictures of the present applicant, for `choose` and `review`; gone with the session. */
export async function picturesRoute(server: FastifyInstance, { pictures }: Surface) {
  server
    .withTypeProvider<ZodTypeProvider>()
    .get('/api/pictures/:id', { schema: { params: z.object({ id: z.uuid() }) } }, async (request, reply) => {
      const bytes = pictures.get(request.params.id)
      if (bytes === undefined) return reply.code(404).send({ problem: 'not-found' })
      // A copy: the store overwrites its bytes when the session ends, maybe while these are being sent.
      return reply.type('image/jpeg').send(Buffer.from(bytes))
    })
}
