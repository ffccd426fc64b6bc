import { leastPortraitPixels, portraitMillimetres, proposeCrop } from '../../main/photo/analysis/crop.ts'
import type { FaceGeometry, Point } from '../../main/photo/contract.ts'
import type { HintCode } from './hints.ts'
import { type PictureSize, portraitFrame } from './portrait-frame.ts'

type PositionHint = Extract<HintCode, 'back' | 'closer' | 'left' | 'right' | 'up' | 'down'>

/** How far head and outline may differ. The crop follows the head, so this is comfort, not the photo rule. */
const tolerance = {
  /** Head height over the outline's. */
  smallest: 0.76,
  largest: 1.14,
  /** Millimetres of the drawn portrait (about 0.7 cm of the room each). */
  sideways: 4,
  upOrDown: 4.5,
} as const
/** A given hint is taken back only when the head is well inside: the share of the tolerance that counts then. */
const wellInside = 0.7
/** Pixels to spare above the least portrait, so that the still, measured anew, has them too. */
const spareSize = 1.02

/**
 * Where the person should move so that the head fills the outline.
 * Directions are the applicant's own: whoever sits at the left of the camera's picture moves to their left.
 * `given` are the hints of the frame before: they are taken back later than they are given.
 */
export function outlineHints(
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
  const aside = (centreOf(face).x - left) / pxPerMm - mm.width / 2
  const below = (centreOf(face).y - top) / pxPerMm - (mm.topTarget + mm.headTarget / 2)

  const demands: readonly (readonly [PositionHint, number, number])[] = [
    ['back', size - 1, tolerance.largest - 1],
    ['closer', 1 - size, 1 - smallest],
    ['left', -aside, tolerance.sideways],
    ['right', aside, tolerance.sideways],
    ['up', below, tolerance.upOrDown],
    ['down', -below, tolerance.upOrDown],
  ]
  const hints = demands.flatMap(([hint, excess, allowed]) =>
    excess > allowed * (given.includes(hint) ? wellInside : 1) ? [hint] : [],
  )
  // Whoever is too near is also too high or too low: stepping back comes first and says enough.
  return hints.includes('back') ? ['back'] : hints
}

/** Where the person must move so that a portrait can be cropped at all, wherever they sit. */
export function cropHints(face: FaceGeometry, picture: PictureSize): PositionHint[] {
  const { missing } = proposeCrop(face, picture)
  if (missing.top >= 1 && missing.bottom >= 1) return ['back']
  const hints: PositionHint[] = []
  if (missing.side >= 1) hints.push(centreOf(face).x < picture.width / 2 ? 'left' : 'right')
  if (missing.bottom >= 1) hints.push('up')
  if (missing.top >= 1) hints.push('down')
  return hints
}

const centreOf = (face: FaceGeometry): Point => ({
  x: (face.pupilLeft.x + face.pupilRight.x) / 2,
  y: (face.crown.y + face.chin.y) / 2,
})
