import { measured, notChecked, type Rule } from '../rule.ts'
import type { FaceGeometry } from '../../contract.ts'
import type { Observation } from '../observation.ts'

const ofFace =
  (value: (geometry: FaceGeometry) => number) =>
  ({ face }: Observation) =>
    face === null ? notChecked : measured(Math.abs(value(face.geometry)))

export const poseRules: readonly Rule[] = [
  {
    code: 'tilted',
    unit: 'degrees',
    limits: { bad: 'above', warn: 8, block: 10 },
    source: 'ISO/IEC 19794-5: roll under 8°',
    measure: ofFace(({ roll }) => roll),
  },
]
