import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { calculateJwkThumbprint, exportJWK, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import type { IntakeKey } from '../../../intake/contract.ts'
import { digestOf, openEnvelope } from '../../../intake/envelope.ts'
import type { EnvelopeKeys } from '../../../intake/envelope.ts'
import { newApplicationId } from '../../../main/submission/identifiers.ts'
import { writeFrame } from '../../../main/submission/frame.ts'
import { seal } from '../../../main/submission/seal.ts'
import type { SealingIdentity } from '../../../main/submission/seal.ts'

const applicationId = newApplicationId(new Date(0))
const expected = { applicationId, boothId: 'booth-1' }
const portrait = randomBytes(3_000)
let identity: SealingIdentity
let intakeKey: IntakeKey
let keys: EnvelopeKeys
let envelope: Uint8Array

beforeAll(async () => {
  const booth = generateKeyPairSync('ed25519')
  const intake = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signingKey = await importJWK(booth.privateKey.export({ format: 'jwk' }), 'EdDSA')
  if (signingKey instanceof Uint8Array) throw new Error('not a pair')
  identity = { boothId: 'booth-1', signingKey, signingKeyId: 'booth-key' }
  const jwk = await exportJWK(intake.publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  intakeKey = { ...jwk, kid, use: 'enc' } as IntakeKey
  const privateKey: KeyObject = createPrivateKey(intake.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const publicKey = createPublicKey(booth.publicKey.export({ format: 'pem', type: 'spki' }))
  keys = {
    unseal: (name) => (name === kid ? privateKey : undefined),
    verify: async (name) => await Promise.resolve(name === 'booth-key' ? publicKey : undefined),
  }
  envelope = await sealed()
})

const sealed = async (by: SealingIdentity = identity): Promise<Uint8Array> => {
  const application = {
    formId: '12345678901234567890123',
    dateOfBirth: '1987-03-21',
    signatureCertificate: true,
    authenticationCertificate: false,
    brailleName: false,
    specialReason: true,
    language: 'pt',
    portrait,
  }
  return (await seal(application, { applicationId, confirmedAt: new Date(0) }, by, intakeKey)).envelope
}
const detail = async (bytes: Uint8Array, to = expected, using = keys): Promise<string> => {
  const opened = await openEnvelope(bytes, to, using)
  return opened.ok ? 'opened' : opened.detail
}

describe('an envelope', () => {
  test('opens to what the booth sealed, to the byte', async () => {
    const opened = await openEnvelope(envelope, expected, keys)
    expect(opened).toMatchObject({
      ok: true,
      application: {
        header: {
          formId: '12345678901234567890123',
          dateOfBirth: '1987-03-21',
          language: 'pt',
          specialReason: true,
        },
        portrait,
      },
    })
  })

  test('touched anywhere, cut or lengthened, is unreadable and never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 100_000 }),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('flip', 'cut', 'add', 'drop'),
        async (position, value, how) => {
          const at = position % envelope.length
          const copy = Buffer.from(envelope)
          if (how === 'flip') copy[at]! ^= value
          const bytes = {
            flip: copy,
            cut: copy.subarray(0, at),
            add: Buffer.concat([copy, Buffer.from([value])]),
            drop: Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1)]),
          }[how]
          expect(await detail(bytes)).not.toBe('opened')
        },
      ),
      { numRuns: 400 },
    )
  })

  test('of arbitrary frames is unreadable and never a fault', async () => {
    const json = fc.oneof(fc.json(), fc.string(), fc.constant('{"__proto__":{"alg":"none"}}'))
    const magic = fc.constantFrom('MKE1', 'MKS1', 'MKA1', 'MKE2', '')
    await fc.assert(
      fc.asyncProperty(magic, json, fc.uint8Array({ maxLength: 60 }), async (name, text, body) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(Buffer.byteLength(text))
        const bytes = Buffer.concat([Buffer.from(name), length, Buffer.from(text), body])
        expect(await detail(bytes)).not.toBe('opened')
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    [
      'for another application',
      { ...expected, applicationId: newApplicationId(new Date(1)) },
      'it holds another application than its address',
    ],
    ['from another booth', { ...expected, boothId: 'booth-2' }, 'it holds an application of another booth'],
  ])('%s is unreadable there', async (_, to, why) => {
    expect(await detail(envelope, to)).toBe(why)
  })

  test('signed by another key under the enrolled key’s name is unreadable', async () => {
    const other = await importJWK(
      generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
      'EdDSA',
    )
    if (other instanceof Uint8Array) throw new Error('not a pair')
    const forged = await sealed({ ...identity, signingKey: other })
    expect(await detail(forged)).toBe('the signature of the booth does not verify')
  })

  test('signed by a key nobody enrolled, or sealed to a key nobody holds, is unreadable', async () => {
    expect(await detail(await sealed({ ...identity, signingKeyId: 'other' }))).toMatch(/not enrolled/)
    expect(await detail(envelope, expected, { ...keys, unseal: () => undefined })).toMatch(/does not hold/)
  })

  test('with an algorithm of its own choice is unreadable', async () => {
    for (const header of [
      { alg: 'dir', enc: 'A256GCM' },
      { alg: 'ECDH-ES+A256KW', enc: 'A128GCM' },
      { alg: 'none' },
    ]) {
      const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url')
      const members = { protected: protectedHeader, encrypted_key: '', iv: '', tag: '' }
      expect(await detail(writeFrame('MKE1', members, new Uint8Array(20)))).toBe(
        'the JWE header is not of this contract',
      )
    }
  })
})

test('the digest is the base64url of the SHA-256', () => {
  expect(digestOf(new Uint8Array())).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
})
