import * as z from 'zod'

/**
 * What a booth and the intake say to each other. The sealed envelope is opaque bytes on the wire:
 * a JWS by the booth's key inside a JWE to the intake's key. See docs/intake-api.md.
 */

/** 23 digits; no check digit is known (docs: domain §2.1). */
export const FormId = z.string().regex(/^[0-9]{23}$/, 'expected 23 digits')
/** Calendar date YYYY-MM-DD in Asia/Tokyo. */
export const CalendarDate = z.iso.date()
/** UUID version 7, made by the booth before the first write; the idempotency key. */
export const ApplicationId = z.uuid()
/** base64url of the SHA-256 of the sealed envelope's bytes. */
export const Digest = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected the base64url of a SHA-256')
/** Letters and digits without look-alikes, in groups: shown to people, read over the phone. */
export const ReceiptNumber = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)

export const maxEnvelopeBytes = 2 * 1024 * 1024
export const envelopeMediaType = 'application/vnd.machinaka.envelope'

export const RefusalReason = z.enum([
  'form-id-unknown',
  'form-id-in-progress',
  'date-of-birth-mismatch',
  'photo-unsuitable',
])
export type RefusalReason = z.infer<typeof RefusalReason>

/** What the sealed envelope holds. The portrait travels as raw JPEG bytes behind this header. */
export const ApplicationHeader = z.object({
  version: z.literal(1),
  applicationId: ApplicationId,
  boothId: z.string().min(1).max(64),
  confirmedAt: z.iso.datetime({ offset: true }),
  formId: FormId,
  dateOfBirth: CalendarDate,
  signatureCertificate: z.boolean(),
  authenticationCertificate: z.boolean(),
  brailleName: z.boolean(),
  specialReason: z.boolean(),
  /** Language the applicant used, BCP 47, for the authority's letters. */
  language: z.string().min(2).max(16),
  portrait: z.object({ bytes: z.int().positive(), sha256: Digest }),
})
export type ApplicationHeader = Readonly<z.infer<typeof ApplicationHeader>>

export const CheckRequest = z.object({ formId: FormId, dateOfBirth: CalendarDate })
export type CheckRequest = Readonly<z.infer<typeof CheckRequest>>
export const CheckAnswer = z.object({
  answer: z.enum(['usable', 'form-id-unknown', 'form-id-in-progress', 'date-of-birth-mismatch', 'not-known']),
})
export type CheckAnswer = Readonly<z.infer<typeof CheckAnswer>>

export const Decision = z.enum(['accepted', 'refused', 'pending'])
export type Decision = z.infer<typeof Decision>

/** The claims of a receipt: a compact JWS (EdDSA or ES256) by the intake's receipt key. */
export const ReceiptClaims = z.object({
  version: z.literal(1),
  receiptNumber: ReceiptNumber,
  applicationId: ApplicationId,
  boothId: z.string(),
  digest: Digest,
  receivedAt: z.iso.datetime({ offset: true }),
  decision: Decision,
  reason: RefusalReason.optional(),
  decidedAt: z.iso.datetime({ offset: true }).optional(),
})
export type ReceiptClaims = Readonly<z.infer<typeof ReceiptClaims>>

/** Answer to PUT and GET of an application. */
export const ReceiptAnswer = z.object({ receipt: z.string() })
export type ReceiptAnswer = Readonly<z.infer<typeof ReceiptAnswer>>

export const ProblemType = z.enum([
  'maintenance',
  'busy',
  'unreadable',
  'conflict',
  'not-enrolled',
  'not-found',
  'too-large',
  'bad-request',
  'internal',
])
export type ProblemType = z.infer<typeof ProblemType>

/** RFC 9457; `type` is `urn:machinaka:problem:<ProblemType>`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  retryAfter: z.int().optional(),
})
export type Problem = Readonly<z.infer<typeof Problem>>
export const problemUrn = (type: ProblemType): string => `urn:machinaka:problem:${type}`

/** Public keys of the intake: JWKS. `use: enc` to seal to (newest first), `use: sig` to verify receipts with. */
export const keysPath = '/v1/keys'
export const checksPath = '/v1/checks'
export const applicationPath = (id: string): string => `/v1/applications/${id}`

/** The intake asks the authority for at most this long before it answers `pending` (design §5). */
export const decisionWaitMs = 8_000
