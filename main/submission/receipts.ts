import { compactVerify, decodeProtectedHeader } from 'jose'
import { ReceiptClaims } from '../../intake/contract.ts'
import type { IntakeKey } from '../../intake/contract.ts'
import type { Result } from '../../hardware/result.ts'
import { err, ok } from '../../hardware/result.ts'
import { publicKey } from './intake-keys.ts'
import { parseJson } from './keys.ts'

/** Algorithms of a receipt (intake/contract.ts). */
const receiptAlgorithms = ['EdDSA', 'ES256'] as const

export type ReceiptFault =
  /** Signed by a key this booth does not know: the list of keys may be old. */
  | 'unknown-key'
  | 'not-a-receipt'
  | 'signature-wrong'
  | 'for-another-application'
  | 'for-another-booth'
  /** Genuine, for this application, but the intake holds other bytes under its ID. */
  | 'for-another-content'

export type Expected = Readonly<{ applicationId: string; boothId: string; digest: string }>

const receiptAlgorithm = (alg: string | undefined): string | undefined =>
  receiptAlgorithms.find((known) => known === alg)

/** Custody passes only with what this function says `ok` to. */
export const verifyReceipt = async (
  token: string,
  expected: Expected,
  keyOf: (kid: string) => IntakeKey | undefined,
): Promise<Result<ReceiptClaims, ReceiptFault>> => {
  let kid: string | undefined
  let algorithm: string | undefined
  try {
    const header = decodeProtectedHeader(token)
    kid = header.kid
    algorithm = receiptAlgorithm(header.alg)
  } catch {
    return err('not-a-receipt')
  }
  if (kid === undefined || algorithm === undefined) return err('not-a-receipt')
  const key = keyOf(kid)
  if (!key) return err('unknown-key')
  let payload: Uint8Array
  try {
    const verified = await compactVerify(token, await publicKey(key, algorithm), { algorithms: [algorithm] })
    payload = verified.payload
  } catch {
    return err('signature-wrong')
  }
  const claims = ReceiptClaims.safeParse(parseJson(Buffer.from(payload).toString('utf8')))
  if (!claims.success) return err('not-a-receipt')
  if (claims.data.applicationId !== expected.applicationId) return err('for-another-application')
  if (claims.data.boothId !== expected.boothId) return err('for-another-booth')
  if (claims.data.digest !== expected.digest) return err('for-another-content')
  return ok(claims.data)
}
