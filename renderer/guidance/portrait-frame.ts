/** Millimetres of the portrait and of the head in it: the middle of what is allowed (domain.md §3, photo rules "framing"). */
export const portraitMm = { width: 35, height: 45, head: 34, topMargin: 4 } as const

/**
 * Height of the portrait drawn on the mirror picture, as a share of the camera's picture. The rest is room to
 * move: a tenth above and below, so that a tall hairdo or a slouch can still be cropped.
 */
export const portraitShare = 0.8

export type PortraitFrame = Readonly<{
  /** Upper left corner of the drawn portrait and pixels a millimetre, in the camera's picture. */
  left: number
  top: number
  pxPerMm: number
}>

/** Where the portrait is drawn on a camera picture of this size (pixels): in its middle. */
export function portraitFrame(picture: Readonly<{ width: number; height: number }>): PortraitFrame {
  const pxPerMm = (picture.height * portraitShare) / portraitMm.height
  return {
    left: (picture.width - portraitMm.width * pxPerMm) / 2,
    top: (picture.height - portraitMm.height * pxPerMm) / 2,
    pxPerMm,
  }
}
