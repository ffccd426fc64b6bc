import { createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Authority } from './authority/authority.ts'
import { revocationHoldsWithinMs } from './booth-identity.ts'
import { decisionWaitMs } from './contract.ts'
import type { CheckAnswer, CheckRequest, ReceiptClaims } from './contract.ts'
import { digestOf, openEnvelope } from './envelope.ts'
import type { EnvelopeKeys, OpenedApplication } from './envelope.ts'
import type { ForwardingTimes } from './forwarding.ts'
import { fresh } from './fresh.ts'
import type { Keys } from './keys.ts'
import type { IntakeLog } from './log.ts'
import { ProblemError } from './problem.ts'
import type { Settlement, Store, StoredApplication } from './store/store.ts'

/** A check stands between the applicant and the next screen: better not known than slow. */
const checkWaitMs = 3_000

type Parts = Readonly<{ store: Store; keys: () => Keys; authority: Authority; log: IntakeLog }>

/** What the intake does with what booths send: opens, keeps, asks the authority, and signs the receipt. */
export class Reception {
  readonly #parts: Parts
  readonly #leaseMs: number
  /** Applications being asked for right now: a repeat of the same request waits for the same decision. */
  readonly #asking = new Map<string, Promise<StoredApplication>>()

  /** By `boothId kid`. */
  readonly #boothKeys: (name: string) => Promise<KeyObject | undefined>

  constructor(parts: Parts, { leaseMs }: Pick<ForwardingTimes, 'leaseMs'>) {
    this.#parts = parts
    this.#leaseMs = leaseMs
    this.#boothKeys = fresh(revocationHoldsWithinMs, async (name) => {
      const [boothId = '', kid = ''] = name.split(' ')
      const key = await parts.store.signingKey(kid, boothId)
      return key && !key.revoked ? boothKey(key.x) : undefined
    })
  }

  /** Answers the signed receipt, or throws a ProblemError. */
  async receive(applicationId: string, boothId: string, sealed: Uint8Array): Promise<string> {
    const { store, keys, log } = this.#parts
    const opened = await openEnvelope(sealed, { applicationId, boothId }, this.#keysOf(boothId))
    if (!opened.ok) throw new ProblemError('unreadable', `The envelope cannot be opened: ${opened.detail}.`)
    const now = Date.now()
    const reception = await store.receive({
      applicationId,
      boothId,
      digest: digestOf(sealed),
      formMark: keys().formMark(opened.application.header.formId),
      receivedAt: new Date(now).toISOString(),
      nextAttemptAt: new Date(now + this.#leaseMs).toISOString(),
      sealed,
    })
    if (reception.kind === 'conflict')
      throw new ProblemError('conflict', 'Another envelope is kept under this application ID.')
    const isNew = reception.kind === 'new'
    log(isNew ? 'application-received' : 'application-repeated', { applicationId, boothId })
    if (reception.application.decision !== 'pending') return await this.#receipt(reception.application)
    const asking = isNew
      ? this.#ask(reception.application, opened.application)
      : this.#asking.get(applicationId)
    return await this.#receipt((await asking) ?? reception.application)
  }

  /** The receipt as it stands now; undefined for an application of another booth or none. */
  async receiptOf(applicationId: string, boothId: string): Promise<string | undefined> {
    const application = await this.#parts.store.find(applicationId)
    return application?.boothId === boothId ? await this.#receipt(application) : undefined
  }

  async check({ formId, dateOfBirth }: CheckRequest): Promise<CheckAnswer['answer']> {
    const { store, keys, authority } = this.#parts
    if (await store.formIsOpen(keys().formMark(formId))) return 'form-id-in-progress'
    return await authority.check(formId, dateOfBirth, AbortSignal.timeout(checkWaitMs))
  }

  async #ask(stored: StoredApplication, opened: OpenedApplication): Promise<StoredApplication> {
    const { applicationId } = stored
    const asking = this.#decide(stored, opened).finally(() => this.#asking.delete(applicationId))
    this.#asking.set(applicationId, asking)
    return await asking
  }

  async #decide(stored: StoredApplication, opened: OpenedApplication): Promise<StoredApplication> {
    const { authority, store, log } = this.#parts
    const answer = await authority.decide(opened, AbortSignal.timeout(decisionWaitMs))
    if (answer.decision === 'undecided') {
      log('application-pending', { applicationId: stored.applicationId, because: answer.because })
      return stored
    }
    return await settled(store, log, stored.applicationId, answer)
  }

  async #receipt(application: StoredApplication): Promise<string> {
    return await this.#parts.keys().signReceipt(receiptClaims(application))
  }

  #keysOf(boothId: string): EnvelopeKeys {
    return {
      unseal: (kid) => this.#parts.keys().unseal(kid),
      verify: async (kid) => await this.#boothKeys(`${boothId} ${kid}`),
    }
  }
}

/** Writes the authority's decision down and says so. */
export async function settled(
  store: Store,
  log: IntakeLog,
  applicationId: string,
  settlement: Settlement,
): Promise<StoredApplication> {
  const application = await store.settle(applicationId, settlement)
  log('application-settled', { applicationId, decision: application.decision })
  return application
}

/** Public Ed25519 key of a booth from its JWK member `x`. */
export const boothKey = (x: string): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

function receiptClaims(application: StoredApplication): ReceiptClaims {
  const { applicationId, boothId, digest, receiptNumber, receivedAt, decision, reason, decidedAt } =
    application
  return {
    version: 1,
    receiptNumber,
    applicationId,
    boothId,
    digest,
    receivedAt,
    decision,
    ...(reason === null ? {} : { reason }),
    ...(decidedAt === null ? {} : { decidedAt }),
  }
}
