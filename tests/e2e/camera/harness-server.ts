import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import { build } from 'vite'

/** The booth's own policy (design §7): WebAssembly may be compiled, nothing foreign may be loaded. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "style-src 'self'",
  "media-src 'self' blob:",
].join('; ')

export type HarnessServer = Readonly<{ url: string; app: FastifyInstance; close(): Promise<void> }>

/** Builds the harness page as the booth's page is built and serves it under the booth's policy. */
export async function serveHarness(
  routes: (app: FastifyInstance) => Promise<void> = () => Promise.resolve(),
): Promise<HarnessServer> {
  const folder = await mkdtemp(join(tmpdir(), 'harness-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../../../renderer/guidance/harness', import.meta.url)),
    base: './',
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140', assetsInlineLimit: 0 },
    worker: { format: 'es' },
  })
  const app = fastify({ bodyLimit: 30 * 1024 * 1024 })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', contentSecurityPolicy)
  })
  await app.register(fastifyStatic, { root: folder })
  await routes(app)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    app,
    close: async () => {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
