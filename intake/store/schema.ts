import type { Decision, RefusalReason } from '../contract.ts'

/** Times are ISO 8601 in UTC with milliseconds: they sort as text and read the same in both databases. */
export interface Tables {
  applications: ApplicationTable
  booths: { booth_id: string; enrolled_at: string; revoked_at: string | null }
  booth_keys: { kid: string; booth_id: string; x: string; revoked_at: string | null }
  booth_certificates: { fingerprint: string; booth_id: string; expires_at: string }
}

interface ApplicationTable {
  application_id: string
  booth_id: string
  digest: string
  receipt_number: string
  received_at: string
  /** HMAC of the form ID while the application is open, null when it is not. Unique. */
  form_mark: string | null
  decision: Decision
  reason: RefusalReason | null
  decided_at: string | null
  /** A pending application is asked for again after this; whoever asks moves it on first. */
  next_attempt_at: string
  attempts: number
  /** The envelope as it came, until the authority has decided. */
  sealed: Uint8Array | null
}
