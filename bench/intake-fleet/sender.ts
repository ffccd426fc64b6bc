import { generateKeyPairSync } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { importJWK } from 'jose'
import type { BoothSigningKey, IntakeKey, ReceiptClaims } from '../../intake/contract.ts'
import type { Application } from '../../main/submission/contract.ts'
import { newApplicationId } from '../../main/submission/identifiers.ts'
import { IntakeClient } from '../../main/submission/intake-client.ts'
import type { Exchange } from '../../main/submission/intake-client.ts'
import { publicSigningKey, SigningJwk } from '../../main/submission/keys.ts'
import { verifyReceipt } from '../../main/submission/receipts.ts'
import { seal } from '../../main/submission/seal.ts'
import type { SealingIdentity } from '../../main/submission/seal.ts'

/** One confirmed application, and what came of it. */
export type Sent = Readonly<{ applicationId: string; boothId: string; formId: string; claims: ReceiptClaims }>

const longestBackOffMs = 3_000

export type Line = Readonly<{
  url: string
  keys: readonly IntakeKey[]
  random: () => number
  /** Until an answer counts as lost. */
  patienceMs: number
}>

/**
 * A booth reduced to what it says on the line: the real envelope, client and check of receipts, and the
 * courier's rule (after an unknown outcome it asks before it sends again), without disk and screens.
 */
export class Sender {
  readonly boothId: string
  readonly signingKey: BoothSigningKey
  readonly #identity: SealingIdentity
  readonly #client: IntakeClient
  readonly #keys: readonly IntakeKey[]
  readonly #random: () => number
  /** Requests sent, repeats on purpose among them. */
  requests = 0

  private constructor(own: { identity: SealingIdentity; signingKey: BoothSigningKey }, line: Line) {
    this.boothId = own.identity.boothId
    this.signingKey = own.signingKey
    this.#identity = own.identity
    this.#keys = line.keys
    this.#random = line.random
    this.#client = new IntakeClient({
      url: line.url,
      boothId: this.boothId,
      tls: { key: '', certificate: '', ca: '' },
      development: true,
      patience: { connect: 5_000, headers: line.patienceMs, body: 5_000, total: 3 * line.patienceMs },
      now: () => new Date(),
      onClockSkew: () => {},
    })
  }

  static async make(boothId: string, line: Line): Promise<Sender> {
    const jwk = SigningJwk.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))
    const privateKey = await importJWK(jwk, 'EdDSA')
    if (privateKey instanceof Uint8Array) throw new Error('not a pair')
    const signingKey = await publicSigningKey(jwk)
    const identity = { boothId, signingKey: privateKey, signingKeyId: signingKey.kid }
    return new Sender({ identity, signingKey }, line)
  }

  /** Sends until a receipt says accepted or refused. */
  async send(application: Application): Promise<Sent> {
    const [sealTo] = this.#keys
    if (!sealTo) throw new Error('no key to seal to')
    const applicationId = newApplicationId(new Date())
    const occasion = { applicationId, confirmedAt: new Date() }
    const { envelope, digest } = await seal(application, occasion, this.#identity, sealTo)
    const expected = { applicationId, boothId: this.boothId, digest }
    let asks = false
    for (let attempt = 0; ; attempt++) {
      const exchange: Exchange<string> = await (asks
        ? this.#ask(applicationId)
        : this.#put(applicationId, envelope))
      if (exchange.kind === 'answer') {
        const verified = await verifyReceipt(exchange.value, expected, (kid) =>
          this.#keys.find((key) => key.kid === kid),
        )
        if (!verified.ok) throw new Error(`a receipt that does not verify: ${verified.error}`)
        const claims = verified.value
        if (claims.decision !== 'pending') {
          // An old request may still arrive long after its receipt.
          if (this.#random() < 0.1) await this.#put(applicationId, envelope)
          return { applicationId, boothId: this.boothId, formId: application.formId, claims }
        }
        asks = true
      } else if (exchange.kind === 'failed' || exchange.kind === 'not-found') {
        asks = exchange.kind === 'failed'
      } else throw new Error(`an answer that should not come: ${JSON.stringify(exchange)}`)
      await delay(this.#random() * Math.min(200 * 2 ** attempt, longestBackOffMs))
    }
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #ask(applicationId: string): Promise<Exchange<string>> {
    this.requests += 1
    return await this.#client.status(applicationId, new AbortController().signal)
  }

  /** One time in ten twice at the same moment, as a line that repeats packets of a whole request would. */
  async #put(applicationId: string, envelope: Uint8Array): Promise<Exchange<string>> {
    const { signal } = new AbortController()
    const put = async () => {
      this.requests += 1
      return await this.#client.put(applicationId, envelope, signal)
    }
    if (this.#random() >= 0.1) return await put()
    const [first, second] = await Promise.all([put(), put()])
    return first.kind === 'answer' ? first : second
  }
}
