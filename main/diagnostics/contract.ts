import * as z from 'zod'

/**
 * The readiness report: the one model behind the staff screens, `booth diagnose --json` and the PDF.
 * It holds no personal data, so it may be sent to whoever helps.
 */
export const reportSchemaVersion = 1

/** After experience.md, and one for each further device a booth may have. */
export const sectionNames = [
  'identity',
  'code-reader',
  'camera',
  'printer',
  'payment',
  'lamp',
  'sensor',
  'photo-check',
  'intake',
  'storage',
  'system',
  'screen',
] as const
export const SectionName = z.enum(sectionNames)
export type SectionName = z.infer<typeof SectionName>

/** After UnifiedPOS: internal (nothing is seen of it), external (the part acts), interactive (a person helps). */
export const TestLevel = z.enum(['internal', 'external', 'interactive'])
export type TestLevel = z.infer<typeof TestLevel>

export const Measure = z.object({
  /** Stable English key; the screens know the common ones in their language. */
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  unit: z.string(),
  least: z.number().optional(),
  most: z.number().optional(),
})
export type Measure = Readonly<z.infer<typeof Measure>>

/** False where a limit is missed; true where all are kept or there is none. */
export const withinLimits = ({ value, least, most }: Measure): boolean =>
  typeof value !== 'number' ||
  ((least === undefined || value >= least) && (most === undefined || value <= most))

/** `self`: the section's own check; the others make the part act or ask a person. */
export const TestName = z.enum([
  'self',
  'shot',
  'print',
  'light',
  'read',
  'seat',
  'chart',
  'touch',
  'pixels',
  'sound',
])
export type TestName = z.infer<typeof TestName>

export const TestRecord = z.object({
  section: SectionName,
  test: TestName,
  outcome: z.enum(['passed', 'failed']),
  at: z.iso.datetime(),
  /** What it failed with. */
  code: z.string().optional(),
  /** Of an interactive test, which nobody can repeat alone. */
  measures: z.array(Measure).optional(),
})
export type TestRecord = Readonly<z.infer<typeof TestRecord>>

/** The last run of one test: "no test on record" is not "passed". */
export const LastTest = z.object({
  test: TestName,
  level: TestLevel,
  outcome: z.enum(['passed', 'failed', 'no-test-on-record']),
  at: z.iso.datetime().nullable(),
  ageSeconds: z.int().nullable(),
  code: z.string().optional(),
})
export type LastTest = Readonly<z.infer<typeof LastTest>>

export const FindingAction = z.enum([
  'wait',
  'reset',
  'clear',
  'refill',
  'maintenance',
  'replace',
  'configure',
])
export const Finding = z.object({
  section: SectionName,
  /** The device's id, or the section's name. */
  subject: z.string(),
  /** A code of the fault catalogue or of diagnostics' own (docs/technician-guide.md). */
  code: z.string(),
  severity: z.enum(['stop', 'care']),
  action: FindingAction,
  /** For the technician: a port, a code of the system. */
  detail: z.string().optional(),
})
export type Finding = Readonly<z.infer<typeof Finding>>

export const LiveStatus = z.object({
  state: z.enum(['starting', 'online', 'busy', 'no-device', 'offline', 'hardware-error', 'user-error']),
  since: z.iso.datetime(),
})
export type LiveStatus = Readonly<z.infer<typeof LiveStatus>>

export const ReportSection = z.object({
  name: SectionName,
  verdict: z.enum(['good', 'care', 'stop', 'not-tested']),
  device: z
    .object({ id: z.string(), model: z.string(), driver: z.string(), simulated: z.boolean() })
    .nullable(),
  live: LiveStatus.nullable(),
  measures: z.array(Measure),
  tests: z.array(LastTest),
})
export type ReportSection = Readonly<z.infer<typeof ReportSection>>

export const ReadinessVerdict = z.enum(['ready', 'ready-with-warnings', 'not-ready'])
export type ReadinessVerdict = z.infer<typeof ReadinessVerdict>

export const Report = z.object({
  schema: z.literal(reportSchemaVersion),
  madeAt: z.iso.datetime(),
  milliseconds: z.int(),
  booth: z.object({ id: z.string(), name: z.string(), version: z.string() }),
  verdict: ReadinessVerdict,
  /** The gravest first. */
  findings: z.array(Finding),
  sections: z.array(ReportSection),
})
export type Report = Readonly<z.infer<typeof Report>>
