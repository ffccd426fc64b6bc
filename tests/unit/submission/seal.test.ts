import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import * as fc from 'fast-check'
import { calculateJwkThumbprint, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { IntakeKey } from '../../../intake/contract.ts'
import { openEnvelope } from '../../../intake/envelope.ts'
import type { Application } from '../../../main/submission/contract.ts'
import { formMac, newApplicationId, newReference } from '../../../main/submission/identifiers.ts'
import { seal } from '../../../main/submission/seal.ts'
import type { SealingIdentity } from '../../../main/submission/seal.ts'
import { PrivacySearch } from '../../integration/privacy/search.ts'
import { application, fakePortrait } from '../../integration/submission/ground.ts'

let identity: SealingIdentity
let sealingKey: IntakeKey
let opensWith: KeyObject
let verifiesWith: KeyObject

beforeAll(async () => {
  const booth = generateKeyPairSync('ed25519')
  const { x = '', d = '' } = booth.privateKey.export({ format: 'jwk' })
  const signingKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x, d }, 'EdDSA')
  if (signingKey instanceof Uint8Array) throw new TypeError('expected a private key')
  const signingKeyId = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  identity = { boothId: 'booth-17', signingKey, signingKeyId }
  verifiesWith = booth.publicKey

  const intake = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = intake.publicKey.export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint({ kty: 'EC', crv: 'P-256', x: jwk.x ?? '', y: jwk.y ?? '' })
  sealingKey = IntakeKey.parse({ ...jwk, use: 'enc', kid })
  opensWith = intake.privateKey
})

const occasion = () => ({ applicationId: newApplicationId(new Date()), confirmedAt: new Date() })

const opened = async (envelope: Uint8Array, applicationId: string, boothId = 'booth-17') =>
  await openEnvelope(
    envelope,
    { applicationId, boothId },
    {
      unseal: (kid) => (kid === sealingKey.kid ? opensWith : undefined),
      verify: (kid) => Promise.resolve(kid === identity.signingKeyId ? verifiesWith : undefined),
    },
  )

const applications: fc.Arbitrary<Application> = fc.record({
  formId: fc.stringMatching(/^[0-9]{23}$/),
  dateOfBirth: fc
    .date({ min: new Date('1912-07-30'), max: new Date('2026-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  signatureCertificate: fc.boolean(),
  authenticationCertificate: fc.boolean(),
  brailleName: fc.boolean(),
  specialReason: fc.boolean(),
  language: fc.constantFrom('ja', 'ja-easy', 'en', 'zh-Hans', 'ko', 'es', 'pt'),
  portrait: fc.uint8Array({ minLength: 1, maxLength: 50_000 }),
})

describe('the envelope', () => {
  test('is opened by the intake to what was confirmed', async () => {
    await fc.assert(
      fc.asyncProperty(applications, async (confirmed) => {
        const when = occasion()
        const { envelope } = await seal(confirmed, when, identity, sealingKey)
        const result = await opened(envelope, when.applicationId)
        if (!result.ok) throw new Error(result.detail)
        const { portrait: _, ...facts } = confirmed
        expect(result.application.header).toMatchObject(facts)
        expect(Buffer.from(result.application.portrait).equals(confirmed.portrait)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test('with any byte changed is not opened', async () => {
    const when = occasion()
    const { envelope } = await seal(
      application(1, { portrait: fakePortrait(1, 500) }),
      when,
      identity,
      sealingKey,
    )
    const positions = fc.nat({ max: envelope.length - 1 })
    await fc.assert(
      fc.asyncProperty(positions, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Uint8Array.from(envelope)
        changed[at] = (changed[at] ?? 0) ^ change
        expect((await opened(changed, when.applicationId)).ok).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  test('opens under its own address and for its own booth only', async () => {
    const when = occasion()
    const { envelope } = await seal(application(1), when, identity, sealingKey)
    expect((await opened(envelope, newApplicationId(new Date()))).ok).toBe(false)
    expect((await opened(envelope, when.applicationId, 'booth-18')).ok).toBe(false)
  })

  test('betrays nothing of the applicant', async () => {
    const confirmed = application(1)
    const { envelope } = await seal(confirmed, occasion(), identity, sealingKey)
    const search = new PrivacySearch({ ...confirmed, pictures: [confirmed.portrait] })
    expect(await search.bytes('envelope', envelope)).toEqual([])
  })

  test('is raw: hardly larger than the picture', async () => {
    const { envelope } = await seal(
      application(1, { portrait: fakePortrait(1, 300_000) }),
      occasion(),
      identity,
      sealingKey,
    )
    expect(envelope.length).toBeLessThan(300_000 + 2_000)
  })

  test('is refused for what is not an application, naming fields and no values', async () => {
    const attempt = seal(
      application(1, { formId: '4821', dateOfBirth: '1987-02-30' }),
      occasion(),
      identity,
      sealingKey,
    )
    await expect(attempt).rejects.toThrow('formId, dateOfBirth')
    await expect(attempt).rejects.not.toThrow(/4821|1987/)
  })

  test('is refused beyond what the intake takes', async () => {
    const large = application(1, { portrait: fakePortrait(1, 2 * 1024 * 1024) })
    await expect(seal(large, occasion(), identity, sealingKey)).rejects.toThrow('the intake takes')
  })
})

describe('identifiers', () => {
  test('application IDs are UUIDs of version 7 and sort by time', () => {
    const ids = [1, 2, 3].map((second) => newApplicationId(new Date(second * 1_000)))
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([...ids].sort()).toEqual(ids)
  })
  test('references have no letters that are mistaken for another', () => {
    for (let count = 0; count < 200; count += 1)
      expect(newReference()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  })
  test('the mark of a form needs the booth’s key', () => {
    const { formId } = application(1)
    const [mine, theirs] = [1, 2].map((byte) => formMac(new Uint8Array(32).fill(byte), formId))
    expect(mine).not.toEqual(theirs)
    expect(mine).toEqual(formMac(new Uint8Array(32).fill(1), formId))
  })
})
