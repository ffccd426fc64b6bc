import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type * as z from 'zod'
import type { Camera } from '../../hardware/camera/contract.ts'
import type { Journal } from '../journal/journal.ts'
import type { PictureStore } from '../session/picture-store.ts'
import type { Access } from './access.ts'
import { type CameraReport, type HealthAnswer, pageHeader } from './contract.ts'
import type { Lease } from './lease.ts'
import { Refusals } from './refusals.ts'
import { captureRoute } from './routes/capture.ts'
import { heartbeatRoute } from './routes/heartbeat.ts'
import { intentRoute } from './routes/intent.ts'
import { nextPageRoute } from './routes/next-page.ts'
import { picturesRoute } from './routes/pictures.ts'
import { previewRoute } from './routes/preview.ts'
import { tokenRoute } from './routes/token.ts'
import { viewRoute } from './routes/view.ts'
import { allowedRequest, securityHeaders, type ListenOn } from './surface.ts'
import type { ViewHost } from './session-host.ts'
import { WaitingLine } from './waiting-line.ts'

/** The half of the page camera that the page feeds. */
export type PageCameraIntake = Readonly<{
  report(report: CameraReport | null): void
  deliver(captureId: string, bytes: Uint8Array, takenAt: Date): Readonly<{ ok: boolean; error?: string }>
}>

export type Surface = Readonly<{
  host: ViewHost
  lease: Lease
  access: Access
  pictures: PictureStore
  camera: Camera
  pageCamera: PageCameraIntake | null
  journal: Journal
}>

/** Bodies other than stills are a few hundred bytes; 64 KB is far beyond every one of them. */
const maxBodyBytes = 64 * 1024
/**
 * A page sends a handful of requests a second, and about forty as it loads, before it has its token. Everybody
 * without one shares a line of their own, so that no flood keeps the page from being served.
 */
export const requestsPerSecond = 200
/** A request that trickles is cut off; the streamed view is an answer and is not touched by this. */
export const requestWithinMs = 15_000
/** How often connections are looked through for requests that trickle, in milliseconds. */
const lookForSlowEveryMs = 5_000

export type ServerOptions = Readonly<{
  surface: Surface
  listen: ListenOn
  /** Folder of the built renderer, and of the voice clips. */
  renderer: string
  voice?: string
  /** Further routes: staff, dock, diagnostics. */
  extend?: (server: FastifyInstance) => Promise<void>
}>

/** The service's HTTP surface. Every answer carries the security headers; no error carries anything of a request. */
export async function createServer({
  surface,
  listen,
  renderer,
  voice,
  extend,
}: ServerOptions): Promise<FastifyInstance> {
  const { access, lease, journal } = surface
  const lines = {
    page: new WaitingLine(requestsPerSecond),
    others: new WaitingLine(requestsPerSecond),
  }
  const server = fastify({
    bodyLimit: maxBodyBytes,
    requestTimeout: requestWithinMs,
    http: { headersTimeout: requestWithinMs, connectionsCheckingInterval: lookForSlowEveryMs },
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).code(400).send({ problem: 'bad-request' })
    },
    // What is not HTTP, or comes too slowly, waits its turn as well: refused at once it would come as fast as that.
    clientErrorHandler: (_error, socket) => {
      void lines.others.turn(socket).then(() => socket.destroy())
    },
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)

  const isPage = (request: FastifyRequest): boolean =>
    listen.on === 'socket' || access.admits(request.headers.authorization)
  const refusals = new Refusals(journal)
  server.addHook('onClose', async () => refusals.close())
  const refuse = (reply: FastifyReply, status: number, problem: string): FastifyReply => {
    refusals.note(problem, status)
    // What is still to come of a body is not read.
    return reply.code(status).header('connection', 'close').send({ problem })
  }

  server.addHook('onRequest', async (request, reply) => {
    await (isPage(request) ? lines.page : lines.others).turn(request.raw.socket)
    reply.headers(securityHeaders)
    const refusal = allowedRequest(request, listen)
    if (refusal !== null) return refuse(reply, 403, refusal)
    return undefined
  })

  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) refusals.note('internal', status)
    return reply.code(status).send({ problem: problemOf(status) })
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ problem: 'not-found' }))

  server.get('/api/health', async (): Promise<z.infer<typeof HealthAnswer>> => ({
    ok: true,
    screen: surface.host.view.screen.name,
    page: lease.report,
  }))
  await server.register(tokenRoute, { access, refusals })

  const ours = async (guarded: FastifyInstance): Promise<void> => {
    guarded.addHook('onRequest', async (request, reply) => {
      if (!isPage(request)) return refuse(reply, 401, 'no-token')
      return undefined
    })
    await guarded.register(viewRoute, surface)
    await guarded.register(async (leased) => {
      leased.addHook('onRequest', async (request, reply) => {
        const page = request.headers[pageHeader]
        if (typeof page !== 'string' || !lease.holds(page)) return refuse(reply, 409, 'no-lease')
        return undefined
      })
      await leased.register(intentRoute, surface)
      await leased.register(nextPageRoute, { access, lease, listen })
      await leased.register(captureRoute, surface)
      await leased.register(heartbeatRoute, surface)
      await leased.register(picturesRoute, surface)
      await leased.register(previewRoute, surface)
    })
    await extend?.(guarded)
  }
  try {
    await server.register(ours)
  } catch (error) {
    // With what of it was opened before.
    await server.close()
    throw error
  }

  if (existsSync(join(renderer, 'index.html')))
    await server.register(fastifyStatic, {
      root: renderer,
      index: 'index.html',
      dotfiles: 'deny',
      cacheControl: false,
    })
  // Without clips the booth guides by text alone.
  if (voice !== undefined && existsSync(voice))
    await server.register(fastifyStatic, {
      root: voice,
      prefix: '/voice/',
      decorateReply: false,
      index: false,
    })
  return server
}

const problemOf = (status: number): string => {
  if (status === 413) return 'too-large'
  if (status === 415) return 'unsupported-media-type'
  return status >= 500 ? 'internal' : 'bad-request'
}
