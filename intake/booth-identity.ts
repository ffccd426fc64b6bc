import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { fingerprintOf } from './certificates.ts'
import { boothHeader } from './contract.ts'
import { ProblemError } from './problem.ts'
import type { EnrolledBooth, Store } from './store/store.ts'

/** Answers the ID of the enrolled booth that calls, or throws a ProblemError that says who does not. */
export type BoothIdentity = (request: FastifyRequest) => Promise<string>

/** By the client certificate. Asked of the store at each request: a revocation holds from then on. */
export const boothByCertificate =
  (store: Store): BoothIdentity =>
  async ({ socket }) => {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
    if (!(socket instanceof TLSSocket) || !certificate)
      throw new ProblemError('not-enrolled', 'The booth showed no client certificate.')
    if (!socket.authorized)
      throw new ProblemError(
        'not-enrolled',
        'The client certificate was not issued by this intake, or is over.',
      )
    const booth = await store.boothOfCertificate(fingerprintOf(certificate.raw))
    return allowed(booth, 'The client certificate belongs to no enrolled booth, or to a revoked one.')
  }

/** By a header, in development: whoever can reach loopback is believed. */
export const boothByHeader =
  (store: Store): BoothIdentity =>
  async ({ headers }) => {
    const claimed = headers[boothHeader]
    const booth = typeof claimed === 'string' ? await store.booth(claimed) : undefined
    return allowed(booth, `The header ${boothHeader} names no enrolled booth.`)
  }

function allowed(booth: EnrolledBooth | undefined, otherwise: string): string {
  if (!booth) throw new ProblemError('not-enrolled', otherwise)
  if (booth.revokedAt !== null) throw new ProblemError('not-enrolled', 'This booth has been revoked.')
  return booth.boothId
}
