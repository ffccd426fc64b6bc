import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What the line does to a connection. */
const fates = [
  /** The line breaks while the request is under way. */
  'request-cut',
  /** The intake has answered; the answer never arrives. */
  'answer-cut',
  /** The intake has answered; nothing arrives, and the line stays up. */
  'answer-swallowed',
  /** Everything arrives late, so that requests overtake each other. */
  'delayed',
  'clean',
] as const
export type Fate = (typeof fates)[number]

export type FaultProxy = Readonly<{
  url: string
  /** How often each fate has struck. */
  struck: Readonly<Record<Fate, number>>
  close(): Promise<void>
}>

/** Milliseconds that a clean connection lives at most: its next request draws a new fate. */
const longestLifeMs = 2_000
const longestDelayMs = 400

/**
 * A line to the intakes that fails as lines do. `faultShare` of the connections, 0…1, has a fate other than
 * clean. `ports` answers where an intake listens at the moment.
 */
export async function faultProxy(
  ports: () => readonly number[],
  faultShare: number,
  random: () => number,
): Promise<FaultProxy> {
  const struck = { 'request-cut': 0, 'answer-cut': 0, 'answer-swallowed': 0, delayed: 0, clean: 0 }
  const open = new Set<Socket>()
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)]

  const server = createServer((booth) => {
    const fate = random() < faultShare ? (pick(fates.slice(0, -1)) ?? 'clean') : 'clean'
    const port = pick(ports())
    if (port === undefined) {
      booth.destroy()
      return
    }
    struck[fate] += 1
    const intake = connect(port, '127.0.0.1')
    const cut = () => {
      booth.destroy()
      intake.destroy()
    }
    for (const socket of [booth, intake]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    carry(fate, booth, intake, cut)
  })

  function carry(fate: Fate, booth: Socket, intake: Socket, cut: () => void): void {
    const delayMs = fate === 'delayed' ? random() * longestDelayMs : 0
    const later = (step: () => void) => (delayMs > 0 ? setTimeout(step, delayMs) : step())
    let bytesUntilCut = fate === 'request-cut' ? random() * 25_000 : Number.POSITIVE_INFINITY
    booth.on('data', (piece) => {
      bytesUntilCut -= piece.length
      if (bytesUntilCut < 0) cut()
      else later(() => intake.writable && intake.write(piece))
    })
    intake.on('data', (piece) => {
      if (fate === 'answer-cut') cut()
      else if (fate !== 'answer-swallowed') later(() => booth.writable && booth.write(piece))
    })
    if (fate === 'clean') setTimeout(cut, random() * longestLifeMs).unref()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    struck,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
