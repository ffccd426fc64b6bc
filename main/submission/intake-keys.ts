import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importJWK } from 'jose'
import type { CryptoKey } from 'jose'
import { IntakeKeys } from '../../intake/contract.ts'
import type { IntakeKey } from '../../intake/contract.ts'
import { writeDurablySync } from '../durable-file.ts'

const fileName = 'intake-keys.json'

/** @throws where the key is not one of `algorithm`. */
export const publicKey = async (key: IntakeKey, algorithm: string): Promise<CryptoKey> => {
  const { kty, crv, x, y } = key
  const imported = await importJWK(y === undefined ? { kty, crv, x } : { kty, crv, x, y }, algorithm)
  if (imported instanceof Uint8Array) throw new TypeError('expected a public key')
  return imported
}

/** Whether an application can be sealed to the first of `keys` for that, and a receipt be verified with some. */
export const canSealAndVerify = (keys: readonly IntakeKey[]): boolean => {
  const sealing = keys.find((key) => key.use === 'enc')
  if (!sealing || !keys.some((key) => key.use === 'sig')) return false
  try {
    const { kty, crv, x, y } = sealing
    createPublicKey({ key: y === undefined ? { kty, crv, x } : { kty, crv, x, y }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/**
 * The intake's public keys as last heard of: those of the enrolment, then what `GET /v1/keys` said. Kept on
 * disk, so that a booth without a line can seal after a restart.
 */
export class KnownIntakeKeys {
  readonly #folder: string
  #keys: readonly IntakeKey[]

  constructor(folder: string, enrolled: readonly IntakeKey[]) {
    this.#folder = folder
    this.#keys = readKept(folder) ?? enrolled
  }

  /** The key to seal to: the first one for encryption, which is the newest. */
  sealingKey(): IntakeKey | undefined {
    return this.#keys.find((key) => key.use === 'enc')
  }

  receiptKey(kid: string): IntakeKey | undefined {
    return this.#keys.find((key) => key.use === 'sig' && key.kid === kid)
  }

  /**
   * Takes a list that the intake gave. One that nothing could be sealed to or verified with is ignored.
   * @returns whether anything changed.
   */
  replace(listed: IntakeKeys): boolean {
    if (!canSealAndVerify(listed.keys)) return false
    if (JSON.stringify(listed.keys) === JSON.stringify(this.#keys)) return false
    this.#keys = listed.keys
    writeDurablySync(join(this.#folder, fileName), JSON.stringify({ keys: listed.keys }, null, 2))
    return true
  }
}

const readKept = (folder: string): readonly IntakeKey[] | undefined => {
  try {
    const kept = IntakeKeys.safeParse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')))
    return kept.success ? kept.data.keys : undefined
  } catch {
    return undefined
  }
}
