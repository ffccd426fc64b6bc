import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { fingerprintOf } from './certificates.ts'
import { boothHeader } from './contract.ts'
import { fresh } from './fresh.ts'
import { ProblemError } from './problem.ts'
import type { EnrolledBooth, Store } from './store/store.ts'

/** Answers the ID of the enrolled booth that calls, or throws a ProblemError that says who does not. */
export type BoothIdentity = (request: FastifyRequest) => Promise<string>

/** Milliseconds until a revocation holds everywhere, also in the other intakes on one database. */
export const revocationHoldsWithinMs = 1_000

/** By the client certificate. */
export function boothByCertificate(store: Store): BoothIdentity {
  const boothOf = fresh(
    revocationHoldsWithinMs,
    async (fingerprint) => await store.boothOfCertificate(fingerprint),
  )
  return async ({ socket }) => {
    const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
    if (!(socket instanceof TLSSocket) || !certificate)
      throw new ProblemError('not-enrolled', 'The booth showed no client certificate.')
    if (!socket.authorized)
      throw new ProblemError(
        'not-enrolled',
        'The client certificate was not issued by this intake, or is over.',
      )
    const booth = await boothOf(fingerprintOf(certificate.raw))
    return allowed(booth, 'The client certificate belongs to no enrolled booth, or to a revoked one.')
  }
}

/** By a header, in development: whoever can reach loopback is believed. */
export function boothByHeader(store: Store): BoothIdentity {
  const boothNamed = fresh(revocationHoldsWithinMs, async (boothId) => await store.booth(boothId))
  return async ({ headers }) => {
    const claimed = headers[boothHeader]
    const booth = typeof claimed === 'string' ? await boothNamed(claimed) : undefined
    return allowed(booth, `The header ${boothHeader} names no enrolled booth.`)
  }
}

function allowed(booth: EnrolledBooth | undefined, otherwise: string): string {
  if (!booth) throw new ProblemError('not-enrolled', otherwise)
  if (booth.revokedAt !== null) throw new ProblemError('not-enrolled', 'This booth has been revoked.')
  return booth.boothId
}
