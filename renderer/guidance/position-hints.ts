import { leastPortraitPixels, portraitMillimetres, proposeCrop } from '../../main/photo/analysis/crop.ts'
import type { FaceGeometry } from '../../main/photo/contract.ts'
import type { HintCode } from './hints.ts'
import { type PictureSize, portraitFrame } from './portrait-frame.ts'

type PositionHint = Extract<HintCode, 'back' | 'closer' | 'left' | 'right' | 'up' | 'down'>

/** How far head and outline may differ. The crop follows the head, so this is comfort, not the photo rule. */
const tolerance = {
  /** Head height over the outline's. */
  smallest: 0.8,
  largest: 1.14,
  /** Millimetres of the drawn portrait (about 0.7 cm of the room each). */
  sideways: 4,
  upOrDown: 4.5,
} as const
/** A given hint is taken back only when the head is well inside: the share of the tolerance that counts then. */
const wellInside = 0.7
/** Pixels to spare above the least portrait, so that the still, measured anew, has them too. */
const spareSize = 1.04

/**
 * Where the person should move so that the head fills the outline and the portrait can be cropped.
 * Directions are the applicant's own: whoever sits at the left of the camera's picture moves to their left.
 */
export function positionHints(
  face: FaceGeometry,
  picture: PictureSize,
  given: readonly HintCode[],
): PositionHint[] {
  const { left, top, pxPerMm } = portraitFrame(picture)
  const mm = portraitMillimetres
  const outlineHead = mm.headTarget * pxPerMm
  const leastHead = (leastPortraitPixels.height * spareSize * mm.headTarget) / mm.height
  const smallest = Math.max(tolerance.smallest, leastHead / outlineHead)

  const size = face.headPx / outlineHead
  const centreX = (face.pupilLeft.x + face.pupilRight.x) / 2
  const centreY = (face.crown.y + face.chin.y) / 2
  const aside = (centreX - left) / pxPerMm - mm.width / 2
  const below = (centreY - top) / pxPerMm - (mm.topTarget + mm.headTarget / 2)

  const hints = new Set<PositionHint>()
  const demand = (hint: PositionHint, excess: number, allowed: number): void => {
    if (excess > allowed * (given.includes(hint) ? wellInside : 1)) hints.add(hint)
  }
  demand('back', size - 1, tolerance.largest - 1)
  demand('closer', 1 - size, 1 - smallest)
  demand('left', -aside, tolerance.sideways)
  demand('right', aside, tolerance.sideways)
  demand('up', below, tolerance.upOrDown)
  demand('down', -below, tolerance.upOrDown)

  const { missing } = proposeCrop(face, picture)
  if (missing.top >= 1 && missing.bottom >= 1) hints.add('back')
  else if (missing.top >= 1) hints.add('down')
  else if (missing.bottom >= 1) hints.add('up')
  if (missing.side >= 1) hints.add(aside < 0 ? 'left' : 'right')
  // Whoever is too near is also too high or too low: stepping back comes first and says enough.
  return hints.has('back') ? ['back'] : [...hints]
}
