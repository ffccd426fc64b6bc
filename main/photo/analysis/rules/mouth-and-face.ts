import type { HeadTopObservation } from '../head-top.ts'
import type { MouthObservation } from '../mouth.ts'
import type { Observation } from '../observation.ts'
import { faceRegion, headTopRegion, mouthRegion } from '../regions.ts'
import { isTinted } from './light.ts'
import { isCrushed } from './sharpness.ts'
import { type Finding, measured, notApplicable, notChecked, type Rule } from '../rule.ts'

type Mouth = MouthObservation & Readonly<{ lipOpening: number; evidence: number; trueColour: boolean }>

const ofMouth =
  (value: (mouth: Mouth) => number | null) =>
  (observation: Observation): Finding => {
    const { mouth, face, faces } = observation
    if (mouth === null || face === null || faces === null) return notChecked
    const number = value({
      ...mouth,
      lipOpening: face.geometry.lipOpening,
      evidence: faces.evidence,
      trueColour: mouth.skinChroma >= leastSkinChroma && !isTinted(observation) && !isCrushed(observation),
    })
    return number === null ? notApplicable : measured(number, mouthRegion(observation))
  }

/** ΔE from the cheeks within which the top of the head is skin. */
const baldWithin = 18
/** L* below which neither strands nor cloth can be seen. */
const leastLight = 4
/** Below this chroma of the skin the picture is grey, and colour tells nothing of lips. */
const leastSkinChroma = 4
/** Lips this much redder than the skin around them are seen: nothing covers the mouth. */
const lipsSeen = 8
/** Mouth width less opening, in inter-eye distances: at and above it an open mouth is a smile. */
const smileStretch = 0.735
/** Below this score of the mesh something covers part of the face. */
const doubtfulFace = 17.5

/** What covers the head where it is not skin, and light enough to tell strands from cloth. */
const ofHair =
  (value: (headTop: HeadTopObservation) => number) =>
  (observation: Observation): Finding => {
    const { headTop } = observation
    if (headTop === null || headTop.colour.l < leastLight) return notChecked
    return headTop.fromSkin < baldWithin
      ? notApplicable
      : measured(value(headTop), headTopRegion(observation))
  }

const noHat = 'No hat (domain.md §3.2)'
const whole = 'The whole face visible (domain.md §3.2)'
const neutral = 'Neutral, mouth closed (domain.md §4)'

export const mouthAndFaceRules: readonly Rule[] = [
  {
    code: 'mouth-covered',
    unit: 'tint of the lower face from the upper',
    limits: { bad: 'above', warn: 10, block: 14 },
    source: `${whole}; masks 24 and more, compliant stills up to 6.6`,
    measure: ofMouth((mouth) =>
      !mouth.trueColour || mouth.lipRedness > lipsSeen ? null : mouth.lowerFaceOff,
    ),
  },
  {
    code: 'mouth-covered',
    unit: 'redness of the lips over the skin',
    limits: { bad: 'below', warn: 3, block: 2.5 },
    source: `${whole}; masks and most hands 0–1.8, compliant stills 3.9 and more in any light and skin`,
    measure: ofMouth((mouth) => (mouth.trueColour ? mouth.lipRedness : null)),
  },
  {
    code: 'mouth-covered',
    unit: 'redness of the lips over the skin, doubtful face',
    limits: { bad: 'below', block: 5.6 },
    source: `${whole}; where the mesh doubts the face as well (score under ${doubtfulFace})`,
    measure: ofMouth((mouth) =>
      !mouth.trueColour || mouth.evidence >= doubtfulFace ? null : mouth.lipRedness,
    ),
  },
  {
    code: 'face-hidden',
    unit: 'score of the face mesh',
    limits: { bad: 'below', warn: doubtfulFace, block: 14 },
    source: `${whole}; compliant stills 18.8–33, hands 11–17, masks 7–14`,
    measure: (observation) =>
      observation.faces === null || observation.face === null
        ? notChecked
        : measured(observation.faces.evidence, faceRegion(observation)),
  },
  {
    code: 'head-covered',
    unit: 'spread of L* over the top of the head',
    limits: { bad: 'below', warn: 3.4, block: 2.8 },
    source: `${noHat}; plain and knitted cloth 0–2.6, compliant heads 8.7 and more; kept low for smooth white hair`,
    measure: ofHair(({ spread }) => spread),
  },
  {
    code: 'head-covered',
    unit: 'step of L* from strand to strand across the head',
    limits: { bad: 'below', warn: 0.5, block: 0.3 },
    source: `${noHat}; plain cloth 0, compliant hair 4.2 and more; kept low for smooth white hair`,
    measure: ofHair(({ step }) => step),
  },
  {
    code: 'head-covered',
    unit: 'blueness or greenness (−b*, −a*) above the forehead',
    limits: { bad: 'above', warn: 10, block: 16 },
    source: 'No hat (domain.md §3.2); hair of 128 compliant stills stays under 2, black, grey or dyed brown',
    measure: (observation) => {
      const { headTop, light } = observation
      if (headTop === null || light === null) return notChecked
      // Under a blue lamp everything is blue: the cast is named instead.
      const cast = Math.max(0, -light.skin.b, -light.skin.a)
      return measured(Math.max(-headTop.colour.b, -headTop.colour.a) - 2 * cast, headTopRegion(observation))
    },
  },
  {
    code: 'mouth-open',
    unit: 'lip opening / T',
    limits: { bad: 'above', warn: 0.056, block: 0.068 },
    source: `${neutral}; compliant stills up to 0.053, open mouths 0.085 and more`,
    measure: ofMouth(({ stretch, lipOpening }) => (stretch >= smileStretch ? null : lipOpening)),
  },
  {
    code: 'mouth-open',
    unit: 'lip opening / T, smiling',
    limits: { bad: 'above', block: 0.2 },
    source: `${neutral}; a laugh that shows the throat`,
    measure: ofMouth(({ stretch, lipOpening }) => (stretch >= smileStretch ? lipOpening : null)),
  },
  {
    code: 'smile',
    unit: 'lip opening / T, smiling',
    limits: { bad: 'above', warn: 0.056 },
    source:
      'Teeth showing: no official rule, "face very different from normal" (domain.md §3.2): warned only',
    measure: ofMouth(({ stretch, lipOpening }) => (stretch >= smileStretch ? lipOpening : null)),
  },
  {
    code: 'expression',
    unit: 'corners of the mouth, mouth widths',
    limits: { bad: 'above', info: 0.04 },
    source: `${neutral}; compliant stills up to 0.034: for the record`,
    measure: ofMouth(({ cornersUp }) => cornersUp),
  },
]
