import { measured, notChecked, type Finding, type Rule } from '../rule.ts'
import type { Observation } from '../observation.ts'
import type { WallObservation } from '../wall.ts'

const ofWall =
  (value: (wall: WallObservation) => Finding) =>
  ({ wall }: Observation): Finding =>
    wall === null ? notChecked : value(wall)

const plain = 'Plain background (domain.md §3.2)'

export const backgroundRules: readonly Rule[] = [
  {
    code: 'background-not-plain',
    unit: 'mean ΔE from a smooth wall',
    limits: { bad: 'above', warn: 2.5, block: 3.5 },
    source: `${plain}; 74 compliant stills 0.1–1.9, busy walls 4.9–23`,
    measure: ofWall((wall) => measured(wall.unevenness)),
  },
  {
    code: 'background-not-light',
    unit: 'L*',
    limits: { bad: 'below', warn: 65, block: 52 },
    source: 'Plain white or off-white (domain.md §3.2); practitioners report any plain light colour',
    measure: ofWall((wall) => measured(wall.lightness)),
  },
]
