import type { EyesObservation } from '../eyes.ts'
import type { MeasuredFace } from '../geometry.ts'
import type { Observation } from '../observation.ts'
import { eyesRegion } from '../regions.ts'
import { type Finding, measured, notApplicable, notChecked, type Rule } from '../rule.ts'

type Eyes = EyesObservation & Readonly<{ face: MeasuredFace }>

const ofEyes =
  (value: (eyes: Eyes) => number | null) =>
  (observation: Observation): Finding => {
    if (observation.eyes === null || observation.face === null) return notChecked
    const number = value({ ...observation.eyes, face: observation.face })
    return number === null ? notApplicable : measured(number, eyesRegion(observation))
  }

/** White of the eye against iris below which an eye shows no iris at all. */
const noIris = 0.36
/** Where there is no iris: darker than any lid (glass), or another colour than skin from brow to lid (hair). */
const behind = { glass: 0.2, hair: 9.7 } as const
const isBehind = ({ bestContrast, irisLight, browOff }: EyesObservation): boolean =>
  bestContrast < noIris && (irisLight < behind.glass || browOff > behind.hair)

/** Where something covers the eyes, lids and irises cannot be judged: the cover is named instead. */
const covered = { underEye: 0.5, browBand: 0.42, lidGlare: 1.5 } as const
const isCovered = (eyes: EyesObservation): boolean =>
  eyes.underEye < covered.underEye ||
  eyes.browBand < covered.browBand ||
  eyes.lidGlare > covered.lidGlare ||
  isBehind(eyes)

/** The same where the lids are nearly shut as well. */
const faintIris = 0.6

const visible = 'Both eyes open and clearly visible (domain.md §3.2, §4)'

export const eyesRules: readonly Rule[] = [
  {
    code: 'eyes-closed',
    unit: 'contrast of iris and white, better eye',
    limits: { bad: 'below', block: noIris },
    source: `${visible}; 128 compliant stills 0.71 and more, whatever the width of the eyes`,
    measure: ofEyes((eyes) => (isCovered(eyes) ? null : eyes.bestContrast)),
  },
  {
    code: 'eyes-closed',
    unit: 'lid opening / T, wider eye',
    limits: { bad: 'below', block: 0.045 },
    source: `${visible}; compliant 0.059–0.10; narrow open eyes keep their contrast and are not judged by this`,
    measure: ofEyes((eyes) =>
      isCovered(eyes) || eyes.bestContrast >= faintIris
        ? null
        : Math.max(eyes.face.lidLeft, eyes.face.lidRight),
    ),
  },
  {
    code: 'eyes-closed',
    unit: 'lid opening / T, narrower eye',
    limits: { bad: 'below', warn: 0.042 },
    source: `${visible}; compliant 0.051–0.10`,
    measure: ofEyes((eyes) => (isCovered(eyes) ? null : eyes.face.geometry.lidOpening)),
  },
  {
    code: 'eyes-hidden',
    unit: 'light under the eyes / cheeks',
    limits: { bad: 'below', warn: 0.55, block: covered.underEye },
    source: `${visible}; dark glasses 0.02–0.47, compliant stills 0.62 and more in all groups`,
    // Eyes that show iris and white are not behind dark glass: a mask or a shadow misleads the comparison.
    measure: ofEyes(({ underEye, bestContrast }) => (bestContrast >= faintIris ? null : underEye)),
  },
  {
    code: 'eyes-hidden',
    unit: 'light of lids and glabella / below the eyes',
    limits: { bad: 'below', warn: 0.55, block: covered.browBand },
    source: `${visible}; a fringe over the eyes 0.03–0.19, compliant stills 0.70 and more`,
    measure: ofEyes(({ browBand }) => browBand),
  },
  {
    code: 'eyes-hidden',
    unit: 'contrast of iris and white, better eye, behind glass or hair',
    limits: { bad: 'below', block: noIris },
    source: `${visible}; no iris, and darker than a lid or of another colour than skin from the brow to the lid`,
    measure: ofEyes((eyes) => (isBehind(eyes) ? eyes.bestContrast : null)),
  },
  {
    code: 'glare',
    unit: 'light of the upper lids / cheeks',
    limits: { bad: 'above', warn: 1.35, block: covered.lidGlare },
    source: 'No light reflected in glasses (domain.md §3.2); glare 1.9 and more, compliant stills up to 1.24',
    measure: ofEyes(({ lidGlare }) => lidGlare),
  },
  {
    code: 'gaze-away',
    unit: 'eye widths',
    limits: { bad: 'above', warn: 0.06, block: 0.1 },
    source:
      'Both eyes at the camera (domain.md §4); compliant stills up to 0.03, irises moved aside 0.07–0.22',
    measure: ofEyes((eyes) => (isCovered(eyes) ? null : Math.abs(eyes.gazeAcross))),
  },
  {
    code: 'red-eye',
    unit: 'a* of the pupil',
    limits: { bad: 'above', warn: 25, block: 35 },
    source:
      'No red eyes from flash (domain.md §3.2); compliant stills up to 9.4. No labelled pictures: drawn ones only',
    measure: ofEyes((eyes) => (isCovered(eyes) || eyes.bestContrast < noIris ? null : eyes.pupilRedness)),
  },
]
