import type { FastifyInstance } from 'fastify'
import { captureHeader, maxStillBytes } from '../contract.ts'
import type { Surface } from '../server.ts'

/** A still of the camera that the page holds. The driver refuses whatever was not asked for. */
export async function captureRoute(server: FastifyInstance, { pageCamera }: Surface) {
  server.addContentTypeParser(
    /^image\//,
    { parseAs: 'buffer', bodyLimit: maxStillBytes },
    (_request, body, done) => done(null, body),
  )
  server.post('/api/capture', { bodyLimit: maxStillBytes }, async (request, reply) => {
    const id = request.headers[captureHeader]
    const { body } = request
    if (pageCamera === null || typeof id !== 'string' || !Buffer.isBuffer(body))
      return reply.code(400).send({ problem: 'bad-request' })
    const answer = pageCamera.deliver(id, body, new Date())
    return answer.ok ? { taken: true } : { taken: false, because: answer.error }
  })
}
