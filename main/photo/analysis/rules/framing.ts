import { measured, notApplicable, notChecked, type Finding, type Rule } from '../rule.ts'
import { portraitMillimetres } from '../crop.ts'
import type { Observation } from '../observation.ts'

const drawing = 'Passport drawing: head 32–36 of 45 mm, margin above 2–6 mm, centre 15–19 mm (domain.md §4)'

/** Millimetres on the finished portrait. */
const onPortrait =
  (value: (millimetres: (px: number) => number, o: Required<Portrayed>) => number) =>
  (observation: Observation): Finding => {
    const { face, picture } = observation
    if (observation.kind !== 'portrait') return notApplicable
    if (face === null || picture === null) return notChecked
    const millimetres = (px: number): number => (px * portraitMillimetres.height) / picture.height
    return measured(value(millimetres, { face, picture }))
  }
type Portrayed = Readonly<{
  face: NonNullable<Observation['face']>
  picture: NonNullable<Observation['picture']>
}>

export const framingRules: readonly Rule[] = [
  {
    code: 'head-cut-off',
    unit: '% of the head above the picture',
    limits: { bad: 'above', block: 0.5 },
    source: 'The head must be complete (domain.md §3.2: rejected as "cannot trim")',
    measure: ({ face }) =>
      face === null
        ? notChecked
        : measured((100 * Math.max(0, -face.geometry.crown.y)) / face.geometry.headPx, {
            left: 0,
            top: 0,
            width: 1,
            height: 0.05,
          }),
  },
  {
    code: 'margin-missing',
    unit: '% of the head missing around the crop',
    appliesTo: 'still',
    limits: { bad: 'above', warn: 0, block: 0.5 },
    source: `${drawing}; refused rather than padded; warned within the uncertainty of the crown`,
    measure: ({ crop, face }) => {
      if (crop === null || face === null) return notChecked
      const { top, side, bottom } = crop.missing
      const share = (100 * Math.max(top, side, bottom)) / face.geometry.headPx
      if (crop.box !== null) return measured(crop.tight ? Math.min(0.5, share) : 0)
      return measured(Math.max(0.51, share))
    },
  },
  {
    code: 'margin-missing',
    unit: 'mm above the head',
    appliesTo: 'portrait',
    limits: { bad: 'below', warn: 2, block: 1 },
    source: drawing,
    measure: onPortrait((mm, { face }) => mm(face.geometry.crown.y)),
  },
  {
    code: 'face-off-centre',
    unit: 'mm from the middle',
    appliesTo: 'portrait',
    limits: { bad: 'above', warn: 2, block: 3 },
    source: drawing,
    measure: onPortrait((mm, { face, picture }) =>
      mm(Math.abs((face.geometry.pupilLeft.x + face.geometry.pupilRight.x - picture.width) / 2)),
    ),
  },
  {
    code: 'head-too-small',
    unit: 'mm from chin to crown',
    appliesTo: 'portrait',
    limits: { bad: 'below', warn: 32, block: 30 },
    source: `${drawing}; German sample sheet rejects below 27 mm because the crown is hard to see`,
    measure: onPortrait((mm, { face }) => mm(face.geometry.headPx)),
  },
  {
    code: 'head-too-large',
    unit: 'mm from chin to crown',
    appliesTo: 'portrait',
    limits: { bad: 'above', warn: 36, block: 38 },
    source: `${drawing}; German sample sheet rejects above 40 mm`,
    measure: onPortrait((mm, { face }) => mm(face.geometry.headPx)),
  },
]
