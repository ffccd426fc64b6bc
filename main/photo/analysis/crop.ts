import type { CropBox, FaceGeometry } from '../contract.ts'

/** Millimetres on the 45 mm high portrait (J-LIS guide drawing and passport drawing, domain.md §3.1, §4). */
export const portraitMillimetres = {
  width: 35,
  height: 45,
  headTarget: 34,
  headLeast: 32,
  headMost: 36,
  topTarget: 4,
  topLeast: 2,
  topMost: 6,
  /** The face's centre may lie 15–19 mm from a side, 17.5 mm being the middle. */
  offCentreMost: 1.5,
} as const

/**
 * Crown and chin are measured to 4 % of the head (1.4 mm): where the ranges cannot be kept but for that
 * much, the picture is cut and the applicant warned instead of refused (German sample sheet: reject only
 * heads over 40 mm, because the crown is hard to see).
 */
const tolerance = { headMost: 37.4, topLeast: 1 } as const

/** Fewest real pixels that a legal portrait needs (J-LIS: 480 px a side, here at 35:45). */
export const leastPortraitPixels = { width: 480, height: 617 } as const

export type CropProposal = Readonly<{
  /** Null where no 35:45 box inside the picture keeps head and margins within the allowed ranges. */
  box: CropBox | null
  /** The box keeps the ranges only within the uncertainty of the measurement. */
  tight: boolean
  /** The box aimed at, which may reach beyond the picture, in pixels. */
  wished: Readonly<{ left: number; top: number; width: number; height: number }>
  /** Pixels by which the best allowed box would reach beyond the picture: 0 where there is one. */
  missing: Readonly<{ top: number; side: number; bottom: number }>
}>

/**
 * The 35:45 box around a head. Aims at a head of 34 mm and a margin of 4 mm, and gives way within the
 * allowed ranges (32–36 mm, 2–6 mm) where the picture is too narrow; never beyond the picture.
 */
export function proposeCrop(face: FaceGeometry, picture: Size): CropProposal {
  const allowed = nearestBox(face, picture, portraitMillimetres.headMost, portraitMillimetres.topLeast)
  if (fits(allowed, picture)) {
    return {
      box: wholePixels(allowed, picture),
      tight: false,
      wished: allowed,
      missing: missing(allowed, picture),
    }
  }
  const tight = nearestBox(face, picture, tolerance.headMost, tolerance.topLeast)
  return {
    box: fits(tight, picture) ? wholePixels(tight, picture) : null,
    tight: true,
    wished: allowed,
    missing: missing(allowed, picture),
  }
}

/** Millimetres between the sizes and margins that are tried. */
const searchStep = 0.2

/** Of all boxes within the ranges, the one that lacks least of the picture; of those, nearest to the aim. */
function nearestBox(face: FaceGeometry, picture: Size, headMost: number, topLeast: number): Box {
  const mm = portraitMillimetres
  const centreX = (face.pupilLeft.x + face.pupilRight.x) / 2
  const crownY = Math.min(face.crown.y, face.chin.y)
  let best = { box: { left: 0, top: 0, width: 0, height: 0 }, lack: Infinity, bend: Infinity }
  for (let head = mm.headLeast; head <= headMost + 1e-9; head += searchStep) {
    const perMm = face.headPx / head
    const width = mm.width * perMm
    const height = mm.height * perMm
    const centred = centreX - width / 2
    const overLeft = Math.max(0, -centred)
    const overRight = Math.max(0, centred + width - picture.width)
    const shift = Math.min(mm.offCentreMost * perMm, Math.max(overLeft, overRight))
    const left = overLeft > 0 ? centred + shift : centred - shift
    for (let top = topLeast; top <= mm.topMost + 1e-9; top += searchStep) {
      const box = { left, top: crownY - top * perMm, width, height }
      const lack = beyond(box, picture)
      const bend = Math.abs(head - mm.headTarget) + Math.abs(top - mm.topTarget) + shift / perMm
      if (lack < best.lack - 0.5 || (lack <= best.lack + 0.5 && bend < best.bend)) best = { box, lack, bend }
    }
  }
  return best.box
}

type Size = Readonly<{ width: number; height: number }>
type Box = Readonly<{ left: number; top: number; width: number; height: number }>

/** How far a box reaches beyond the picture, in pixels. */
const missing = (box: Box, picture: Size): CropProposal['missing'] => ({
  top: Math.max(0, -box.top),
  side: Math.max(0, -box.left, box.left + box.width - picture.width),
  bottom: Math.max(0, box.top + box.height - picture.height),
})

const beyond = (box: Box, picture: Size): number => {
  const { top, side, bottom } = missing(box, picture)
  return top + side + bottom
}

/** A pixel of rounding is no missing margin. */
const fits = (box: Box, picture: Size): boolean => {
  const { top, side, bottom } = missing(box, picture)
  return Math.max(top, side, bottom) < 1
}

/** Whole pixels inside the picture, as near to 35:45 as they come. */
function wholePixels(box: Box, picture: Size): CropBox {
  const height = Math.min(Math.round(box.height), picture.height)
  const width = Math.min(Math.round((height * 35) / 45), picture.width)
  const left = Math.round(box.left + (box.width - width) / 2)
  const top = Math.round(box.top)
  return {
    left: Math.min(Math.max(0, left), picture.width - width),
    top: Math.min(Math.max(0, top), picture.height - height),
    width,
    height,
  }
}
