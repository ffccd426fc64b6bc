import type { DeviceKind, FaultCode } from '../../hardware/catalogue.ts'
import type { RefusalReason } from '../../intake/contract.ts'
import type { BirthDateEntry } from '../form/date-of-birth.ts'
import type { PhotoCheck } from '../photo/contract.ts'
import type {
  CameraView,
  CardOptions,
  OutOfServiceReason,
  Preferences,
  ScanRefusal,
  ScreenName,
  ScreenOf,
  SlipView,
} from '../service/contract.ts'

/** One camera picture of this session. The bytes lie in the picture store under `id`. */
export type CheckedStill = Readonly<{ id: string; portraitId: string | null; check: PhotoCheck }>

/** Why the booth cannot take an applicant now. */
export type Closure = Readonly<{ reason: OutOfServiceReason; fault?: FaultCode }>

/** What the operator decided, the same for every session. */
export type SessionSettings = Readonly<{
  /** Whole yen; 0 skips `pay`. */
  price: number
  /** How often three new pictures may be taken after the first three. */
  retakes: number
  shotsPerBurst: number
  staffTyping: boolean
  camera: CameraView
}>

/** How a session came to its end; a word of the journal. */
export type SessionEnd = 'finished' | 'cancelled' | 'left' | 'timed-out' | 'device-fault' | 'purged'

/** Everything of one applicant. `blankApplicant` is what is left after a purge. */
export type ApplicantContext = {
  refusal: ScanRefusal | null
  attempt: number
  typing: ScreenOf<'scan'>['typing']
  typedOnce: string | null
  formId: string | null
  formNotice: ScreenOf<'confirm-form'>['notice']
  keptReference: string | null
  birth: { entry: BirthDateEntry; date: string; age: number } | null
  birthRefusal: ScreenOf<'date-of-birth'>['refusal']
  options: CardOptions
  specialReason: boolean
  /** Yen inside, and whether they are already the operator's. */
  inserted: number
  paid: boolean
  captureId: string | null
  shot: number
  stills: CheckedStill[]
  chosen: string | null
  /** Bursts that may still be taken, the one on hand not counted. */
  burstsLeft: number
  /** Whether `stills` were judged under the special reason. */
  judgedSpecially: boolean
  captureFailed: boolean
  /** A change was asked for on `review`: the next step leads back there. */
  returning: boolean
  applicationId: string | null
  number: string | null
  outcome: ScreenOf<'done'>['outcome'] | null
  refusedReason: RefusalReason | null
  printed: SlipView['printed']
  confirmedAt: Date | null
}

export type SessionContext = ApplicantContext & {
  settings: SessionSettings
  step: ScreenName
  preferences: Preferences
  /** Null while the booth can serve. */
  closure: Closure | null
  /** Faults of devices an applicant needs, by kind. */
  faults: Partial<Record<DeviceKind, FaultCode>>
  cameraReady: boolean
  end: SessionEnd | null
  /** For `farewell`, when everything else is gone: was something sent or kept, how many yen came back. */
  sent: boolean
  returned: number
  stillThereUntil: Date | null
}

export const defaultPreferences: Preferences = {
  language: 'ja',
  textSize: 'normal',
  theme: 'standard',
  reach: 'usual',
  volume: 2,
  curtain: false,
}

/** Certificates are issued unless the applicant opts out (domain.md §1.2). */
export const defaultCardOptions: CardOptions = {
  signatureCertificate: true,
  authenticationCertificate: true,
  brailleName: false,
}

export const blankApplicant = (settings: SessionSettings): ApplicantContext => ({
  refusal: null,
  attempt: 0,
  typing: settings.staffTyping ? 'offered' : 'off',
  typedOnce: null,
  formId: null,
  formNotice: 'none',
  keptReference: null,
  birth: null,
  birthRefusal: null,
  options: defaultCardOptions,
  specialReason: false,
  inserted: 0,
  paid: false,
  captureId: null,
  shot: 0,
  stills: [],
  chosen: null,
  burstsLeft: 1 + settings.retakes,
  judgedSpecially: false,
  captureFailed: false,
  returning: false,
  applicationId: null,
  number: null,
  outcome: null,
  refusedReason: null,
  printed: 'printing',
  confirmedAt: null,
})

/** A value that a state guarantees to be there; its absence is a bug of the machine. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined)
    throw new Error(`The session has no ${what} where it must have one.`)
  return value
}
