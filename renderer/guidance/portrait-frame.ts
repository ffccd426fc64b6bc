import { leastPortraitPixels, portraitMillimetres } from '../../main/photo/analysis/crop.ts'

/**
 * Height of the portrait drawn on the mirror picture, as a share of the camera's picture. The rest is room to
 * move: a tenth above and below, so that a tall hairdo or a slouch can still be cropped.
 */
const usualShare = 0.78
/** A camera of few pixels needs more of its picture for the portrait, with this much to spare … */
const sparePixels = 1.06
/** … but never all of it. */
const largestShare = 0.94

export type PictureSize = Readonly<{ width: number; height: number }>

export type PortraitFrame = Readonly<{
  /** Upper left corner of the drawn portrait and pixels a millimetre, in the camera's picture. */
  left: number
  top: number
  pxPerMm: number
}>

/** Where the portrait is drawn on a camera picture of this size (pixels): in its middle. */
export function portraitFrame(picture: PictureSize): PortraitFrame {
  const needed = (leastPortraitPixels.height * sparePixels) / picture.height
  const share = Math.min(largestShare, Math.max(usualShare, needed))
  const { width, height } = portraitMillimetres
  const pxPerMm = (picture.height * share) / height
  return {
    left: (picture.width - width * pxPerMm) / 2,
    top: (picture.height - height * pxPerMm) / 2,
    pxPerMm,
  }
}
