import type { FaceGeometry } from '../../contract.ts'
import type { Observation } from '../observation.ts'
import { measured, notChecked, type Rule } from '../rule.ts'
import { faceRegion } from '../regions.ts'

const ofFace = (value: (geometry: FaceGeometry) => number) => (observation: Observation) =>
  observation.face === null
    ? notChecked
    : measured(Math.abs(value(observation.face.geometry)), faceRegion(observation))

export const poseRules: readonly Rule[] = [
  {
    code: 'turned',
    unit: 'degrees',
    limits: { bad: 'above', warn: 8, block: 12 },
    source:
      'ISO/IEC 19794-5: yaw under 5°; 128 compliant stills read up to 5.1°, three-quarter views 33° and more',
    measure: ofFace(({ yaw }) => yaw),
  },
  {
    code: 'nodding',
    unit: 'degrees',
    limits: { bad: 'above', warn: 15, block: 20 },
    source: 'ISO/IEC 19794-5: pitch under 5°; the mesh reads up to 12° of compliant stills, 16° of smiles',
    measure: ofFace(({ pitch }) => pitch),
  },
  {
    code: 'tilted',
    unit: 'degrees',
    limits: { bad: 'above', warn: 6, block: 8 },
    source: 'ISO/IEC 19794-5: roll under 8°; 128 compliant stills up to 4.8°',
    measure: ofFace(({ roll }) => roll),
  },
]
