import { blur, type Luma, lumaOf, meanGradient } from './luma.ts'
import type { FaceAxes } from './geometry.ts'
import type { Raster } from './raster.ts'
import { median, quantile } from './statistics.ts'

type Box = Readonly<{ left: number; top: number; width: number; height: number }>

/** The face in a square of fixed scale: sharpness is judged as it will show on the card. */
export const faceDetail = {
  /** Side of the square in pixels, and in inter-eye distances. */
  side: 300,
  spans: 2.6,
  /** Centre below the eyes' midpoint, inter-eye distances. */
  below: 0.55,
} as const

/** Gaussian of the second blur, in pixels of that square (115 px between the eyes). */
const blurSigma = 1.5

/** The square to cut from the picture, whole pixels, cut to the picture. */
export function faceDetailBox(axes: FaceAxes, picture: Readonly<{ width: number; height: number }>): Box {
  const side = Math.round(faceDetail.spans * axes.interEyePx)
  const x = axes.origin.x + axes.down.x * faceDetail.below * axes.interEyePx
  const y = axes.origin.y + axes.down.y * faceDetail.below * axes.interEyePx
  const left = Math.min(picture.width - 1, Math.max(0, Math.round(x - side / 2)))
  const top = Math.min(picture.height - 1, Math.max(0, Math.round(y - side / 2)))
  return {
    left,
    top,
    width: Math.max(1, Math.min(side, picture.width - left)),
    height: Math.max(1, Math.min(side, picture.height - top)),
  }
}

/**
 * How much of the gradient survives another blur: a sharp picture loses much, a blurred one little, whatever
 * its contrast. 0 sharp … 1 blurred.
 */
export function blurRatio(detail: Raster): number {
  const luma = lumaOf(detail)
  const before = meanGradient(luma)
  return before < 1e-3 ? 1 : meanGradient(blur(luma, blurSigma)) / before
}

export type GrainObservation = Readonly<{
  /** Standard deviation of the noise in its quieter tiles, levels of 255 (Immerkær 1996). */
  noise: number
  /** Steps at the borders of 8 × 8 blocks over those elsewhere: 1 = none. */
  blocks: number
}>

const tile = 32

/** Noise and traces of compression in the picture's own pixels. */
export function observeGrain(raster: Raster, part: Box): GrainObservation {
  const luma = lumaOf(raster, part)
  return { noise: noiseOf(luma), blocks: blocksOf(luma) }
}

function noiseOf({ width, height, values }: Luma): number {
  const tiles: number[] = []
  for (let top = 1; top + tile < height; top += tile) {
    for (let left = 1; left + tile < width; left += tile) {
      let sum = 0
      for (let y = top; y < top + tile; y++) {
        for (let x = left; x < left + tile; x++) {
          const i = y * width + x
          sum += Math.abs(
            (values[i - width - 1] ?? 0) -
              2 * (values[i - width] ?? 0) +
              (values[i - width + 1] ?? 0) -
              2 * (values[i - 1] ?? 0) +
              4 * (values[i] ?? 0) -
              2 * (values[i + 1] ?? 0) +
              (values[i + width - 1] ?? 0) -
              2 * (values[i + width] ?? 0) +
              (values[i + width + 1] ?? 0),
          )
        }
      }
      tiles.push((Math.sqrt(Math.PI / 2) * sum) / (6 * tile * tile))
    }
  }
  return tiles.length === 0 ? 0 : quantile(tiles, 0.25)
}

function blocksOf({ width, height, values }: Luma): number {
  const along = new Float64Array(8)
  const down = new Float64Array(8)
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const i = y * width + x
      const here = values[i] ?? 0
      along[x & 7] = (along[x & 7] ?? 0) + Math.abs((values[i + 1] ?? 0) - here)
      down[y & 7] = (down[y & 7] ?? 0) + Math.abs((values[i + width] ?? 0) - here)
    }
  }
  const peak = (phases: Float64Array): number => Math.max(...phases) / Math.max(1e-9, median(phases))
  return Math.sqrt(peak(along) * peak(down))
}
