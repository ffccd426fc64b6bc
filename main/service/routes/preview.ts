import type { FastifyInstance } from 'fastify'
import type { PreviewFrame } from '../../../hardware/camera/contract.ts'
import type { Surface } from '../server.ts'
import { securityHeaders } from '../surface.ts'

const boundary = 'frame'

/** The live picture of a camera that the service holds, as MJPEG. A slow reader misses frames. */
export async function previewRoute(server: FastifyInstance, { camera }: Surface) {
  server.get('/api/preview', async (_request, reply) => {
    const preview = camera.preview()
    if (preview.held !== 'service') return reply.code(404).send({ problem: 'not-found' })
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      ...securityHeaders,
      'content-type': `multipart/x-mixed-replace; boundary=${boundary}`,
    })
    let draining = false
    raw.on('drain', () => {
      draining = false
    })
    const unsubscribe = preview.onFrame(({ jpeg, presentedAt }: PreviewFrame) => {
      if (draining) return
      raw.write(
        `--${boundary}\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n` +
          `x-timestamp: ${presentedAt.getTime()}\r\n\r\n`,
      )
      raw.write(jpeg)
      draining = !raw.write('\r\n')
    })
    raw.on('close', unsubscribe)
    return reply
  })
}
