import type { FaceGeometry, Reason, ReasonCode } from '../../main/photo/contract.ts'
import type { HintCode } from './hints.ts'

/**
 * What a blocking reason asks the person to do now. Null: nothing they could do in front of the camera
 * (the file, the wall), or the position hints say it better. The booth service judges the still all the same.
 */
export function hintOf(code: ReasonCode, face: FaceGeometry | null): HintCode | null {
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
      return face !== null && face.pitch > 0 ? 'chin-up' : 'chin-down'
    case 'tilted':
      return 'straighten'
    case 'eyes-closed':
      return 'eyes'
    case 'eyes-hidden':
      return 'hair'
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

export function reasonHints(reasons: readonly Reason[], face: FaceGeometry | null): HintCode[] {
  return reasons.flatMap(({ code, severity }) => {
    const hint = severity === 'block' ? hintOf(code, face) : null
    return hint === null ? [] : [hint]
  })
}
