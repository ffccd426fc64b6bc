import type { Region } from '../../contract.ts'
import type { Observation } from '../observation.ts'
import { type Finding, measured, notApplicable, notChecked, type Rule } from '../rule.ts'
import type { WallObservation } from '../wall.ts'

const ofWall =
  (value: (wall: WallObservation) => number, region?: (wall: WallObservation) => Region | null) =>
  ({ wall }: Observation): Finding =>
    wall === null ? notChecked : measured(value(wall), region?.(wall) ?? undefined)

const plain = 'Plain background (domain.md §3.2)'
const light = 'Plain white or off-white (domain.md §3.2); practitioners report any plain light colour'

export const backgroundRules: readonly Rule[] = [
  {
    code: 'background-not-plain',
    unit: 'mean ΔE from a smooth wall',
    limits: { bad: 'above', warn: 2.6, block: 3.5 },
    source: `${plain}; compliant stills 0–1.9, busy walls 5–23`,
    measure: ofWall(
      ({ unevenness }) => unevenness,
      ({ oddRegion }) => oddRegion,
    ),
  },
  {
    code: 'background-not-plain',
    unit: 'share of the wall in one odd patch',
    limits: { bad: 'above', warn: 0.05, block: 0.075 },
    source: `${plain}; a poster takes 0.11, compliant stills up to 0.033`,
    // A patch that is a shadow of the person has its own code.
    measure: (observation) =>
      observation.wall !== null && shadowOf(observation) > shadowLimits.warn
        ? notApplicable
        : ofWall(
            ({ oddShare }) => oddShare,
            ({ oddRegion }) => oddRegion,
          )(observation),
  },
  {
    code: 'background-not-light',
    unit: 'L*',
    limits: { bad: 'below', warn: 66, block: 54 },
    source: `${light}; compliant walls 67–100, borderline 61, dark ones 27–40`,
    measure: ofWall(({ lightness }) => lightness),
  },
  {
    code: 'background-not-light',
    unit: 'chroma',
    limits: { bad: 'above', warn: 18, block: 28 },
    source: `${light}; compliant walls up to 12 (lilac, pale blue), red wall 64`,
    measure: ofWall(({ chroma }) => chroma),
  },
  {
    code: 'background-shadow',
    unit: 'darkened area × depth (L* × head²)',
    limits: { bad: 'above', warn: 0.45, block: 0.8 },
    source: 'No shadow on the background (domain.md §3.2); cast shadows 1.3–4.9, compliant stills up to 0.32',
    measure: (observation) =>
      observation.wall === null || observation.face === null
        ? notChecked
        : measured(shadowOf(observation), observation.wall.shadowRegion ?? undefined),
  },
]

const shadowLimits = { warn: 0.45 } as const

function shadowOf({ wall, face, picture }: Observation): number {
  if (wall === null || face === null || picture === null) return 0
  const area = wall.shadowShare * picture.width * picture.height
  return (area / face.geometry.headPx ** 2) * wall.shadowDepth
}
