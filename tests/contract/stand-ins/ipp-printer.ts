import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { cupsAnswers } from '../fixtures/ipp-answers.ts'

const printJob = 0x0002
const cancelJob = 0x0008
const getJobAttributes = 0x0009

const recorded = (name: keyof typeof cupsAnswers): Buffer => Buffer.from(cupsAnswers[name], 'base64')

/** The same answer with another word of the same length in place of one of it. */
function reworded(bytes: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.indexOf(from)
  if (at < 0 || from.length !== to.length) throw new Error(`'${from}' cannot be replaced by '${to}'.`)
  copy.write(to, at)
  return copy
}

/** job-state is the only enum of that answer: its four bytes stand last but one. */
function withJobState(state: number): Buffer {
  const copy = recorded('jobDone')
  copy.writeInt32BE(state, copy.length - 5)
  return copy
}

const media = 'media-empty-error'

/** A printer by IPP that answers with cupsd's recorded bytes, the state in them changed where it has to be. */
export class StandInIppPrinter {
  #server: Server | undefined
  #port = 0
  /** Jobs in order, and what became of them. */
  readonly jobs: { pdf: Buffer; state: 'printing' | 'done' | 'cancelled' }[] = []
  trouble: 'none' | 'paper' | 'jam' | 'garbage' = 'none'

  get uri(): string {
    return `ipp://127.0.0.1:${this.#port}/ipp/print`
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => response.end(this.#answer(Buffer.concat(chunks))))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    this.#port = address.port
    this.#server = server
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server === undefined) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  #answer(request: Buffer): Buffer {
    if (this.trouble === 'garbage') return Buffer.from('<html>It works!</html>')
    const job = this.jobs.at(-1)
    switch (request.readUInt16BE(2)) {
      case printJob:
        this.jobs.push({ pdf: request.subarray(request.indexOf('%PDF')), state: 'printing' })
        return recorded('printJob')
      case cancelJob:
        if (job?.state === 'printing') job.state = 'cancelled'
        return withJobState(7)
      case getJobAttributes:
        if (job === undefined) return recorded('unknownQueue')
        if (job.state === 'printing' && this.trouble === 'none') {
          job.state = 'done'
          return withJobState(5)
        }
        return withJobState({ printing: 5, done: 9, cancelled: 7 }[job.state])
      default:
        if (this.trouble === 'paper') return recorded('outOfPaper')
        if (this.trouble === 'jam') return reworded(recorded('outOfPaper'), media, 'media-jam-warning')
        return reworded(recorded('idleAfterEmptyPaper'), media, 'media-low-warning')
    }
  }
}
