import { createHmac, createPrivateKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import * as z from 'zod'
import { sealAlgorithms } from './contract.ts'
import type { IntakeKey, IntakeKeys, ReceiptClaims } from './contract.ts'
import { writeSecret } from './secret-file.ts'
import { StartError } from './start-error.ts'

const StoredKey = z.looseObject({ kid: z.string(), kty: z.string(), created: z.iso.datetime() })
const KeyFile = z.object({
  version: z.literal(1),
  /** Newest first. Old ones stay for as long as a booth may hold an envelope to them: nothing removes them. */
  seal: z.array(StoredKey).min(1),
  receipt: z.array(StoredKey).min(1),
  /** base64url; turns form IDs into marks that can be compared and not read. Never rotated. */
  formMark: z.string(),
})
type KeyFile = z.infer<typeof KeyFile>

const fileName = 'intake-keys.json'
const receiptAlgorithm = 'EdDSA'

/** The intake's private keys, read from one file of mode 0600. */
export type Keys = Readonly<{
  /** Private key to open what was sealed to `kid`. */
  unseal(kid: string): KeyObject | undefined
  /** Compact JWS by the newest receipt key. */
  signReceipt(claims: ReceiptClaims): Promise<string>
  /** What `GET /v1/keys` answers. */
  published: IntakeKeys
  /** HMAC of a form ID: tells equal forms from different ones, and nothing else. */
  formMark(formId: string): string
}>

/** Makes the key file if there is none yet. */
export async function ensureKeys(folder: string): Promise<void> {
  if (existsSync(join(folder, fileName))) return
  write(folder, {
    version: 1,
    seal: [await newSealKey()],
    receipt: [await newReceiptKey()],
    formMark: randomBytes(32).toString('base64url'),
  })
}

/** Puts a new sealing and a new receipt key in front. Running intakes take them up on SIGHUP or restart. */
export async function rotateKeys(folder: string): Promise<void> {
  const file = read(folder)
  write(folder, {
    ...file,
    seal: [await newSealKey(), ...file.seal],
    receipt: [await newReceiptKey(), ...file.receipt],
  })
}

/** Reads the key file; throws a StartError that names what is wrong with it. */
export async function loadKeys(folder: string): Promise<Keys> {
  const file = read(folder)
  const seal = new Map(file.seal.map((key) => [key.kid, createPrivateKey({ key, format: 'jwk' })]))
  const [newest] = file.receipt
  if (!newest) throw new StartError(`The key file in ${folder} holds no receipt key.`)
  const signer = await importJWK(newest as JWK, receiptAlgorithm)
  const protectedHeader = { alg: receiptAlgorithm, kid: newest.kid, typ: 'machinaka-receipt' }
  const mark = Buffer.from(file.formMark, 'base64url')
  return {
    unseal: (kid) => seal.get(kid),
    signReceipt: async (claims) =>
      await new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader(protectedHeader)
        .sign(signer),
    published: {
      keys: [
        ...file.seal.map((key) => published(key, 'enc', sealAlgorithms.alg)),
        ...file.receipt.map((key) => published(key, 'sig', receiptAlgorithm)),
      ],
    },
    formMark: (formId) => createHmac('sha256', mark).update(formId).digest('base64url'),
  }
}

type StoredKey = z.infer<typeof StoredKey>

const newSealKey = async () =>
  stored(await generateKeyPair(sealAlgorithms.alg, { crv: 'P-256', extractable: true }))
const newReceiptKey = async () => stored(await generateKeyPair(receiptAlgorithm, { extractable: true }))

async function stored(pair: { privateKey: CryptoKey }): Promise<StoredKey> {
  const jwk = await exportJWK(pair.privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  return StoredKey.parse({ ...jwk, kid, created: new Date().toISOString() })
}

const PublicMembers = z.object({
  kty: z.enum(['EC', 'OKP']),
  crv: z.string(),
  x: z.string(),
  y: z.string().optional(),
  kid: z.string(),
})

/** Only the members named here leave: a private member cannot slip out. */
function published(key: StoredKey, use: 'enc' | 'sig', alg: string): IntakeKey {
  return { ...PublicMembers.parse(key), use, alg }
}

function read(folder: string): KeyFile {
  const path = join(folder, fileName)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new StartError(`The key file ${path} cannot be read.`)
  }
  try {
    return KeyFile.parse(JSON.parse(text))
  } catch {
    throw new StartError(`The key file ${path} is not a key file of this intake.`)
  }
}

const write = (folder: string, file: KeyFile): void =>
  writeSecret(join(folder, fileName), JSON.stringify(file, null, 2))
