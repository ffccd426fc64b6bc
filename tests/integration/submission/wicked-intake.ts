import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { boothCertificate, certificateAuthority, serverIdentity } from '../../../intake/certificates.ts'
import { problemUrn } from '../../../intake/contract.ts'
import type { Enrolment, EnrolmentRequest, ProblemType, ReceiptClaims } from '../../../intake/contract.ts'
import { ensureKeys, loadKeys, rotateKeys } from '../../../intake/keys.ts'
import { digestOf } from '../../../main/submission/seal.ts'

export type Exchange = Readonly<{
  response: http.ServerResponse
  applicationId: string
  digest: string
  /** What a genuine receipt would say. */
  claims: ReceiptClaims
  /** A genuine receipt, but for what is changed in it. */
  receipt(changes?: Partial<ReceiptClaims>): Promise<string>
  json(status: number, body: unknown, headers?: http.OutgoingHttpHeaders): void
  problem(status: number, type: ProblemType, headers?: http.OutgoingHttpHeaders): void
}>

/** What the intake does with the next PUT, instead of keeping it and giving a receipt. */
export type Misdeed = (exchange: Exchange) => unknown

export type WickedIntake = Readonly<{
  url: string
  keysFolder: string
  enrol(request: EnrolmentRequest): Promise<Enrolment>
  /** Digest by application ID of all it took custody of, and how often each was PUT. */
  kept: ReadonlyMap<string, string>
  puts: ReadonlyMap<string, number>
  statusQueries(): number
  /** The next PUTs, in this order, are met with these; afterwards it is kind. */
  next(...misdeeds: Misdeed[]): void
  /** The booth may not (403), or may again. */
  refuse(refused: boolean): void
  /** New keys in front; the booth has not heard of them yet. */
  rotate(): Promise<void>
  /** Dates of its answers are off by so much. */
  setClock(skewMs: number): void
  [Symbol.asyncDispose](): Promise<void>
}>

/** A real HTTP server with the intake's real keys that misbehaves on command. */
export const startWickedIntake = async (folder: string, tls = false): Promise<WickedIntake> => {
  const keysFolder = join(folder, 'wicked', 'keys')
  await ensureKeys(keysFolder)
  let keys = await loadKeys(keysFolder)
  const authority = await certificateAuthority(keysFolder)
  const kept = new Map<string, string>()
  const puts = new Map<string, number>()
  const misdeeds: Misdeed[] = []
  let skewMs = 0
  let refused = false
  let statusQueries = 0

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    response.sendDate = false
    response.setHeader('date', new Date(Date.now() + skewMs).toUTCString())
    const json = (status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    }
    const problem = (status: number, type: ProblemType, headers?: http.OutgoingHttpHeaders): void =>
      json(status, { type: problemUrn(type), title: type, status }, headers)
    if (request.url === '/v1/keys') return json(200, keys.published)

    if (refused) return problem(403, 'not-enrolled')
    const applicationId = request.url?.split('/').at(-1) ?? ''
    const claims = (digest: string): ReceiptClaims => ({
      version: 1,
      receiptNumber: '0000-1111-2222',
      applicationId,
      boothId: 'booth-17',
      digest,
      receivedAt: new Date().toISOString(),
      decision: 'accepted',
      decidedAt: new Date().toISOString(),
    })
    if (request.method === 'GET') {
      statusQueries += 1
      const digest = kept.get(applicationId)
      if (digest === undefined) return problem(404, 'not-found')
      return json(200, { receipt: await keys.signReceipt(claims(digest)) })
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const digest = digestOf(Buffer.concat(chunks))
    puts.set(applicationId, (puts.get(applicationId) ?? 0) + 1)
    const misdeed = misdeeds.shift()
    const receipt = async (changes: Partial<ReceiptClaims> = {}): Promise<string> =>
      await keys.signReceipt({ ...claims(digest), ...changes })
    if (misdeed) {
      await misdeed({ response, applicationId, digest, claims: claims(digest), receipt, json, problem })
      return
    }
    kept.set(applicationId, digest)
    json(200, { receipt: await receipt() })
  }

  const listener: http.RequestListener = (request, response) => {
    answer(request, response).catch(() => response.destroy())
  }
  const identity = await serverIdentity(authority, ['127.0.0.1'])
  const server = tls
    ? https.createServer(
        {
          key: identity.key,
          cert: identity.certificate,
          ca: identity.ca,
          requestCert: true,
          rejectUnauthorized: true,
        },
        listener,
      )
    : http.createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    keysFolder,
    enrol: async ({ boothId, certificateRequest }) => {
      const issued = await boothCertificate(authority, boothId, certificateRequest)
      if (!issued) throw new Error('the certificate request is damaged')
      return {
        version: 1,
        boothId,
        certificate: issued.pem,
        ca: authority.certificate.toString('pem'),
        keys: keys.published.keys,
      }
    },
    kept,
    puts,
    statusQueries: () => statusQueries,
    next: (...more) => void misdeeds.push(...more),
    refuse: (now) => {
      refused = now
    },
    rotate: async () => {
      await rotateKeys(keysFolder)
      keys = await loadKeys(keysFolder)
    },
    setClock: (milliseconds) => {
      skewMs = milliseconds
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
