import * as z from 'zod'

/**
 * Reason codes in the order in which a person should mend them: file, person, framing, pose, eyes,
 * mouth and face, light, sharpness, background. Limits, units and sources stand with each rule.
 */
export const reasonCodes = [
  'file-unreadable',
  'file-not-jpeg',
  'colour-not-rgb',
  'file-too-small',
  'file-too-large',
  'dimensions-too-small',
  'dimensions-too-large',
  'aspect-ratio',
  'greyscale',
  'no-face',
  'several-faces',
  'face-too-small',
  'head-cut-off',
  'margin-missing',
  'face-off-centre',
  'head-too-small',
  'head-too-large',
  'turned',
  'nodding',
  'tilted',
  'eyes-closed',
  'eyes-hidden',
  'gaze-away',
  'red-eye',
  'glare',
  'mouth-covered',
  'face-hidden',
  'head-covered',
  'mouth-open',
  'smile',
  'expression',
  'too-dark',
  'too-bright',
  'uneven-light',
  'colour-cast',
  'low-contrast',
  'blurred',
  'noisy',
  'compressed',
  'background-not-plain',
  'background-not-light',
  'background-shadow',
] as const
export const ReasonCode = z.enum(reasonCodes)
export type ReasonCode = z.infer<typeof ReasonCode>

export const Severity = z.enum(['block', 'warn', 'info'])
export type Severity = z.infer<typeof Severity>

/** Fractions (0 to 1) of the checked picture's width and height, after orientation. */
export const Region = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })
export type Region = Readonly<z.infer<typeof Region>>

export const Reason = z.object({
  code: ReasonCode,
  severity: Severity,
  measured: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string(),
  region: Region.optional(),
})
export type Reason = Readonly<z.infer<typeof Reason>>

export const Verdict = z.enum(['accept', 'warn', 'reject'])
export type Verdict = z.infer<typeof Verdict>

const Point = z.object({ x: z.number(), y: z.number() })
export type Point = Readonly<z.infer<typeof Point>>

/** Geometry in pixels of the oriented picture, angles in degrees. Right and left are the viewer's. */
export const FaceGeometry = z.object({
  pupilLeft: Point,
  pupilRight: Point,
  chin: Point,
  crown: Point,
  interEyePx: z.number(),
  headPx: z.number(),
  yaw: z.number(),
  pitch: z.number(),
  roll: z.number(),
  /** Lid opening of the smaller eye and inner-lip opening, divided by T (eyes' midpoint to chin). */
  lidOpening: z.number(),
  lipOpening: z.number(),
})
export type FaceGeometry = Readonly<z.infer<typeof FaceGeometry>>

/** Whole pixels of the oriented picture. */
export const CropBox = z.object({ left: z.int(), top: z.int(), width: z.int(), height: z.int() })
export type CropBox = Readonly<z.infer<typeof CropBox>>

/** An ISO/IEC 29794-5 measure: native value and quality score 0 to 100, as OFIQ maps them. */
export const QualityMeasure = z.object({ name: z.string(), raw: z.number(), score: z.int() })
export type QualityMeasure = Readonly<z.infer<typeof QualityMeasure>>

export const PhotoCheck = z.object({
  verdict: Verdict,
  reasons: z.array(Reason),
  /** What could not be judged on this picture: never counted as passed. */
  notChecked: z.array(ReasonCode),
  face: FaceGeometry.nullable(),
  crop: CropBox.nullable(),
  milliseconds: z.number(),
  quality: z.array(QualityMeasure).optional(),
})
export type PhotoCheck = Readonly<z.infer<typeof PhotoCheck>>

export type PhotoKind = 'still' | 'portrait'

export type CheckOptions = Readonly<{
  kind?: PhotoKind
  /** "I cannot meet the photo conditions": blocks become warnings, but for the few that stay (rules). */
  specialReason?: boolean
  quality?: boolean
  /** Also write the 35:45 portrait (JPEG, sRGB, no metadata) where the crop can be made. */
  portrait?: boolean
}>

export type CheckedPhoto = Readonly<{ check: PhotoCheck; portrait: Uint8Array | null }>

/** The photo check as the session sees it. It owns worker processes; `bytes` are read, never kept. */
export interface PhotoChecker {
  /** Starts the workers ahead of the first check (at `notice`). Idempotent. */
  warmUp(): Promise<void>
  check(bytes: Uint8Array, options?: CheckOptions, signal?: AbortSignal): Promise<CheckedPhoto>
  /** Ends all workers; a later check starts them again. Frees what pictures they still hold. */
  purge(): Promise<void>
  close(): Promise<void>
}

/** The portrait the booth writes: 35:45, 1200 × 1543 px (domain.md §3.1), never more than 1 MB. */
export const portraitFormat = { width: 1200, height: 1543, maxBytes: 1_000_000 } as const
