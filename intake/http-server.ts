import http from 'node:http'
import type { RequestListener } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { ServerIdentity } from './certificates.ts'
import type { IntakeLog } from './log.ts'
import { ProblemError, problemMediaType } from './problem.ts'

/** What a client may take of the server before it is cut off. */
export type ConnectionLimits = Readonly<{
  /** Milliseconds for the headers: a few hundred bytes. */
  headersMs: number
  /** Milliseconds for a request to arrive whole: 2 MB at 0.3 Mbit/s. */
  requestMs: number
  /** How often Node looks for connections over these limits. */
  checkMs: number
  /** Open connections: 2,000 booths that each keep one, twice over. */
  connections: number
}>
export const defaultLimits: ConnectionLimits = {
  headersMs: 10_000,
  requestMs: 60_000,
  checkMs: 1_000,
  connections: 4_096,
}
/** Milliseconds an idle connection is kept: the booth's next request comes minutes later. */
const keepAliveMs = 5_000
const maxHeaderBytes = 8 * 1024

/** HTTPS that asks for a client certificate, or plain HTTP when there is no identity. */
export function createServer(
  handler: RequestListener,
  limits: ConnectionLimits,
  identity: ServerIdentity | undefined,
  log: IntakeLog,
): http.Server {
  const options = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: maxHeaderBytes,
  }
  const server = identity
    ? https.createServer({ ...options, ...tlsOptions(identity) }, handler)
    : http.createServer(options, handler)
  server.maxConnections = limits.connections
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    log('connection-refused', { code: error.code ?? 'tls' }),
  )
  server.on('drop', () => log('connection-refused', { code: 'too-many-connections' }))
  return server
}

/**
 * A wrong certificate is let through the handshake and refused by booth-identity.ts: with a sentence, where
 * TLS would only break the line.
 */
const tlsOptions = (identity: ServerIdentity): https.ServerOptions => ({
  key: identity.key,
  cert: identity.certificate,
  ca: identity.ca,
  requestCert: true,
  rejectUnauthorized: false,
  minVersion: 'TLSv1.3',
})

/** Takes up a new identity for connections to come. */
export function renewIdentity(server: http.Server, identity: ServerIdentity): void {
  if (server instanceof https.Server) server.setSecureContext(tlsOptions(identity))
}

const protocolFaults: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
}

/** Answers what is not HTTP, or not in time, before any route is known. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket, log: IntakeLog): void {
  log('connection-refused', { code: error.code ?? 'unknown' })
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, detail] = protocolFaults[error.code ?? ''] ?? ['400 Bad Request', 'This is not HTTP.']
  const body = JSON.stringify({
    ...new ProblemError('bad-request', detail).body,
    status: Number(status.slice(0, 3)),
  })
  const head = `HTTP/1.1 ${status}\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${body.length}\r\nconnection: close`
  socket.end(`${head}\r\n\r\n${body}`)
}
