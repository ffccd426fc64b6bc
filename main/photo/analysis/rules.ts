import { fileRules } from './rules/file.ts'
import { framingRules } from './rules/framing.ts'
import { personRules } from './rules/person.ts'
import { poseRules } from './rules/pose.ts'
import { backgroundRules } from './rules/background.ts'
import type { Rule } from './rule.ts'

/** Every requirement on a picture, in no particular order: reasons are ordered by their codes. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...personRules,
  ...framingRules,
  ...poseRules,
  ...backgroundRules,
]
