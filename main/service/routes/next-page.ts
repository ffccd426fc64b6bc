import type { FastifyInstance } from 'fastify'
import type { Access } from '../access.ts'
import type { Lease } from '../lease.ts'
import { electronOrigin, type ListenOn } from '../surface.ts'

/**
 * Where the page goes when a session is over, so that the next applicant begins in a new renderer process:
 * the booth is one origin under two names, and Chromium gives another site another process. Under Electron the
 * shell sees this request and replaces the process itself.
 */
export async function nextPageRoute(
  server: FastifyInstance,
  { access, lease, listen }: { access: Access; lease: Lease; listen: ListenOn },
) {
  server.post('/api/next', async (request) => {
    lease.leaves()
    if (listen.on === 'socket') return { address: `${electronOrigin}/` }
    const [name, port] = (request.headers.host ?? '').split(':')
    const other = name === 'localhost' ? '127.0.0.1' : 'localhost'
    return { address: `http://${other}:${port}/#${access.issueCode()}` }
  })
}
