import { measured, notApplicable, type Rule } from '../rule.ts'
import { leastPortraitPixels } from '../crop.ts'
import type { FileObservation, Observation } from '../observation.ts'

const jlis = 'J-LIS: JPEG, RGB, 20 KB–7 MB, 480–6000 px a side (domain.md §3.1)'
const own = 'Largest picture that the booth opens: no booth camera gives more, decoding stays under 300 MB'

const ofFile =
  (value: (file: FileObservation) => number) =>
  ({ file }: Observation) =>
    file === null ? notApplicable : measured(value(file))

const fault = (kind: NonNullable<Observation['fault']>) => (observation: Observation) =>
  measured(observation.fault === kind ? 1 : 0)

export const fileRules: readonly Rule[] = [
  {
    code: 'file-unreadable',
    unit: 'broken',
    limits: { bad: 'above', block: 0 },
    source: 'A still may be any format that is read safely: JPEG, PNG, WebP, TIFF, AVIF, one picture, whole',
    measure: fault('unreadable'),
  },
  {
    code: 'file-too-large',
    unit: 'beyond 32 MB',
    limits: { bad: 'above', block: 0 },
    source: own,
    measure: fault('too-many-bytes'),
  },
  {
    code: 'dimensions-too-large',
    unit: 'beyond 50 megapixels',
    limits: { bad: 'above', block: 0 },
    source: own,
    measure: fault('too-many-pixels'),
  },
  {
    code: 'file-not-jpeg',
    unit: 'other format',
    appliesTo: 'portrait',
    limits: { bad: 'above', block: 0 },
    source: jlis,
    measure: ofFile(({ jpeg }) => (jpeg ? 0 : 1)),
  },
  {
    code: 'colour-not-rgb',
    unit: 'other colour space',
    appliesTo: 'portrait',
    limits: { bad: 'above', block: 0 },
    source: jlis,
    measure: ofFile(({ rgb }) => (rgb ? 0 : 1)),
  },
  {
    code: 'file-too-small',
    unit: 'bytes',
    appliesTo: 'portrait',
    limits: { bad: 'below', block: 20_000 },
    source: jlis,
    measure: ofFile(({ bytes }) => bytes),
  },
  {
    code: 'file-too-large',
    unit: 'bytes',
    appliesTo: 'portrait',
    limits: { bad: 'above', block: 7_000_000 },
    source: jlis,
    measure: ofFile(({ bytes }) => bytes),
  },
  {
    code: 'dimensions-too-small',
    unit: 'px',
    limits: { bad: 'below', block: leastPortraitPixels.width },
    source: jlis,
    measure: ofFile(({ width, height }) => Math.min(width, height)),
  },
  {
    code: 'dimensions-too-large',
    unit: 'px',
    appliesTo: 'portrait',
    limits: { bad: 'above', block: 6000 },
    source: jlis,
    measure: ofFile(({ width, height }) => Math.max(width, height)),
  },
  {
    code: 'aspect-ratio',
    unit: '% from 35:45',
    appliesTo: 'portrait',
    limits: { bad: 'above', warn: 1, block: 3 },
    source: 'Portrait 35 × 45 mm (domain.md §3.1); a pixel of rounding is allowed',
    measure: ofFile(({ width, height }) => 100 * Math.abs(width / height / (35 / 45) - 1)),
  },
]
