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

/**
 * The sealed envelope, byte for byte. JOSE's numbers and rules, without its base64 round the two large
 * parts: each layer is a *frame*, its JOSE members as JSON, its one large part raw.
 *
 *     frame := magic (4 bytes ASCII) · length of JSON (uint32, big endian, 1…maxFrameJsonBytes) · JSON (UTF-8) · body
 *
 * 1. envelope = frame `MKE1`: JSON = flattened JWE (RFC 7516 §7.2.2) without `ciphertext`, that is
 *    {protected, encrypted_key, iv, tag}; body = the ciphertext, raw. Protected header: {alg:
 *    "ECDH-ES+A256KW", enc: "A256GCM", kid: the intake's key, typ: envelopeType, epk}. Nothing else may
 *    be among the JSON's members: whoever carries the envelope learns nothing about the applicant.
 * 2. plaintext of 1 = frame `MKS1`: JSON = flattened JWS with a detached, unencoded payload (RFC 7797):
 *    {protected, signature}; body = the payload, raw. Protected header: {alg: "EdDSA", kid: the booth's
 *    signing key, typ: applicationType, b64: false, crit: ["b64"]}.
 * 3. payload of 2 = frame `MKA1`: JSON = ApplicationHeader; body = the portrait, raw JPEG, exactly
 *    `portrait.bytes` long and with that `portrait.sha256`.
 *
 * Every kid is the RFC 7638 SHA-256 thumbprint of its public key. An opener refuses anything else as
 * `unreadable`: other magic, lengths beyond the end, unknown kid or algorithm, a booth other than the
 * enrolled one, an `applicationId` other than the address's.
 */
export const frameMagic = { envelope: 'MKE1', signed: 'MKS1', application: 'MKA1' } as const
export const maxFrameJsonBytes = 4096
export const envelopeType = 'machinaka-envelope'
export const applicationType = 'machinaka-application'
export const sealAlgorithms = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const
export const signAlgorithm = 'EdDSA'

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

/**
 * Over TLS the client certificate says which booth calls (subject CN = boothId). A development intake on
 * plain HTTP listens on loopback only and takes the booth's word from this header; over TLS it is ignored.
 */
export const boothHeader = 'machinaka-booth'

/** Name and public key, as JWK members, of the booth's Ed25519 signing key. */
export const BoothSigningKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  kid: z.string(),
})
export type BoothSigningKey = Readonly<z.infer<typeof BoothSigningKey>>

/** Written by `booth provision`, carried to the intake by the operator: what enrols a booth. */
export const EnrolmentRequest = z.object({
  version: z.literal(1),
  boothId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'expected letters, digits, dots, hyphens'),
  signingKey: BoothSigningKey,
  /** PKCS#10, PEM, signed by the booth's TLS key (EC P-256); subject CN = boothId. */
  certificateRequest: z.string(),
})
export type EnrolmentRequest = Readonly<z.infer<typeof EnrolmentRequest>>

/** A public key of the intake as `GET /v1/keys` lists it. */
export const IntakeKey = z.looseObject({
  kid: z.string(),
  use: z.enum(['enc', 'sig']),
  kty: z.enum(['EC', 'OKP']),
  crv: z.string(),
  x: z.string(),
  y: z.string().optional(),
  alg: z.string().optional(),
})
export type IntakeKey = Readonly<z.infer<typeof IntakeKey>>
/** JWKS; of several `enc` keys the first is sealed to, the others only open what is still under way. */
export const IntakeKeys = z.object({ keys: z.array(IntakeKey) })
export type IntakeKeys = Readonly<z.infer<typeof IntakeKeys>>

/** What the intake gives back for an EnrolmentRequest; `booth provision --enrolment FILE` takes it in. */
export const Enrolment = z.object({
  version: z.literal(1),
  boothId: z.string(),
  /** Client certificate for the request's key, PEM. */
  certificate: z.string(),
  /** CA that the intake's server certificate is checked against, PEM: the only one the booth trusts. */
  ca: z.string(),
  keys: z.array(IntakeKey),
})
export type Enrolment = Readonly<z.infer<typeof Enrolment>>

/** The intake asks the authority for at most this long before it answers `pending` (design §5). */
export const decisionWaitMs = 8_000
