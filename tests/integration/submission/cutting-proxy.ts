import { createServer, connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export type Cut = Readonly<{
  /** Towards the intake, or back to the booth. */
  direction: 'up' | 'down'
  /** So many bytes of one connection still pass in that direction, then both ends are reset. */
  afterBytes: number
}>

export type CuttingProxy = Readonly<{
  port: number
  /** Bytes of the longest connection so far, each way. */
  seen: { up: number; down: number }
  /** The intake has moved (it was started anew). */
  target(port: number): void
  /** The next connection is cut so. */
  cutNext(cut: Cut): void
  /** Every connection there is, now. */
  cutAll(): void
  close(): Promise<void>
}>

/** A line between booth and intake that breaks on command, at any byte. */
export const startCuttingProxy = async (): Promise<CuttingProxy> => {
  let targetPort = 0
  const cuts: Cut[] = []
  const open = new Set<Socket>()
  const seen = { up: 0, down: 0 }

  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    const cut = cuts.shift()
    const reset = (): void => {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    const carry = (direction: Cut['direction'], from: Socket, to: Socket): void => {
      let passed = 0
      const limit = cut?.direction === direction ? cut.afterBytes : Number.POSITIVE_INFINITY
      from.on('data', (chunk: Buffer) => {
        const left = limit - passed
        passed += chunk.length
        seen[direction] = Math.max(seen[direction], passed)
        if (chunk.length < left) to.write(chunk)
        // The bytes before the cut do arrive: the reset follows once they are handed on.
        else to.write(chunk.subarray(0, Math.max(0, left)), () => reset())
      })
      from.on('end', () => to.end())
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', reset)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    if (cut?.direction === 'up' && cut.afterBytes === 0) {
      reset()
      return
    }
    carry('up', near, far)
    carry('down', far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    target: (port) => {
      targetPort = port
    },
    cutNext: (cut) => void cuts.push(cut),
    cutAll: () => {
      for (const socket of open) socket.resetAndDestroy()
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
