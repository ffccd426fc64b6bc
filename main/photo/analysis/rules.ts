import type { Rule } from './rule.ts'
import { backgroundRules } from './rules/background.ts'
import { eyesRules } from './rules/eyes.ts'
import { fileRules } from './rules/file.ts'
import { framingRules } from './rules/framing.ts'
import { lightRules } from './rules/light.ts'
import { mouthAndFaceRules } from './rules/mouth-and-face.ts'
import { personRules } from './rules/person.ts'
import { poseRules } from './rules/pose.ts'
import { sharpnessRules } from './rules/sharpness.ts'

/** Every requirement on a picture. Reasons are ordered by their codes, whatever the order here. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...personRules,
  ...framingRules,
  ...poseRules,
  ...eyesRules,
  ...mouthAndFaceRules,
  ...lightRules,
  ...sharpnessRules,
  ...backgroundRules,
]
