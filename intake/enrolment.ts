import { calculateJwkThumbprint } from 'jose'
import { boothCertificate, certificateAuthority } from './certificates.ts'
import type { Enrolment, EnrolmentRequest } from './contract.ts'
import { ensureKeys, loadKeys } from './keys.ts'
import { StartError } from './start-error.ts'
import type { Store } from './store/store.ts'

/**
 * Enrols a booth from the request that `booth provision` wrote: registers its signing key and the
 * certificate made for it. Answers what the booth takes in. Enrolling again renews the certificate.
 * Throws a StartError that names what is wrong with the request.
 */
export async function enrolBooth(
  store: Store,
  keysFolder: string,
  request: EnrolmentRequest,
): Promise<Enrolment> {
  const { boothId, signingKey } = request
  const { kty, crv, x, kid } = signingKey
  if ((await calculateJwkThumbprint({ kty, crv, x })) !== kid)
    throw new StartError(`The enrolment request of ${boothId} names a signing key by another key's ID.`)
  const authority = await certificateAuthority(keysFolder)
  const issued = await boothCertificate(authority, boothId, request.certificateRequest)
  if (!issued)
    throw new StartError(`The certificate request of ${boothId} is damaged or made out to another booth.`)
  await store.enrol({
    boothId,
    key: signingKey,
    certificate: { fingerprint: issued.fingerprint, expiresAt: issued.expiresAt.toISOString() },
  })
  await ensureKeys(keysFolder)
  return {
    version: 1,
    boothId,
    certificate: issued.pem,
    ca: authority.certificate.toString('pem'),
    keys: (await loadKeys(keysFolder)).published.keys,
  }
}
