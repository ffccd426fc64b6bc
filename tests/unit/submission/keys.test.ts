import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { boothCertificate, certificateAuthority } from '../../../intake/certificates.ts'
import type { EnrolmentRequest } from '../../../intake/contract.ts'
import { ensureKeys, loadKeys, rotateKeys } from '../../../intake/keys.ts'
import { KnownIntakeKeys } from '../../../main/submission/intake-keys.ts'
import { keyFiles, loadBoothKeys } from '../../../main/submission/keys.ts'
import { provision, takeEnrolment } from '../../../main/submission/provision.ts'

let folder: string
let keysFolder: string
let intakeFolder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machinaka-keys-'))
  keysFolder = join(folder, 'booth')
  intakeFolder = join(folder, 'intake')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const provisioned = async (boothId = 'booth-17', into = keysFolder): Promise<EnrolmentRequest> => {
  const request = await provision(into, { boothId })
  if (!request.ok) throw new Error(request.error.message)
  return request.value
}
const enrolmentFor = async (request: EnrolmentRequest): Promise<string> => {
  await ensureKeys(intakeFolder)
  const authority = await certificateAuthority(intakeFolder)
  const issued = await boothCertificate(authority, request.boothId, request.certificateRequest)
  const { published } = await loadKeys(intakeFolder)
  const ca = authority.certificate.toString('pem')
  return JSON.stringify({
    version: 1,
    boothId: request.boothId,
    certificate: issued?.pem,
    ca,
    keys: published.keys,
  })
}
const load = async (credentials?: string) =>
  await loadBoothKeys(keysFolder, credentials ?? join(folder, 'none'))

describe('provisioning', () => {
  test('private keys are the owner’s alone, from the first byte on', async () => {
    await provisioned()
    expect(statSync(keysFolder).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(keysFolder))
      expect(statSync(join(keysFolder, name)).mode & 0o777).toBe(0o600)
  })

  test('done twice gives the same request and replaces no key', async () => {
    const first = await provisioned()
    const keys = readFileSync(join(keysFolder, keyFiles.signing), 'utf8')
    expect(await provisioned()).toEqual(first)
    expect(readFileSync(join(keysFolder, keyFiles.signing), 'utf8')).toBe(keys)
  })

  test('a booth does not change its name, nor take an unusable one', async () => {
    await provisioned()
    expect(await provision(keysFolder, { boothId: 'booth-18' })).toMatchObject({ ok: false })
    expect(await provision(join(folder, 'other'), { boothId: 'a/b' })).toMatchObject({ ok: false })
  })

  test('the request holds no private key', async () => {
    const request = JSON.stringify(await provisioned())
    expect(request).not.toContain('PRIVATE')
    const { d } = JSON.parse(readFileSync(join(keysFolder, keyFiles.signing), 'utf8')) as { d: string }
    expect(request).not.toContain(d)
  })

  test('an enrolment of another booth or for another key is refused', async () => {
    await provisioned()
    const other = await enrolmentFor(await provisioned('booth-18', join(folder, 'other')))
    expect(takeEnrolment(keysFolder, other)).toMatchObject({
      ok: false,
      error: { message: 'The enrolment is for another booth.' },
    })
    const twin = await enrolmentFor(await provisioned('booth-17', join(folder, 'twin')))
    expect(takeEnrolment(keysFolder, twin)).toMatchObject({ ok: false })
    expect(takeEnrolment(keysFolder, '{')).toMatchObject({
      ok: false,
      error: { message: 'The file is not an enrolment.' },
    })
  })
})

describe('loading', () => {
  beforeEach(async () => {
    expect(takeEnrolment(keysFolder, await enrolmentFor(await provisioned()))).toMatchObject({ ok: true })
  })

  test('an enrolment without a usable key of the intake is refused before anybody confirms', async () => {
    const request = await provisioned()
    const enrolment = JSON.parse(await enrolmentFor(request)) as { keys: { use: string; x: string }[] }
    for (const keys of [[], enrolment.keys.map((key) => ({ ...key, x: 'AAAA' }))]) {
      expect(takeEnrolment(keysFolder, JSON.stringify({ ...enrolment, keys }))).toMatchObject({
        ok: false,
        error: { code: 'key-unusable', message: expect.stringContaining('no keys of the intake') },
      })
    }
  })

  test('all there: keys', async () => {
    expect(await load()).toMatchObject({ ok: true, value: { identity: { boothId: 'booth-17' } } })
  })

  test.each(Object.values(keyFiles))('%s readable by others is refused', async (name) => {
    chmodSync(join(keysFolder, name), 0o640)
    expect(await load()).toMatchObject({
      ok: false,
      error: { code: 'key-unusable', message: expect.stringContaining(name) },
    })
  })

  test.each(Object.values(keyFiles))('%s missing is not provisioned', async (name) => {
    rmSync(join(keysFolder, name))
    expect(await load()).toMatchObject({ ok: false, error: { code: 'not-provisioned' } })
  })

  test.each(Object.values(keyFiles))(
    '%s damaged is said in one sentence, without its content',
    async (name) => {
      writeFileSync(join(keysFolder, name), 'c2VjcmV0')
      const loaded = await load()
      expect(loaded).toMatchObject({ ok: false, error: { code: 'key-unusable' } })
      expect(JSON.stringify(loaded)).not.toContain('c2VjcmV0')
    },
  )

  test('systemd credentials go before the folder, and may be group-readable as systemd makes them', async () => {
    const credentials = join(folder, 'credentials')
    mkdirSync(credentials)
    for (const name of Object.values(keyFiles)) {
      renameSync(join(keysFolder, name), join(credentials, name))
      chmodSync(join(credentials, name), 0o440)
    }
    expect(await load(credentials)).toMatchObject({ ok: true })
    expect(await load()).toMatchObject({ ok: false })
  })
})

describe('keys of the intake', () => {
  test('a newer list replaces the enrolment’s, survives a restart, and is sealed to', async () => {
    await ensureKeys(intakeFolder)
    const enrolled = (await loadKeys(intakeFolder)).published
    await rotateKeys(intakeFolder)
    const rotated = (await loadKeys(intakeFolder)).published
    mkdirSync(keysFolder)
    const known = new KnownIntakeKeys(keysFolder, enrolled.keys)
    expect(known.replace(enrolled)).toBe(false)
    expect(known.replace(rotated)).toBe(true)
    const restarted = new KnownIntakeKeys(keysFolder, enrolled.keys)
    expect(restarted.sealingKey()?.kid).toBe(rotated.keys[0]?.kid)
    for (const { kid, use } of enrolled.keys)
      if (use === 'sig') expect(restarted.receiptKey(kid)).toBeDefined()
  })

  test('a list that nothing could be sealed to is not taken', async () => {
    await ensureKeys(intakeFolder)
    const { keys } = (await loadKeys(intakeFolder)).published
    mkdirSync(keysFolder)
    const known = new KnownIntakeKeys(keysFolder, keys)
    expect(known.replace({ keys: [] })).toBe(false)
    expect(known.replace({ keys: keys.filter((key) => key.use === 'sig') })).toBe(false)
    expect(known.replace({ keys: keys.map((key) => ({ ...key, crv: 'P-999' })) })).toBe(false)
    expect(known.sealingKey()).toEqual(keys[0])
  })
})
