import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { base64url, exportJWK, FlattenedEncrypt } from 'jose'
import { expect, test } from 'vitest'
import { agreedKey, EphemeralKey, openJwe } from '../../../intake/jwe.ts'
import type { RawJwe } from '../../../intake/jwe.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const privateKey = createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))

async function sealedByJose(plaintext: Uint8Array): Promise<{ jwe: RawJwe; epk: EphemeralKey }> {
  const { ciphertext, ...members } = await new FlattenedEncrypt(plaintext)
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
    .encrypt(await exportJWK(pair.publicKey))
  const header = JSON.parse(Buffer.from(members.protected ?? '', 'base64url').toString()) as { epk: unknown }
  return {
    jwe: { ...(members as Omit<RawJwe, 'ciphertext'>), ciphertext: base64url.decode(ciphertext) },
    epk: EphemeralKey.parse(header.epk),
  }
}

test('derives the key of RFC 7518, appendix C', () => {
  const shared = Buffer.from([
    158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128,
    106, 72, 246, 218, 167, 121, 140, 254, 144, 196,
  ])
  const parties = { u: Buffer.from('Alice'), v: Buffer.from('Bob') }
  expect(agreedKey(shared, 'A128GCM', parties, 128).toString('base64url')).toBe('VqqN6vgjbSBcIijNcacQGg')
})

test('opens whatever jose has sealed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (plaintext) => {
      const { jwe, epk } = await sealedByJose(plaintext)
      expect(openJwe(jwe, epk, privateKey)).toEqual(Buffer.from(plaintext))
    }),
    { numRuns: 50 },
  )
})

test('opens nothing that was touched, in any of its parts', async () => {
  const { jwe, epk } = await sealedByJose(randomBytes(100))
  const flipped = (bytes: Uint8Array, at: number) => {
    const copy = Buffer.from(bytes)
    copy[at % copy.length]! ^= 1
    return copy
  }
  const touched = (name: 'encrypted_key' | 'iv' | 'tag' | 'protected', at: number): RawJwe => ({
    ...jwe,
    [name]: flipped(Buffer.from(jwe[name], 'base64url'), at).toString('base64url'),
  })
  for (let at = 0; at < 40; at++) {
    for (const name of ['encrypted_key', 'iv', 'tag', 'protected'] as const)
      expect(openJwe(touched(name, at), epk, privateKey)).toBeUndefined()
    expect(openJwe({ ...jwe, ciphertext: flipped(jwe.ciphertext, at) }, epk, privateKey)).toBeUndefined()
  }
  expect(openJwe({ ...jwe, ciphertext: jwe.ciphertext.subarray(1) }, epk, privateKey)).toBeUndefined()
  expect(openJwe({ ...jwe, tag: jwe.tag.slice(0, 6) }, epk, privateKey)).toBeUndefined()
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  expect(openJwe(jwe, epk, stranger)).toBeUndefined()
})

test('a point that is not on the curve is no key', async () => {
  const { jwe, epk } = await sealedByJose(randomBytes(10))
  expect(openJwe(jwe, { ...epk, y: epk.x }, privateKey)).toBeUndefined()
})
