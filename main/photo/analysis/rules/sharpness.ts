import type { Observation } from '../observation.ts'
import { faceRegion } from '../regions.ts'
import { type Finding, measured, notChecked, type Rule } from '../rule.ts'

const onFace = (value: number | undefined | null, observation: Observation): Finding =>
  value === undefined || value === null ? notChecked : measured(value, faceRegion(observation))

const blockLimits = { bad: 'above', warn: 2.4, block: 3.5 } as const

/** A picture compressed so hard has lost its colours. */
export const isCrushed = ({ grain }: Observation): boolean =>
  grain !== null && grain.blocks > blockLimits.block

export const sharpnessRules: readonly Rule[] = [
  {
    code: 'blurred',
    unit: 'gradient left by a second blur',
    limits: { bad: 'above', warn: 0.76, block: 0.79 },
    source:
      'In focus, no camera shake (domain.md §3.1); compliant 0.48–0.74, motion 0.85–0.89, out of focus 0.95',
    measure: (observation) => onFace(observation.blurRatio, observation),
  },
  {
    code: 'noisy',
    unit: 'levels of 255 (standard deviation)',
    limits: { bad: 'above', warn: 4.5, block: 7 },
    source: 'No noise (domain.md §3.2); compliant stills up to 1.5, noisy ones 22',
    measure: (observation) => onFace(observation.grain?.noise, observation),
  },
  {
    code: 'compressed',
    unit: 'steps at block borders / elsewhere',
    limits: blockLimits,
    source: 'No block artefacts (domain.md §4); compliant stills up to 1.8, JPEG quality 5 6.2 and more',
    measure: (observation) => onFace(observation.grain?.blocks, observation),
  },
]
