import type { Observation } from '../../main/photo/analysis/observation.ts'
import type { Reason, ReasonCode } from '../../main/photo/contract.ts'
import type { HintCode } from './hints.ts'

/** What the hints tell apart beyond the reasons' codes. */
type Seen = Pick<Observation, 'face' | 'eyes'>

/**
 * What a blocking reason asks the person to do now. Null: nothing they could do in front of the camera
 * (the file, the wall), or the position hints say it better. The booth service judges the still all the same.
 */
function hintOf(code: ReasonCode, { face, eyes }: Seen): HintCode | null {
  switch (code) {
    case 'no-face':
      return 'nobody'
    case 'several-faces':
      return 'several'
    case 'face-too-small':
      return 'closer'
    case 'head-cut-off':
      return 'down'
    case 'turned':
    case 'gaze-away':
      return 'turn'
    case 'nodding':
      // The mesh's pitch grows as the chin comes towards the chest.
      return face !== null && face.geometry.pitch > 0 ? 'chin-up' : 'chin-down'
    case 'tilted':
      return 'straighten'
    case 'eyes-closed':
      return 'eyes'
    case 'eyes-hidden':
      // Hair darkens the brows' band; dark glasses leave the skin between the eyes bright.
      return eyes !== null && eyes.browBand < eyes.underEye ? 'hair' : 'glasses'
    case 'glare':
      return 'glasses'
    case 'mouth-covered':
      return 'mask'
    case 'face-hidden':
      return 'hand'
    case 'head-covered':
      return 'hat'
    case 'mouth-open':
    case 'smile':
      return 'mouth'
    case 'red-eye':
    case 'too-dark':
    case 'too-bright':
    case 'uneven-light':
    case 'colour-cast':
    case 'low-contrast':
      return 'light'
    case 'file-unreadable':
    case 'file-not-jpeg':
    case 'colour-not-rgb':
    case 'file-too-small':
    case 'file-too-large':
    case 'dimensions-too-small':
    case 'dimensions-too-large':
    case 'aspect-ratio':
    case 'greyscale':
    case 'margin-missing':
    case 'face-off-centre':
    case 'head-too-small':
    case 'head-too-large':
    case 'expression':
    case 'blurred':
    case 'noisy':
    case 'compressed':
    case 'background-not-plain':
    case 'background-not-light':
    case 'background-shadow':
      return null
  }
}

/** In the order of the reasons; only what blocks asks for anything. */
export function reasonHints(reasons: readonly Reason[], seen: Seen): HintCode[] {
  return reasons.flatMap(({ code, severity }) => {
    const hint = severity === 'block' ? hintOf(code, seen) : null
    return hint === null ? [] : [hint]
  })
}
