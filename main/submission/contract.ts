import type { CheckAnswer, RefusalReason } from '../../intake/contract.ts'
import type { Result } from '../../hardware/result.ts'

/** What the applicant confirmed on `review`. Held in memory until it is sealed, nowhere else. */
export type Application = Readonly<{
  formId: string
  /** YYYY-MM-DD */
  dateOfBirth: string
  signatureCertificate: boolean
  authenticationCertificate: boolean
  brailleName: boolean
  specialReason: boolean
  language: string
  /** The 35:45 JPEG. */
  portrait: Uint8Array
}>

/**
 * Confirmed means: the outbox row is committed. `reference` is a short number for people (screen, slip,
 * telephone) while there is no receipt number yet.
 */
export type Confirmed = Readonly<{ applicationId: string; reference: string }>

export type ConfirmFault =
  /** This form already lies sealed in this booth. */
  | Readonly<{ code: 'already-kept'; reference: string }>
  | Readonly<{ code: 'queue-full' | 'disk-full' | 'storage-failed' | 'not-provisioned' }>

export type Outcome =
  | Readonly<{ kind: 'accepted' | 'pending'; receiptNumber: string }>
  | Readonly<{ kind: 'refused'; receiptNumber: string; reason: RefusalReason }>
  /** Kept sealed; sent as soon as the line is back. */
  | Readonly<{ kind: 'held' }>

export type SubmissionHealth = Readonly<{
  /** False: no new application may be begun; `because` says why. */
  ready: boolean
  because?: 'queue-full' | 'disk-full' | 'storage-failed' | 'not-provisioned' | 'clock-wrong'
  queued: number
  /** Waiting for the operator (refused credentials, alarm). */
  held: number
  quarantined: number
  /** Damaged outbox files kept apart for a technician; what could be read of them was carried over. */
  setAside: number
  oldestQueuedAt: Date | null
  intake: 'reachable' | 'unreachable' | 'refusing' | 'unknown'
  /** Booth clock minus intake clock, as last measured. */
  clockSkewMs: number | null
}>

/** Everything the session knows of sending. Implemented by submission.ts over seal, outbox and courier. */
export interface Submission {
  /** Seals and commits. After `ok` the booth itself cannot read the application any more. */
  confirm(application: Application): Promise<Result<Confirmed, ConfirmFault>>
  /** The outcome as soon as it is known; `held` once `signal` aborts or the courier knows the line is down. */
  outcome(applicationId: string, signal: AbortSignal): Promise<Outcome>
  /** Asks the intake beforehand; `unreachable` never stops an applicant. */
  check(
    formId: string,
    dateOfBirth: string,
    signal: AbortSignal,
  ): Promise<CheckAnswer['answer'] | 'unreachable'>
  /** Reference of an application of this form that still lies in the outbox. */
  keptReference(formId: string): Promise<string | undefined>
  health(): SubmissionHealth
  onHealth(listener: (health: SubmissionHealth) => void): () => void
  close(): Promise<void>
}
