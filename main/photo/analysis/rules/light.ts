import type { LightObservation } from '../light.ts'
import type { Observation } from '../observation.ts'
import { faceRegion } from '../regions.ts'
import { type Lab, tint } from '../colour.ts'
import { isCrushed } from './sharpness.ts'
import { type Finding, measured, notApplicable, notChecked, type Rule } from '../rule.ts'

const ofLight =
  (value: (light: LightObservation) => number) =>
  (observation: Observation): Finding =>
    observation.light === null ? notChecked : measured(value(observation.light), faceRegion(observation))

/** Where skin of any tone lies in a* and b* under white light: 128 compliant stills, all groups. */
const skinRange = { aLeast: 0, aMost: 40, bLeast: 2, bMost: 24 } as const

/** Where skin lies in `tint` on average, all groups: what every face in one light departs from together. */
const meanSkin = { a: 14, b: 14 } as const

/** How far wall and skin are tinted the same way: by the lamps, or the camera, rather than by paint. */
function sharedTint(skin: Lab, wall: Lab): number {
  const onWall = tint(wall)
  const onSkin = tint(skin)
  const length = Math.hypot(onWall.a, onWall.b)
  if (length < 1e-6) return 0
  const along = ((onSkin.a - meanSkin.a) * onWall.a + (onSkin.b - meanSkin.b) * onWall.b) / length
  return Math.max(0, Math.min(length, along))
}

const sharedTintLimits = { bad: 'above', warn: 12, block: 13 } as const

/** Under such a light no other colour can be judged. */
export const isTinted = ({ light, wall }: Observation): boolean =>
  light !== null && wall !== null && sharedTint(light.skin, wall.colour) > sharedTintLimits.block

/** A wall more uneven than this is judged as a pattern, not as light. */
const plainWall = 3.5

const neverByMean = 'judged by the brightest parts and by clipping, never by the mean of the face'

/** Levels of 255 between the channels, on average, below which a picture is black and white. */
const leastColour = 2

export const lightRules: readonly Rule[] = [
  {
    code: 'greyscale',
    unit: 'levels of 255 between the channels',
    limits: { bad: 'below', info: leastColour },
    source: 'Black-and-white is allowed (domain.md §3.1): for the record',
    measure: ofLight(({ colourfulness }) => colourfulness),
  },
  {
    code: 'too-dark',
    unit: 'linear light of the brightest 2 %',
    limits: { bad: 'below', warn: 0.28, block: 0.2 },
    source: `Not too dark (domain.md §3.3); ${neverByMean}: −3 EV 0.10–0.12, compliant stills 0.32 and more`,
    measure: ofLight(({ highlight }) => highlight),
  },
  {
    code: 'too-bright',
    unit: 'share of the face burnt to white',
    limits: { bad: 'above', warn: 0.0015, block: 0.003 },
    source: `Detail in the face; ${neverByMean}: compliant stills up to 0.0002, over-exposed ones 0.006–0.45`,
    measure: ofLight(({ white }) => white),
  },
  {
    code: 'too-bright',
    unit: 'share of the face with a channel burnt out',
    limits: { bad: 'above', warn: 0.05, block: 0.25 },
    source: `Detail in the face; ${neverByMean}: compliant stills up to 0.001, +0.3 EV 0.07, over-exposed light skin 0.3 and more`,
    measure: ofLight(({ burnt }) => burnt),
  },
  {
    code: 'uneven-light',
    unit: 'stops between the halves of the face',
    limits: { bad: 'above', warn: 0.7, block: 0.95 },
    source: 'No shadow on the face (domain.md §3.2, §4); compliant stills up to 0.6, side light 1 and more',
    measure: ofLight(({ halves }) => Math.abs(halves)),
  },
  {
    code: 'uneven-light',
    unit: 'stops between the halves of the wall',
    limits: { bad: 'above', warn: 0.5, block: 0.8 },
    source: 'Even light; compliant stills up to 0.25 (borderline 1.0), light from one side 1.2 and more',
    measure: ({ wall }) => {
      if (wall === null) return notChecked
      return wall.unevenness > plainWall ? notApplicable : measured(Math.abs(wall.halves))
    },
  },
  {
    code: 'colour-cast',
    unit: 'Δab of the skin outside the range of all skins',
    limits: { bad: 'above', warn: 2, block: 5 },
    source: 'Natural colour; by the hue of the skin, whatever its tone: compliant stills 0, casts 7 and more',
    measure: ofLight(({ skin, colourfulness }) =>
      // Black-and-white is allowed and has no cast.
      colourfulness < leastColour
        ? 0
        : Math.hypot(
            Math.max(0, skinRange.aLeast - skin.a, skin.a - skinRange.aMost),
            Math.max(0, skinRange.bLeast - skin.b, skin.b - skinRange.bMost),
          ),
    ),
  },
  {
    code: 'colour-cast',
    unit: 'tint that wall and skin share',
    limits: sharedTintLimits,
    source:
      'Natural colour; lamps tint wall and skin alike, paint only the wall: casts 13.3 and more, compliant stills up to 10.6',
    measure: (observation) => {
      const { light, wall } = observation
      if (light === null || wall === null) return notChecked
      if (light.colourfulness < leastColour || isCrushed(observation)) return notApplicable
      return measured(sharedTint(light.skin, wall.colour), faceRegion(observation))
    },
  },
  {
    code: 'low-contrast',
    unit: 'stops between the dark and light parts of the face',
    limits: { bad: 'below', warn: 0.8, block: 0.5 },
    source: 'Outline and features visible; compliant stills 1.2–3.2. No labelled pictures: drawn ones only',
    measure: ofLight(({ low, high }) => Math.log2((high + 0.001) / (low + 0.001))),
  },
]
