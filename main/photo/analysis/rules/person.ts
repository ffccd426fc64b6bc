import { leastPortraitPixels } from '../crop.ts'
import { measured, notChecked, type Rule } from '../rule.ts'

export const personRules: readonly Rule[] = [
  {
    code: 'no-face',
    unit: 'faces',
    limits: { bad: 'below', block: 1 },
    source: 'domain.md §3.2; the detector and the mesh must both see a face',
    measure: ({ faces }) => (faces === null ? notChecked : measured(faces.count)),
  },
  {
    code: 'several-faces',
    unit: 'area of the second face / first',
    limits: { bad: 'above', warn: 0.01, block: 0.03 },
    source: 'ISO/IEC 29794-5 single face present; smaller faces are pictures on clothes or walls',
    measure: ({ faces }) =>
      faces === null || faces.count === 0
        ? notChecked
        : measured(faces.secondShare, faces.secondRegion ?? undefined),
  },
  {
    code: 'face-too-small',
    unit: 'px between the eyes',
    limits: { bad: 'below', block: 90 },
    source: 'ICAO Doc 9303: 90 px between the eyes (domain.md §4)',
    measure: ({ face }) => (face === null ? notChecked : measured(face.geometry.interEyePx)),
  },
  {
    code: 'face-too-small',
    unit: 'px of height in the crop',
    appliesTo: 'still',
    limits: { bad: 'below', block: leastPortraitPixels.height },
    source: 'J-LIS: 480 px a side, so 480 × 617 real pixels in the 35:45 crop; never enlarged',
    measure: ({ crop }) => (crop === null ? notChecked : measured(crop.wished.height)),
  },
]
