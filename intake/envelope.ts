import { createHash, timingSafeEqual, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import * as z from 'zod'
import {
  ApplicationHeader,
  applicationType,
  envelopeType,
  frameMagic,
  maxFrameJsonBytes,
  sealAlgorithms,
  signAlgorithm,
} from './contract.ts'
import { EphemeralKey, openJwe } from './jwe.ts'

/** An application as the booth confirmed it. Held in memory only; the store keeps the sealed bytes. */
export type OpenedApplication = Readonly<{ header: ApplicationHeader; portrait: Uint8Array }>

/** What was wrong with an envelope, in words that hold nothing of what was inside. */
export type Unreadable = Readonly<{ ok: false; detail: string }>
export type Opened = Readonly<{ ok: true; application: OpenedApplication }> | Unreadable

/** Where the opener finds keys. Both answer undefined for a key ID they do not know. */
export type EnvelopeKeys = Readonly<{
  unseal(kid: string): KeyObject | undefined
  verify(kid: string): Promise<KeyObject | undefined>
}>

class UnreadableError extends Error {}

const unreadable = (detail: string): never => {
  throw new UnreadableError(detail)
}

const frameHeaderBytes = 8
const SealedMembers = z.strictObject({
  protected: z.string(),
  encrypted_key: z.string(),
  iv: z.string(),
  tag: z.string(),
})
const SignedMembers = z.strictObject({ protected: z.string(), signature: z.string() })
const SealedHeader = z.strictObject({
  alg: z.literal(sealAlgorithms.alg),
  enc: z.literal(sealAlgorithms.enc),
  typ: z.literal(envelopeType),
  kid: z.string(),
  epk: EphemeralKey,
})
const SignedHeader = z.strictObject({
  alg: z.literal(signAlgorithm),
  typ: z.literal(applicationType),
  kid: z.string(),
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
})

/** base64url of the SHA-256 of `bytes`: the envelope's digest of the contract. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64url')

/** Equality of two digests in constant time. */
export const sameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/**
 * Opens a sealed envelope (format: contract.ts) and checks all that can be checked without the store:
 * frames, algorithms, keys, signature, lengths, the portrait's digest, and the address it was sent to.
 */
export async function openEnvelope(
  envelope: Uint8Array,
  expected: Readonly<{ applicationId: string; boothId: string }>,
  keys: EnvelopeKeys,
): Promise<Opened> {
  try {
    const payload = await verified(decrypted(envelope, keys), keys)
    return { ok: true, application: parsed(payload, expected) }
  } catch (error) {
    if (error instanceof UnreadableError) return { ok: false, detail: error.message }
    throw error
  }
}

function decrypted(envelope: Uint8Array, keys: EnvelopeKeys): Uint8Array {
  const { json, body } = frame(envelope, frameMagic.envelope)
  const members = parse(SealedMembers, json, 'the sealed frame is not a JWE of this contract')
  const header = parse(SealedHeader, decoded(members.protected), 'the JWE header is not of this contract')
  const key = keys.unseal(header.kid) ?? unreadable('it is sealed to a key that this intake does not hold')
  const plaintext = openJwe({ ...members, ciphertext: body }, header.epk, key)
  return plaintext ?? unreadable('the seal does not open: damaged, or sealed to another key')
}

async function verified(signed: Uint8Array, keys: EnvelopeKeys): Promise<Uint8Array> {
  const { json, body } = frame(signed, frameMagic.signed)
  const members = parse(SignedMembers, json, 'the signed frame is not a JWS of this contract')
  const header = parse(SignedHeader, decoded(members.protected), 'the JWS header is not of this contract')
  const key =
    (await keys.verify(header.kid)) ?? unreadable('it is signed by a key that is not enrolled for this booth')
  const signature = Buffer.from(members.signature, 'base64url')
  const input = signingInput(signed, members.protected, body)
  if (!verify(null, input, key, signature)) unreadable('the signature of the booth does not verify')
  return body
}

/**
 * With `b64: false` the payload is signed as the bytes it is, behind the protected header (RFC 7797 §3). Both
 * stand in one buffer already but for the JSON between them, which has been read and is longer than the
 * header it holds: the header is written over its end, and 300 KB need not be copied.
 */
function signingInput(signed: Uint8Array, protectedHeader: string, payload: Uint8Array): Uint8Array {
  const begin = signed.byteLength - payload.byteLength - protectedHeader.length - 1
  signed.set(Buffer.from(`${protectedHeader}.`, 'latin1'), begin)
  return signed.subarray(begin)
}

function parsed(
  payload: Uint8Array,
  expected: { applicationId: string; boothId: string },
): OpenedApplication {
  const { json, body: portrait } = frame(payload, frameMagic.application)
  const header = parse(ApplicationHeader, json, 'the application header is not of this contract')
  if (header.applicationId !== expected.applicationId)
    unreadable('it holds another application than its address')
  if (header.boothId !== expected.boothId) unreadable('it holds an application of another booth')
  if (
    header.portrait.bytes !== portrait.byteLength ||
    !sameDigest(header.portrait.sha256, digestOf(portrait))
  )
    unreadable('the portrait is not the one the header names')
  return { header, portrait }
}

function frame(bytes: Uint8Array, magic: string): { json: unknown; body: Uint8Array } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.length < frameHeaderBytes || view.toString('latin1', 0, 4) !== magic)
    unreadable(`it has no ${magic} frame`)
  const jsonBytes = view.readUInt32BE(4)
  if (jsonBytes < 1 || jsonBytes > maxFrameJsonBytes || frameHeaderBytes + jsonBytes > view.length)
    unreadable(`the ${magic} frame has a wrong length`)
  const end = frameHeaderBytes + jsonBytes
  return { json: json(view.subarray(frameHeaderBytes, end)), body: view.subarray(end) }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    return unreadable('a frame holds no JSON')
  }
}

const decoded = (base64url: string): unknown => json(Buffer.from(base64url, 'base64url'))

function parse<T>(schema: z.ZodType<T>, value: unknown, detail: string): T {
  const result = schema.safeParse(value)
  return result.success ? result.data : unreadable(detail)
}
