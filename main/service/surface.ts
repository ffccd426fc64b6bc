import type { FastifyRequest } from 'fastify'

/** Where the service listens: a Unix socket (Electron's proxy) or a fixed loopback port (Chromium). */
export type ListenOn = Readonly<{ on: 'socket'; path: string }> | Readonly<{ on: 'port'; port: number }>

/** The origin under which Electron shows the page; its proxy passes requests on to the socket. */
export const electronOrigin = 'app://booth'

const policy = [
  "default-src 'none'",
  // WebAssembly of the face mesh; without it the library would fall back in silence (design §7).
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const securityHeaders = {
  'content-security-policy': policy,
  'permissions-policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), bluetooth=(), ' +
    'clipboard-read=(), clipboard-write=(), payment=(), fullscreen=(self)',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/** Why a request is not answered at all, or null: another site's page, or a name that only pretends to be us. */
export function allowedRequest(
  request: FastifyRequest,
  listen: ListenOn,
): 'wrong-host' | 'wrong-origin' | null {
  const { host, origin } = request.headers
  if (listen.on === 'socket') return origin === undefined || origin === electronOrigin ? null : 'wrong-origin'
  const port = request.socket.localPort
  if (host === undefined || !loopbackNames.some((name) => host === `${name}:${port}`)) return 'wrong-host'
  return origin === undefined || origin === `http://${host}` ? null : 'wrong-origin'
}
