import { request as send } from 'node:http'
import type { IppResponse, RequestAttribute } from './ipp-messages.ts'
import { decodeResponse, encodeRequest } from './ipp-messages.ts'

const maxAnswerBytes = 256 * 1024

/** IPP over HTTP, one request at a time on a connection of its own. */
export class IppClient {
  readonly #answerWithinMs: number
  #requestId = 0

  constructor(answerWithinMs: number) {
    this.#answerWithinMs = answerWithinMs
  }

  /** One request to a printer or queue; undefined: no answer in time, or not one of IPP. */
  async ask(
    to: string,
    operation: number,
    attributes: readonly RequestAttribute[],
    document: Uint8Array = new Uint8Array(),
  ): Promise<IppResponse | undefined> {
    const request = encodeRequest(operation, ++this.#requestId, [
      { type: 'uri', name: 'printer-uri', values: [to] },
      ...attributes,
    ])
    const answer = await post(to, Buffer.concat([request, document]), this.#answerWithinMs)
    return answer === undefined ? undefined : decodeResponse(answer)
  }
}

/** POSTs an IPP message; undefined when there is no answer of HTTP 200 in time. */
function post(to: string, body: Uint8Array, withinMs: number): Promise<Uint8Array | undefined> {
  const url = new URL(to.replace(/^ipp:/, 'http:'))
  if (url.port === '') url.port = '631'
  return new Promise((resolve) => {
    const request = send(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/ipp', 'content-length': body.length },
        signal: AbortSignal.timeout(withinMs),
      },
      (response) => {
        const chunks: Buffer[] = []
        let length = 0
        response.on('data', (chunk: Buffer) => {
          length += chunk.length
          if (length > maxAnswerBytes) response.destroy()
          else chunks.push(chunk)
        })
        response.on('end', () => resolve(response.statusCode === 200 ? Buffer.concat(chunks) : undefined))
        response.on('close', () => resolve(undefined))
        response.on('error', () => resolve(undefined))
      },
    )
    request.on('error', () => resolve(undefined))
    request.end(body)
  })
}
