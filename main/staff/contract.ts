import * as z from 'zod'
import { Finding, LiveStatus, SectionName } from '../diagnostics/contract.ts'
import { CameraView } from '../service/contract.ts'

/** What the staff screens and the booth service say to each other: `/api/staff/*`. */

export const StaffRole = z.enum(['operator', 'technician'])
export type StaffRole = z.infer<typeof StaffRole>

/** Carries the token of a staff session. */
export const staffHeader = 'x-booth-staff'

export const EnterRequest = z.strictObject({ pin: z.string().regex(/^[0-9]{1,32}$/) })
export type EnterRequest = Readonly<z.infer<typeof EnterRequest>>

export const StaffSessionView = z.object({ role: StaffRole, endsAt: z.iso.datetime() })
export type StaffSessionView = Readonly<z.infer<typeof StaffSessionView>>

export const Entered = z.object({ token: z.string(), session: StaffSessionView })
export type Entered = Readonly<z.infer<typeof Entered>>

export const EnterRefusal = z.object({
  refused: z.enum(['wrong-pin', 'locked', 'no-pin-set', 'storage-failed']),
  /** Until the next PIN is looked at. */
  waitSeconds: z.int(),
})
export type EnterRefusal = Readonly<z.infer<typeof EnterRefusal>>

/** How one visit ended; the last ten are shown. Nothing of the applicant but the number on the slip. */
export const OutcomeLine = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(['accepted', 'pending', 'refused', 'kept', 'cancelled', 'timed-out', 'device-fault']),
  /** Receipt number, or the booth's reference while there is none. */
  number: z.string().optional(),
  reason: z.string().optional(),
})
export type OutcomeLine = Readonly<z.infer<typeof OutcomeLine>>

export const TodayCounts = z.object({
  /** Japan's calendar day. */
  day: z.iso.date(),
  begun: z.int(),
  confirmed: z.int(),
  accepted: z.int(),
  refused: z.int(),
  cancelled: z.int(),
  /** Device faults that began. */
  faults: z.int(),
})
export type TodayCounts = Readonly<z.infer<typeof TodayCounts>>

/** Something that did not work for a while; `seconds` is null while it lasts. */
export const Incident = z.object({ section: SectionName, at: z.iso.datetime(), seconds: z.int().nullable() })
export type Incident = Readonly<z.infer<typeof Incident>>

/** The last 24 hours in half-hours, oldest first; unknown is a booth that was off. */
export const DayHistory = z.object({
  from: z.iso.datetime(),
  slots: z.array(z.enum(['green', 'yellow', 'red', 'unknown'])),
  /** Newest first. */
  incidents: z.array(Incident),
})
export type DayHistory = Readonly<z.infer<typeof DayHistory>>

export const DeviceLine = z.object({
  id: z.string(),
  kind: SectionName,
  light: z.enum(['green', 'yellow', 'red']),
  live: LiveStatus,
  fault: z.string().optional(),
})
export type DeviceLine = Readonly<z.infer<typeof DeviceLine>>

/** The operator's screen. */
export const Overview = z.object({
  session: StaffSessionView,
  booth: z.object({ id: z.string(), name: z.string(), version: z.string() }),
  now: z.iso.datetime(),
  /** For the technician's live picture. */
  camera: CameraView,
  /** Green: applicants are served. Yellow: served, but have a look. Red: not served. */
  light: z.enum(['green', 'yellow', 'red']),
  paused: z.boolean(),
  devices: z.array(DeviceLine),
  queue: z.object({
    queued: z.int(),
    held: z.int(),
    quarantined: z.int(),
    oldestSeconds: z.int().nullable(),
    intake: z.enum(['reachable', 'unreachable', 'refusing', 'unknown']),
  }),
  findings: z.array(Finding),
  outcomes: z.array(OutcomeLine),
  today: TodayCounts,
  day: DayHistory,
})
export type Overview = Readonly<z.infer<typeof Overview>>

export const TestRequest = z.strictObject({
  /** All sections where left out. */
  section: SectionName.optional(),
  level: z.enum(['internal', 'external', 'interactive']),
})
export type TestRequest = Readonly<z.infer<typeof TestRequest>>

/** What a person saw or heard of the screen tests. */
export const ScreenTestOutcome = z.discriminatedUnion('test', [
  z.strictObject({ test: z.literal('touch'), touched: z.int().min(0), of: z.int().min(1) }),
  z.strictObject({ test: z.literal('pixels'), dead: z.boolean() }),
  z.strictObject({ test: z.literal('sound'), heard: z.boolean() }),
])
export type ScreenTestOutcome = Readonly<z.infer<typeof ScreenTestOutcome>>

/** What stands before the camera: nobody, or the test chart. */
export const CameraTestRequest = z.strictObject({ test: z.enum(['seat', 'chart']) })
export type CameraTestRequest = Readonly<z.infer<typeof CameraTestRequest>>
export const CameraTestAnswer = z.object({ passed: z.boolean(), code: z.string().optional() })
export type CameraTestAnswer = Readonly<z.infer<typeof CameraTestAnswer>>

/** The still that a camera held by the page is to take now: its capture ID. */
export const StillWanted = z.object({ captureId: z.string().nullable() })

/** Time and length of a code, never its text. */
export const ReadTest = z.object({
  outcome: z.enum(['read', 'nothing-read', 'device-fault']),
  characters: z.int().nullable(),
  milliseconds: z.int(),
  code: z.string().optional(),
})
export type ReadTest = Readonly<z.infer<typeof ReadTest>>

export const ResetAnswer = z.object({ outcome: z.enum(['reset', 'failed']), code: z.string().optional() })
export type ResetAnswer = Readonly<z.infer<typeof ResetAnswer>>

/** Lines of the journal, newest last. */
export const JournalPage = z.object({ lines: z.array(z.string()) })
export type JournalPage = Readonly<z.infer<typeof JournalPage>>
export const JournalExport = z.object({ folder: z.string(), files: z.int() })
export type JournalExport = Readonly<z.infer<typeof JournalExport>>

/** Why a staff request was not done. */
export const StaffRefusal = z.object({
  refused: z.enum([
    'no-session',
    'not-for-this-role',
    'no-such-device',
    'applicant-inside',
    'nowhere-to-write',
    'bad-request',
  ]),
})
export type StaffRefusal = Readonly<z.infer<typeof StaffRefusal>>
