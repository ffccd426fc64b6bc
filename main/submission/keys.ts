import { X509Certificate, createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK } from 'jose'
import * as z from 'zod'
import { Enrolment, EnrolmentRequest, signAlgorithm } from '../../intake/contract.ts'
import type { BoothSigningKey } from '../../intake/contract.ts'
import type { Result } from '../../hardware/result.ts'
import { err, ok } from '../../hardware/result.ts'
import { canSealAndVerify } from './intake-keys.ts'
import type { SealingIdentity } from './seal.ts'

/**
 * The booth's own keys, one file each, so that each can be a systemd credential (`LoadCredential=`). A file of
 * the same name in `$CREDENTIALS_DIRECTORY` goes before the one in the keys folder.
 */
export const keyFiles = {
  /** Ed25519, JWK: signs applications. */
  signing: 'booth-signing.jwk',
  /** 32 random bytes, base64url: recognises a form ID that is kept already. */
  formMac: 'booth-form-mac.key',
  /** EC P-256, PKCS#8 PEM: the client's half of mTLS. */
  tls: 'booth-tls.key.pem',
} as const
/** What the operator carries to the intake; holds no secret. */
export const requestFile = 'enrolment-request.json'
/** What the intake gave back; holds no secret. */
export const enrolmentFile = 'enrolment.json'

export const SigningJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
})

export type BoothKeys = Readonly<{
  identity: SealingIdentity
  formMacKey: Uint8Array
  tls: Readonly<{ key: string; certificate: string; ca: string }>
  enrolment: Enrolment
}>

/** `message` is one sentence for the technician: the file, and what is wrong with it. Never its content. */
export type KeyFault = Readonly<{ code: 'not-provisioned' | 'key-unusable'; message: string }>

/** Group and others have no business with a private key. */
const secretMode = 0o077

const fail = (code: KeyFault['code'], message: string): Result<never, KeyFault> => err({ code, message })

export const publicSigningKey = async (jwk: z.infer<typeof SigningJwk>): Promise<BoothSigningKey> => {
  const { kty, crv, x } = jwk
  return { kty, crv, x, kid: await calculateJwkThumbprint({ kty, crv, x }) }
}

/**
 * Reads what `provision` and the enrolment left.
 * @param folder the keys folder
 * @param credentials `$CREDENTIALS_DIRECTORY`, where systemd hands the keys over
 */
export const loadBoothKeys = async (
  folder: string,
  credentials: string | undefined = process.env['CREDENTIALS_DIRECTORY'],
): Promise<Result<BoothKeys, KeyFault>> => {
  const signingText = readSecret(folder, credentials, keyFiles.signing)
  if (!signingText.ok) return signingText
  const macText = readSecret(folder, credentials, keyFiles.formMac)
  if (!macText.ok) return macText
  const tlsKey = readSecret(folder, credentials, keyFiles.tls)
  if (!tlsKey.ok) return tlsKey

  const signing = SigningJwk.safeParse(parseJson(signingText.value))
  if (!signing.success) return fail('key-unusable', `${keyFiles.signing} is not an Ed25519 private key.`)
  const formMacKey = Buffer.from(macText.value, 'base64url')
  if (formMacKey.byteLength !== 32)
    return fail('key-unusable', `${keyFiles.formMac} is not a key of 32 bytes.`)

  const path = join(folder, enrolmentFile)
  if (!existsSync(path)) {
    return fail('not-provisioned', `${enrolmentFile} is missing: the intake has not enrolled this booth yet.`)
  }
  const enrolment = Enrolment.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (!enrolment.success) return fail('key-unusable', `${enrolmentFile} is not an enrolment.`)
  const fits = checkEnrolment(enrolment.data, enrolment.data.boothId, tlsKey.value)
  if (!fits.ok) return fits

  const imported = await importJWK(signing.data, signAlgorithm)
  if (imported instanceof Uint8Array) return fail('key-unusable', `${keyFiles.signing} is not a private key.`)
  const { kid } = await publicSigningKey(signing.data)
  return ok({
    identity: { boothId: enrolment.data.boothId, signingKey: imported, signingKeyId: kid },
    formMacKey,
    tls: { key: tlsKey.value, certificate: enrolment.data.certificate, ca: enrolment.data.ca },
    enrolment: enrolment.data,
  })
}

/** The certificate must be for this booth's name and for its key, and there must be a key to seal to. */
export const checkEnrolment = (
  enrolment: Enrolment,
  boothId: string,
  tlsKey: string,
): Result<void, KeyFault> => {
  if (enrolment.boothId !== boothId) return fail('key-unusable', 'The enrolment is for another booth.')
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(enrolment.certificate)
  } catch {
    return fail('key-unusable', "The enrolment's certificate cannot be read.")
  }
  let key: KeyObject
  try {
    key = createPrivateKey(tlsKey)
  } catch {
    return fail('key-unusable', `${keyFiles.tls} is not a private key.`)
  }
  if (!certificate.checkPrivateKey(key)) {
    return fail('key-unusable', "The enrolment's certificate is for another key than this booth's.")
  }
  if (!canSealAndVerify(enrolment.keys)) {
    return fail('key-unusable', 'The enrolment names no keys of the intake that can be used.')
  }
  return ok(undefined)
}

const readSecret = (
  folder: string,
  credentials: string | undefined,
  name: string,
): Result<string, KeyFault> => {
  if (credentials !== undefined && existsSync(join(credentials, name))) {
    return ok(readFileSync(join(credentials, name), 'utf8'))
  }
  const path = join(folder, name)
  if (!existsSync(path)) return fail('not-provisioned', `${name} is missing: run "booth provision" first.`)
  if ((statSync(path).mode & secretMode) !== 0) {
    return fail('key-unusable', `${name} can be read by other users: its mode must be 0600.`)
  }
  try {
    return ok(readFileSync(path, 'utf8'))
  } catch {
    return fail('key-unusable', `${name} cannot be read by this user.`)
  }
}

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The request that `provision` wrote, if it did. */
export const readRequest = (folder: string): EnrolmentRequest | undefined => {
  const path = join(folder, requestFile)
  if (!existsSync(path)) return undefined
  const request = EnrolmentRequest.safeParse(parseJson(readFileSync(path, 'utf8')))
  return request.success ? request.data : undefined
}
