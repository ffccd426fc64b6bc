import type { BoothSigningKey, Decision, RefusalReason } from '../contract.ts'

/** A received application as the store keeps it: nothing of the applicant but the mark of the form ID. */
export type StoredApplication = Readonly<{
  applicationId: string
  boothId: string
  digest: string
  receiptNumber: string
  receivedAt: string
  decision: Decision
  reason: RefusalReason | null
  decidedAt: string | null
}>

export type NewApplication = Readonly<{
  applicationId: string
  boothId: string
  digest: string
  formMark: string
  receivedAt: string
  /** The forwarding worker leaves it alone until then: whoever received it is asking. */
  nextAttemptAt: string
  sealed: Uint8Array
}>

export type Reception =
  | Readonly<{ kind: 'new' | 'known'; application: StoredApplication }>
  /** Another booth or another digest under the same application ID. */
  | Readonly<{ kind: 'conflict' }>

export type Settlement = Readonly<{ decision: 'accepted' } | { decision: 'refused'; reason: RefusalReason }>
export type PendingApplication = Readonly<{
  applicationId: string
  boothId: string
  sealed: Uint8Array
  attempts: number
}>
export type EnrolledBooth = Readonly<{ boothId: string; enrolledAt: string; revokedAt: string | null }>
export type LedgerLine = StoredApplication

/**
 * Where the intake keeps what it received. Each call that changes something has committed it durably when
 * it resolves; several calls made at once may share one commit.
 */
export interface Store {
  /**
   * Keeps a new application. One whose form has an open application already is kept as refused with
   * `form-id-in-progress` and without its envelope.
   */
  receive(application: NewApplication): Promise<Reception>
  find(applicationId: string): Promise<StoredApplication | undefined>
  formIsOpen(formMark: string): Promise<boolean>
  /** Writes the decision down and deletes the envelope. The first decision stays; the one that stands is answered. */
  settle(applicationId: string, settlement: Settlement): Promise<StoredApplication>
  /** Takes up to `limit` pending applications that are due, and moves their next attempt to `until`. */
  claimDue(now: string, until: string, limit: number): Promise<readonly PendingApplication[]>
  /** After an attempt without a decision. */
  postpone(applicationId: string, nextAttemptAt: string): Promise<void>
  /** Everything received, oldest application ID first. */
  ledger(): AsyncIterable<LedgerLine>
  counts(): Promise<Readonly<Record<Decision, number>>>
  /** Forgets the form marks of applications accepted before `acceptedBefore`; answers how many. */
  closeForms(acceptedBefore: string): Promise<number>

  enrol(booth: { boothId: string; key: BoothSigningKey; certificate?: BoothCertificate }): Promise<void>
  /** False if there is no such booth. */
  revoke(boothId: string): Promise<boolean>
  booths(): Promise<readonly EnrolledBooth[]>
  booth(boothId: string): Promise<EnrolledBooth | undefined>
  /** The booth that holds this client certificate and is not revoked. */
  boothOfCertificate(fingerprint: string): Promise<EnrolledBooth | undefined>
  /** The public key, also of a revoked booth: what it signed before may still be pending. */
  signingKey(kid: string, boothId: string): Promise<Readonly<{ x: string; revoked: boolean }> | undefined>

  /** Rejects if the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** SHA-256 of the DER, hex; expiry as ISO 8601 in UTC. */
export type BoothCertificate = Readonly<{ fingerprint: string; expiresAt: string }>
