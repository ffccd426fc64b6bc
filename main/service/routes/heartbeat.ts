import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { Heartbeat } from '../contract.ts'
import type { Surface } from '../server.ts'

export async function heartbeatRoute(server: FastifyInstance, { lease, pageCamera }: Surface) {
  server
    .withTypeProvider<ZodTypeProvider>()
    .post('/api/heartbeat', { schema: { body: Heartbeat } }, async (request) => {
      lease.heard(request.body.painted)
      pageCamera?.report(request.body.camera)
      return { ok: true }
    })
}
