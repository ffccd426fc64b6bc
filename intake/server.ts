import type { Socket } from 'node:net'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { registerApi } from './api.ts'
import type { Authority } from './authority/authority.ts'
import { boothByCertificate, boothByHeader } from './booth-identity.ts'
import { certificateAuthority, serverIdentity } from './certificates.ts'
import { maxEnvelopeBytes } from './contract.ts'
import { defaultForwarding, Forwarding } from './forwarding.ts'
import type { ForwardingTimes } from './forwarding.ts'
import { createServer, defaultLimits, refuseConnection, renewIdentity } from './http-server.ts'
import type { ConnectionLimits } from './http-server.ts'
import { defaultInHand, InHand } from './in-hand.ts'
import { ensureKeys, loadKeys } from './keys.ts'
import type { IntakeLog } from './log.ts'
import { intakeMetrics } from './metrics.ts'
import { registerOpenApi } from './openapi.ts'
import { answerProblems, maintenance } from './problem.ts'
import { Reception } from './reception.ts'
import { startRetention } from './retention.ts'
import { StartError } from './start-error.ts'
import { startStatus } from './status.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

export type IntakeOptions = Readonly<{
  /** `postgres://…` or the path of a SQLite file. */
  database: string
  /** Folder of the key file and the certificate authority; filled on the first start. */
  keysFolder: string
  /** 0: any free port. */
  port: number
  /** Plain HTTP on loopback, and booths name themselves in a header; otherwise TLS with client certificates. */
  development: boolean
  /** Address to listen on, with TLS only. */
  host?: string
  /** Names and addresses that booths call the intake by; its certificate holds them. */
  names?: readonly string[]
  authority: Authority
  log: IntakeLog
  limits?: Partial<ConnectionLimits>
  forwarding?: Partial<ForwardingTimes>
  /** Port on loopback for health and metrics; none if absent. */
  statusPort?: number
}>

export type Intake = Readonly<{
  url: string
  statusUrl: string | undefined
  store: Store
  /** Takes up rotated keys, and a new server certificate. */
  reload(): Promise<void>
  /** Finishes what is in hand, then closes. */
  close(): Promise<void>
}>

const loopback = '127.0.0.1'

/** Starts receiving. Throws a StartError with one sentence if that is not possible. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { keysFolder, development, names = [loopback, 'localhost'], authority } = options
  await ensureKeys(keysFolder)
  let currentKeys = await loadKeys(keysFolder)
  const keys = () => currentKeys
  const identity = async () =>
    development ? undefined : await serverIdentity(await certificateAuthority(keysFolder), names)
  const firstIdentity = await identity()
  const store = await openStore(options.database, 'receive')
  const metrics = intakeMetrics(options.log, store)
  const { log } = metrics
  const times = { ...defaultForwarding, ...options.forwarding }
  const parts = { store, keys, authority, log }

  const server = fastify({
    bodyLimit: maxEnvelopeBytes,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    serverFactory: (handler) =>
      createServer(handler, { ...defaultLimits, ...options.limits }, firstIdentity, log),
    clientErrorHandler: (error, socket: Socket) => refuseConnection(error, socket, log),
  })
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  answerProblems(server, log)
  let closing = false
  server.addHook('onRequest', async () => {
    if (closing) throw maintenance('The intake is shutting down.')
    await Promise.resolve()
  })
  server.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
  await registerOpenApi(server)
  registerApi(server, {
    reception: new Reception(parts, times),
    keys,
    store,
    boothOf: development ? boothByHeader(store) : boothByCertificate(store),
    inHand: new InHand(defaultInHand),
  })

  const host = development ? loopback : (options.host ?? loopback)
  const address = await listen(server, options.port, host).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  // Fastify does not see that the server it was given speaks TLS.
  const url = development ? address : address.replace(/^http:/, 'https:')
  const status =
    options.statusPort === undefined ? undefined : await startStatus(options.statusPort, store, metrics)
  const forwarding = new Forwarding(parts, times)
  forwarding.start()
  const stopRetention = startRetention(store, log)
  log('intake-started', { url, development })

  return {
    url,
    statusUrl: status?.url,
    store,
    reload: async () => {
      currentKeys = await loadKeys(keysFolder)
      const renewed = await identity()
      if (renewed) renewIdentity(server.server, renewed)
      log('keys-reloaded')
    },
    close: async () => {
      closing = true
      stopRetention()
      await server.close()
      await status?.close()
      await forwarding.stop()
      await store.close()
      log('intake-stopped')
    },
  }
}

export async function listen(
  server: { listen(at: { port: number; host: string }): Promise<string> },
  port: number,
  host: string,
): Promise<string> {
  try {
    return await server.listen({ port, host })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new StartError(`The intake cannot listen on ${host}:${port} (${code}).`)
  }
}
