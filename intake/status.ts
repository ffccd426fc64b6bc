import fastify from 'fastify'
import { healthPath } from './api.ts'
import type { IntakeMetrics } from './metrics.ts'
import type { Store } from './store/store.ts'

const loopback = '127.0.0.1'

/** Health and metrics for whoever runs the intake, on loopback, apart from the booths' address. */
export async function startStatus(
  port: number,
  store: Store,
  metrics: IntakeMetrics,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = fastify({ forceCloseConnections: true })
  server.get(healthPath, async (_request, reply) => {
    const answers = await store.ping().then(
      () => true,
      () => false,
    )
    return reply.code(answers ? 200 : 503).send({ status: answers ? 'ok' : 'store-unreachable' })
  })
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
  return { url: await server.listen({ port, host: loopback }), close: async () => await server.close() }
}
