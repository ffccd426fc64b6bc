import * as z from 'zod'
import { languages } from '../../locales/languages.ts'
import { CropBox, Reason, Verdict } from '../photo/contract.ts'

/**
 * What the page and the booth service say to each other: `GET /api/view` streams a `View` as a JSON
 * line each time it changes; `POST /api/intent` says what the person did. Nothing else is shared.
 */

export { languages }
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

export const Preferences = z.object({
  language: Language,
  textSize: z.enum(['normal', 'larger', 'largest']),
  theme: z.enum(['standard', 'dark']),
  reach: z.enum(['usual', 'low']),
  /** 0 is off. */
  volume: z.int().min(0).max(3),
  /** Screen hidden, operated by key pad and voice. */
  curtain: z.boolean(),
})
export type Preferences = Readonly<z.infer<typeof Preferences>>

/** Names of the screens; one per state of the session, in the order of a whole application. */
export const screenNames = [
  'out-of-service',
  'welcome',
  'notice',
  'scan',
  'confirm-form',
  'date-of-birth',
  'eligibility',
  'options',
  'prepare',
  'pay',
  'position',
  'capture',
  'choose',
  'review',
  'submit',
  'done',
  'farewell',
] as const
export type ScreenName = (typeof screenNames)[number]

/** Why a scanned code was not taken (design §4). `form-unusable*` come from the intake's check. */
export const ScanRefusal = z.enum([
  'my-number',
  'corporate-number',
  'wrong-length',
  'not-digits',
  'url-without-id',
  'several-ids',
  'other-url',
  'layout-damaged',
  'no-read',
  'typed-twice-differently',
])
export type ScanRefusal = z.infer<typeof ScanRefusal>

export const OutOfServiceReason = z.enum([
  'starting',
  'not-configured',
  'paused',
  'device-fault',
  'queue-full',
  'disk-full',
  'clock-wrong',
  'intake-unreachable',
  'restarting',
  'fault',
])
export type OutOfServiceReason = z.infer<typeof OutOfServiceReason>

/** Dates as people say them: a western year or a year of an era. */
export const calendars = ['western', 'reiwa', 'heisei', 'showa', 'taisho'] as const
export const Calendar = z.enum(calendars)
export type Calendar = z.infer<typeof Calendar>
export const DateEntry = z.object({ calendar: Calendar, year: z.int(), month: z.int(), day: z.int() })
export type DateEntry = Readonly<z.infer<typeof DateEntry>>

export const CardOptions = z.object({
  signatureCertificate: z.boolean(),
  authenticationCertificate: z.boolean(),
  brailleName: z.boolean(),
})
export type CardOptions = Readonly<z.infer<typeof CardOptions>>

const StillView = z.object({
  /** Fetch the picture from `/api/pictures/<id>`. */
  id: z.string(),
  verdict: Verdict,
  reasons: z.array(Reason),
  /** What of the still becomes the portrait, in its pixels; null where it cannot be cut out. */
  crop: CropBox.nullable(),
})
export type StillView = Readonly<z.infer<typeof StillView>>

/** What the page needs to hold the camera itself (`page`), or to show the service's (`service`: GET /api/preview). */
export const CameraView = z.discriminatedUnion('held', [
  z.object({
    held: z.literal('page'),
    device: z.string(),
    width: z.int(),
    height: z.int(),
    frameRate: z.int(),
  }),
  z.object({ held: z.literal('service') }),
])
export type CameraView = Readonly<z.infer<typeof CameraView>>

export const RefusedReason = z.enum([
  'form-id-unknown',
  'form-id-in-progress',
  'date-of-birth-mismatch',
  'photo-unsuitable',
])

export const SlipView = z.object({
  printed: z.enum(['printed', 'printing', 'no-printer', 'failed']),
  /** The same lines the paper carries, as data; never a full ID, a date of birth or a photo. */
  date: z.iso.datetime({ offset: true }),
  booth: z.string(),
  number: z.string(),
  formIdTail: z.string().length(4),
  specialReason: z.boolean(),
})
export type SlipView = Readonly<z.infer<typeof SlipView>>

export const Screen = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('out-of-service'),
    reason: OutOfServiceReason,
    /** A code of the hardware fault catalogue, where a device is the reason. */
    fault: z.string().optional(),
  }),
  z.object({ name: z.literal('welcome') }),
  z.object({ name: z.literal('notice') }),
  z.object({
    name: z.literal('scan'),
    refusal: ScanRefusal.nullable(),
    /** Counts refusals, so that the same answer twice is seen to be new. */
    attempt: z.int(),
    /** Staff-assisted typing: off, or which of the two entries is asked for. */
    typing: z.enum(['off', 'offered', 'first', 'second']),
  }),
  z.object({
    name: z.literal('confirm-form'),
    formId: z.string(),
    /** The intake already knows something about this form. */
    notice: z.enum(['none', 'checking', 'form-id-unknown', 'form-id-in-progress', 'already-kept']),
    number: z.string().optional(),
  }),
  z.object({
    name: z.literal('date-of-birth'),
    entered: z.object({ entry: DateEntry, date: z.string(), age: z.int() }).nullable(),
    refusal: z.enum(['impossible', 'in-the-future', 'too-long-ago', 'mismatch']).nullable(),
    checking: z.boolean(),
  }),
  z.object({
    name: z.literal('eligibility'),
    age: z.int(),
    outcome: z.enum(['may-apply', 'under-fifteen', 'under-one']),
  }),
  z.object({ name: z.literal('options'), options: CardOptions, signatureAvailable: z.boolean() }),
  z.object({ name: z.literal('prepare'), specialReason: z.boolean() }),
  z.object({ name: z.literal('pay'), price: z.int(), inserted: z.int(), givingBack: z.boolean() }),
  z.object({
    name: z.literal('position'),
    specialReason: z.boolean(),
    cameraReady: z.boolean(),
    /** The burst before this one could not be taken or checked. */
    failed: z.boolean(),
  }),
  z.object({
    name: z.literal('capture'),
    /** Take the next frame presented after this view arrived and POST it with this id; null while checking. */
    captureId: z.string().nullable(),
    shot: z.int(),
    of: z.int(),
  }),
  z.object({
    name: z.literal('choose'),
    stills: z.array(StillView),
    chosen: z.string().nullable(),
    retakesLeft: z.int(),
    specialReason: z.boolean(),
    /** The special reason was just chosen: the stills are judged again. */
    checking: z.boolean(),
  }),
  z.object({
    name: z.literal('review'),
    formId: z.string(),
    dateOfBirth: z.string(),
    dateEntry: DateEntry,
    options: CardOptions,
    signatureAvailable: z.boolean(),
    /** Fetch from `/api/pictures/<id>`: the 35:45 portrait. */
    portrait: z.string(),
    specialReason: z.boolean(),
  }),
  z.object({
    name: z.literal('submit'),
    phase: z.enum(['keeping', 'sending', 'refused', 'not-kept']),
    reason: RefusedReason.optional(),
    /** The screen a mend key leads to, where the refusal can be mended here. */
    mend: z.enum(['date-of-birth', 'photo']).optional(),
  }),
  z.object({
    name: z.literal('done'),
    outcome: z.enum(['accepted', 'pending', 'held', 'refused']),
    reason: RefusedReason.optional(),
    slip: SlipView,
  }),
  z.object({ name: z.literal('farewell'), sent: z.boolean(), moneyBack: z.int() }),
])
export type Screen = Readonly<z.infer<typeof Screen>>
export type ScreenOf<N extends ScreenName> = Extract<Screen, { name: N }>

export const BoothFacts = z.object({
  /** "17号機 駅北口": the operator's own words. */
  name: z.string(),
  price: z.int(),
  minutes: z.int(),
  counter: z.object({ name: z.string(), address: z.string(), phone: z.string(), hours: z.string() }),
  /** Panel size decides how many pixels a millimetre has. */
  display: z.object({ widthMm: z.number(), heightMm: z.number() }),
  weeksUntilNotice: z.int(),
  phoneLines: z.array(
    z.object({
      number: z.string(),
      languages: z.array(Language),
      cost: z.enum(['free', 'paid']),
      topic: z.enum(['card', 'system', 'all']),
      /** e.g. "weekdays" 09:30–20:00; times are HH:MM in Japan. */
      hours: z.array(
        z.object({
          days: z.enum(['every-day', 'weekdays', 'weekend-and-holidays']),
          from: z.string(),
          to: z.string(),
        }),
      ),
      closed: z.enum(['new-year', 'never']),
      lossAlways: z.boolean(),
    }),
  ),
  informationUrl: z.string(),
})
export type BoothFacts = Readonly<z.infer<typeof BoothFacts>>

export const View = z.object({
  /** Grows by one with each change; an intent names the one it answers. */
  serial: z.int(),
  preferences: Preferences,
  custody: z.enum(['nothing-sent', 'sending', 'kept', 'sent']),
  back: z.boolean(),
  cancel: z.boolean(),
  /** "Still there?" is on screen; the session ends at this instant unless more time is asked for. */
  stillThereUntil: z.iso.datetime({ offset: true }).nullable(),
  /** A device this applicant still needs is out; the booth waits a moment for it (`fault.<code>.applicant`). */
  trouble: z.object({ fault: z.string(), device: z.string() }).nullable(),
  /** Money inside that would be given back. */
  inserted: z.int(),
  booth: BoothFacts,
  /** A camera that the page holds is also looked after by it, between applicants too. */
  camera: CameraView,
  screen: Screen,
  /** The development dock and the simulated devices may be shown. Never true in production. */
  development: z.boolean(),
})
export type View = Readonly<z.infer<typeof View>>

/** What a person can do. Which of them a state takes is the session machine's word. */
export const Intent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), language: Language }),
  z.object({ type: z.literal('set-preferences'), preferences: Preferences.partial() }),
  z.object({ type: z.literal('next') }),
  z.object({ type: z.literal('back') }),
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('more-time') }),
  z.object({ type: z.literal('no-read') }),
  z.object({ type: z.literal('type-form-id'), digits: z.string().max(40) }),
  z.object({ type: z.literal('start-typing') }),
  z.object({ type: z.literal('stop-typing') }),
  z.object({ type: z.literal('enter-date'), entry: DateEntry }),
  z.object({ type: z.literal('clear-date') }),
  z.object({ type: z.literal('set-options'), options: CardOptions }),
  z.object({ type: z.literal('set-special-reason'), specialReason: z.boolean() }),
  z.object({ type: z.literal('shutter') }),
  z.object({ type: z.literal('retake') }),
  z.object({ type: z.literal('choose'), id: z.string() }),
  z.object({ type: z.literal('change'), what: z.enum(['form', 'date-of-birth', 'options', 'photo']) }),
  z.object({ type: z.literal('send') }),
  z.object({ type: z.literal('mend') }),
])
export type Intent = Readonly<z.infer<typeof Intent>>
export type IntentType = Intent['type']

export const IntentRequest = z.object({ serial: z.int(), intent: Intent })
export type IntentRequest = Readonly<z.infer<typeof IntentRequest>>
export const IntentAnswer = z.object({
  taken: z.boolean(),
  because: z.enum(['stale', 'not-now', 'refused']).optional(),
})
export type IntentAnswer = Readonly<z.infer<typeof IntentAnswer>>

/** What the page tells of the camera it holds; becomes the remote camera's status. */
export const CameraReport = z.object({
  state: z.enum(['starting', 'live', 'missing', 'denied', 'held', 'frozen', 'lost', 'too-small']),
  label: z.string().max(200),
  width: z.int(),
  height: z.int(),
  framesPerSecond: z.number(),
  /** Milliseconds since the newest frame was presented. */
  frameAge: z.number(),
  reconnects: z.int(),
})
export type CameraReport = Readonly<z.infer<typeof CameraReport>>

/** Sent by the page every `heartbeatMs`; drives the watchdogs. */
export const Heartbeat = z.object({
  serial: z.int(),
  /** Frames painted of those asked for since the last heartbeat: 0 on a frozen or a white page. */
  painted: z.int(),
  /** Null: the page has no need of the camera now, and nothing is known against it. */
  camera: CameraReport.nullable(),
})
export type Heartbeat = Readonly<z.infer<typeof Heartbeat>>

/**
 * Two missed beats (design §1) and the service drops the page. Every 2 s: a frozen page is known after 6 s, which
 * leaves 4 s of the 10 s for a new window; oftener, and a booth that stalls for a moment would lose its applicant.
 */
export const heartbeatMs = 2_000
export const missedHeartbeats = 2

/** What the service knows of the page before which people stand. */
export const PageReport = z.object({
  /** Pages that have taken the lease since the service began: a window knows its own page by the next number. */
  joined: z.int(),
  health: z.enum(['well', 'gone', 'silent', 'frozen']),
})
export type PageReport = Readonly<z.infer<typeof PageReport>>

/** Answer of `GET /api/health`, to anybody on the machine: nothing of a person. */
export const HealthAnswer = z.object({ ok: z.literal(true), screen: z.enum(screenNames), page: PageReport })
/** The view stream carries an empty line at least this often, so that a dead line is noticed. */
export const viewKeepAliveMs = 15_000

/** Header names of a page's requests. The token is absent on the Unix socket. */
export const pageHeader = 'x-booth-page'
export const captureHeader = 'x-booth-capture'

/** A camera picture posted by the page: 25 MB holds a 12-megapixel JPEG of the highest quality. */
export const maxStillBytes = 25 * 1024 * 1024
