import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Camera } from '../../hardware/camera/contract.ts'
import type { Journal } from '../journal/journal.ts'
import type { PictureStore } from '../session/picture-store.ts'
import type { Access } from './access.ts'
import { type CameraReport, pageHeader } from './contract.ts'
import type { Lease } from './lease.ts'
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
  /** Each heartbeat of the page that holds the lease; drives the watchdogs. */
  onHeartbeat: (painted: number) => void
}>

/** Bodies other than stills are a few hundred bytes; 64 KB is far beyond every one of them. */
const maxBodyBytes = 64 * 1024
/**
 * A page sends a handful of requests a second; whatever knows the token gets 200. Everybody else on the
 * machine shares 100 a second among them, so that no flood keeps the page from being served.
 */
const requestsPerSecond = { page: 200, others: 100 } as const

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
  const server = fastify({
    bodyLimit: maxBodyBytes,
    // A request that trickles is cut off; the streamed view is an answer and is not touched by these.
    requestTimeout: 15_000,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, _request, reply) => {
      void (reply as FastifyReply).code(400).send({ problem: 'bad-request' })
    },
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)

  const isPage = (request: FastifyRequest): boolean =>
    listen.on === 'socket' || access.admits(request.headers.authorization)

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    const refusal = allowedRequest(request, listen)
    if (refusal !== null) return refuse(journal, reply, 403, refusal)
    return undefined
  })
  await server.register(fastifyRateLimit, {
    timeWindow: 1_000,
    max: (request) => (isPage(request) ? requestsPerSecond.page : requestsPerSecond.others),
    keyGenerator: (request) => (isPage(request) ? 'page' : 'others'),
    errorResponseBuilder: () => Object.assign(new Error('too-many-requests'), { statusCode: 429 }),
  })

  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) journal.record('request-refused', { problem: 'internal', status })
    return reply.code(status).send({ problem: problemOf(status) })
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ problem: 'not-found' }))

  server.get('/api/health', async () => ({ ok: true, screen: surface.host.view.screen.name }))
  await server.register(tokenRoute, { access, journal })

  await server.register(async (guarded) => {
    guarded.addHook('onRequest', async (request, reply) => {
      if (!isPage(request)) return refuse(journal, reply, 401, 'no-token')
      return undefined
    })
    await guarded.register(viewRoute, surface)
    await guarded.register(async (leased) => {
      leased.addHook('onRequest', async (request, reply) => {
        const page = request.headers[pageHeader]
        if (typeof page !== 'string' || !lease.holds(page)) return refuse(journal, reply, 409, 'no-lease')
        return undefined
      })
      await leased.register(intentRoute, surface)
      await leased.register(nextPageRoute, { access, listen })
      await leased.register(captureRoute, surface)
      await leased.register(heartbeatRoute, surface)
      await leased.register(picturesRoute, surface)
      await leased.register(previewRoute, surface)
    })
    await extend?.(guarded)
  })

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
  if (status === 429) return 'too-many-requests'
  return status >= 500 ? 'internal' : 'bad-request'
}

function refuse(journal: Journal, reply: FastifyReply, status: number, problem: string): FastifyReply {
  journal.record('request-refused', { problem, status })
  return reply.code(status).send({ problem })
}
