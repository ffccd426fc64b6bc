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

/** Fewest real pixels that a legal portrait needs (J-LIS: 480 px a side, here at 35:45). */
export const leastPortraitPixels = { width: 480, height: 617 } as const

export type CropProposal = Readonly<{
  /** Null where no 35:45 box inside the picture keeps head and margins within the allowed ranges. */
  box: CropBox | null
  /** The box aimed at, which may reach beyond the picture, in pixels. */
  wished: Readonly<{ left: number; top: number; width: number; height: number }>
  /** Pixels by which the best allowed box would reach beyond the picture: 0 where there is one. */
  missing: Readonly<{ top: number; side: number; bottom: number }>
}>

/**
 * The 35:45 box around a head. Aims at a head of 34 mm and a margin of 4 mm, and gives way within the
 * allowed ranges (32–36 mm, 2–6 mm) where the picture is too narrow; never beyond the picture.
 */
export function proposeCrop(
  face: FaceGeometry,
  picture: Readonly<{ width: number; height: number }>,
): CropProposal {
  const mm = portraitMillimetres
  const centreX = (face.pupilLeft.x + face.pupilRight.x) / 2
  const crownY = Math.min(face.crown.y, face.chin.y)
  const headPx = face.headPx
  let best: Readonly<{ box: Box; lack: number; bend: number }> | null = null
  // The nearest compromise first: a millimetre of head or margin given up is a step of the search.
  for (let head = mm.headLeast; head <= mm.headMost + 1e-9; head += 0.25) {
    const perMm = headPx / head
    for (let top = mm.topLeast; top <= mm.topMost + 1e-9; top += 0.25) {
      const width = mm.width * perMm
      const height = mm.height * perMm
      const centred = centreX - width / 2
      const shift = Math.min(mm.offCentreMost * perMm, Math.max(0, -centred, centred + width - picture.width))
      const left = centred < 0 ? centred + shift : centred - shift
      const box = { left, top: crownY - top * perMm, width, height }
      const lack = beyond(box, picture)
      const bend = Math.abs(head - mm.headTarget) + Math.abs(top - mm.topTarget) + shift / perMm
      if (best === null || lack < best.lack - 0.5 || (lack <= best.lack + 0.5 && bend < best.bend)) {
        best = { box, lack, bend }
      }
    }
  }
  if (best === null) throw new Error('The ranges of the crop are empty.')
  const { box } = best
  const missing = {
    top: Math.max(0, -box.top),
    side: Math.max(0, -box.left, box.left + box.width - picture.width),
    bottom: Math.max(0, box.top + box.height - picture.height),
  }
  const fits = missing.top < 1 && missing.side < 1 && missing.bottom < 1
  return { box: fits ? wholePixels(box, picture) : null, wished: box, missing }
}

type Box = Readonly<{ left: number; top: number; width: number; height: number }>

const beyond = (box: Box, picture: Readonly<{ width: number; height: number }>): number =>
  Math.max(0, -box.top) +
  Math.max(0, -box.left) +
  Math.max(0, box.left + box.width - picture.width) +
  Math.max(0, box.top + box.height - picture.height)

/** Whole pixels inside the picture, as near to 35:45 as they come. */
function wholePixels(box: Box, picture: Readonly<{ width: number; height: number }>): CropBox {
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
