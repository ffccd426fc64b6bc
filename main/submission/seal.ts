import { createHash } from 'node:crypto'
import { FlattenedEncrypt, FlattenedSign, base64url } from 'jose'
import type { CryptoKey } from 'jose'
import {
  ApplicationHeader,
  applicationType,
  envelopeType,
  frameMagic,
  maxEnvelopeBytes,
  sealAlgorithms,
  signAlgorithm,
} from '../../intake/contract.ts'
import type { IntakeKey } from '../../intake/contract.ts'
import type { Application } from './contract.ts'
import { writeFrame } from './frame.ts'
import { publicKey } from './intake-keys.ts'

/** What is committed, carried and opened by the intake alone. */
export type Sealed = Readonly<{
  /** Frame `MKE1` of intake/contract.ts. */
  envelope: Uint8Array
  /** base64url of the envelope's SHA-256; the receipt must name it. */
  digest: string
}>

export type SealingIdentity = Readonly<{
  boothId: string
  signingKey: CryptoKey
  /** RFC 7638 thumbprint of the signing key's public half. */
  signingKeyId: string
}>

/** base64url of the SHA-256 of `bytes`. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

/**
 * Signs with the booth's key, then encrypts to the intake's: nobody but the intake can read the result, and
 * nobody but this booth can have made it. Writes nothing.
 * @throws RangeError for an application that is not of the contract's form: a bug of the caller.
 */
export const seal = async (
  application: Application,
  occasion: Readonly<{ applicationId: string; confirmedAt: Date }>,
  identity: SealingIdentity,
  intakeKey: IntakeKey,
): Promise<Sealed> => {
  const { portrait, ...facts } = application
  const header = ApplicationHeader.safeParse({
    ...facts,
    version: 1,
    applicationId: occasion.applicationId,
    boothId: identity.boothId,
    confirmedAt: occasion.confirmedAt.toISOString(),
    portrait: { bytes: portrait.byteLength, sha256: digestOf(portrait) },
  })
  // Names the fields only: their values are personal data.
  if (!header.success) {
    const fields = header.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new RangeError(`the application cannot be sealed: ${fields} not as intake/contract.ts demands`)
  }
  const payload = writeFrame(frameMagic.application, header.data, portrait)

  const jws = await new FlattenedSign(payload)
    .setProtectedHeader({
      alg: signAlgorithm,
      kid: identity.signingKeyId,
      typ: applicationType,
      // RFC 7797: the payload is signed as the bytes it is, so that it need not travel as base64.
      b64: false,
      crit: ['b64'],
    })
    .sign(identity.signingKey)
  const signed = writeFrame(
    frameMagic.signed,
    { protected: jws.protected, signature: jws.signature },
    payload,
  )

  const { ciphertext, ...jwe } = await new FlattenedEncrypt(signed)
    .setProtectedHeader({ ...sealAlgorithms, kid: intakeKey.kid, typ: envelopeType })
    .encrypt(await publicKey(intakeKey, sealAlgorithms.alg))
  // Our own readable copies; those inside the crypto library are its own to free.
  payload.fill(0)
  signed.fill(0)
  const envelope = writeFrame(frameMagic.envelope, jwe, base64url.decode(ciphertext))
  if (envelope.byteLength > maxEnvelopeBytes) {
    throw new RangeError(
      `the sealed application is ${envelope.byteLength} bytes, the intake takes ${maxEnvelopeBytes}`,
    )
  }
  return { envelope, digest: digestOf(envelope) }
}
