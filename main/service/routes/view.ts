import type { FastifyInstance } from 'fastify'
import { pageHeader, type View, viewKeepAliveMs } from '../contract.ts'
import type { Surface } from '../server.ts'
import { securityHeaders } from '../surface.ts'

/**
 * Streams the view: a JSON line each time it changes, an empty line when nothing did for a while. A page
 * that reads slowly gets the newest view next, never a backlog. Opening the stream takes the lease.
 */
export async function viewRoute(server: FastifyInstance, { host, lease, pageCamera, journal }: Surface) {
  server.get('/api/view', async (request, reply) => {
    const page = request.headers[pageHeader]
    if (typeof page !== 'string' || page.length < 8 || page.length > 100)
      return reply.code(400).send({ problem: 'bad-request' })
    const taken = lease.take(page)
    if (taken === 'held-elsewhere') {
      journal.record('page-refused')
      return reply.code(409).send({ problem: 'held-elsewhere' })
    }
    if (taken === 'new') {
      host.tell({ type: 'purge' })
      pageCamera?.report(null)
      journal.record('page-joined')
    }

    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { ...securityHeaders, 'content-type': 'application/x-ndjson; charset=utf-8' })
    raw.socket?.setNoDelay(true)
    let waiting: View | null = null
    let draining = false
    const send = (view: View): void => {
      if (draining) {
        waiting = view
        return
      }
      draining = !raw.write(`${JSON.stringify(view)}\n`)
    }
    raw.on('drain', () => {
      draining = false
      const newest = waiting
      waiting = null
      if (newest !== null) send(newest)
    })
    const unsubscribe = host.onView(send)
    const keepAlive = setInterval(() => raw.write('\n'), viewKeepAliveMs)
    raw.on('close', () => {
      clearInterval(keepAlive)
      unsubscribe()
      lease.released(page)
    })
    send(host.view)
    return reply
  })
}
