import type { Raster } from './raster.ts'

/** Brightness as the eye weighs it (Rec. 601, not linear), 0…255. */
export type Luma = Readonly<{ width: number; height: number; values: Float32Array }>

type Box = Readonly<{ left: number; top: number; width: number; height: number }>

/** Luma of a part of a raster; the part is cut to the raster. */
export function lumaOf(raster: Raster, part?: Box): Luma {
  const left = Math.max(0, Math.floor(part?.left ?? 0))
  const top = Math.max(0, Math.floor(part?.top ?? 0))
  const right = Math.min(raster.width, Math.ceil((part?.left ?? 0) + (part?.width ?? raster.width)))
  const bottom = Math.min(raster.height, Math.ceil((part?.top ?? 0) + (part?.height ?? raster.height)))
  const width = Math.max(0, right - left)
  const height = Math.max(0, bottom - top)
  const values = new Float32Array(width * height)
  const { channels, data } = raster
  for (let y = 0; y < height; y++) {
    let index = ((top + y) * raster.width + left) * channels
    for (let x = 0; x < width; x++) {
      values[y * width + x] =
        0.299 * (data[index] ?? 0) + 0.587 * (data[index + 1] ?? 0) + 0.114 * (data[index + 2] ?? 0)
      index += channels
    }
  }
  return { width, height, values }
}

/** Gaussian blur; the border repeats. */
export function blur({ width, height, values }: Luma, sigma: number): Luma {
  const radius = Math.ceil(3 * sigma)
  const half = Float64Array.from({ length: radius + 1 }, (_, index) =>
    Math.exp(-(index ** 2) / (2 * sigma * sigma)),
  )
  const total = half.reduce((sum, weight, index) => sum + (index === 0 ? weight : 2 * weight), 0)
  const weights = half.map((weight) => weight / total)
  const across = convolve(values, { lines: height, next: width, length: width, step: 1 }, weights)
  const both = convolve(across, { lines: width, next: 1, length: height, step: width }, weights)
  return { width, height, values: both }
}

/** Where the lines of a picture lie: so many, each `next` after the one before, of `length` values `step` apart. */
type Lines = Readonly<{ lines: number; next: number; length: number; step: number }>

/** `weights` from the middle outwards: the kernel is symmetric. */
function convolve(
  values: Float32Array,
  { lines, next, length, step }: Lines,
  weights: Float64Array,
): Float32Array {
  const radius = weights.length - 1
  const middle = weights[0] ?? 0
  const out = new Float32Array(values.length)
  const padded = new Float64Array(length + 2 * radius)
  for (let line = 0; line < lines; line++) {
    const start = line * next
    for (let i = 0; i < length; i++) padded[radius + i] = values[start + i * step] ?? 0
    padded.fill(padded[radius] ?? 0, 0, radius)
    padded.fill(padded[radius + length - 1] ?? 0, radius + length)
    for (let i = 0; i < length; i++) {
      const at = radius + i
      let sum = middle * (padded[at] ?? 0)
      for (let k = 1; k <= radius; k++) {
        sum += (weights[k] ?? 0) * ((padded[at - k] ?? 0) + (padded[at + k] ?? 0))
      }
      out[start + i * step] = sum
    }
  }
  return out
}

/** Mean length of the gradient (central differences). */
export function meanGradient({ width, height, values }: Luma): number {
  let sum = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const index = y * width + x
      const dx = (values[index + 1] ?? 0) - (values[index - 1] ?? 0)
      const dy = (values[index + width] ?? 0) - (values[index - width] ?? 0)
      sum += Math.sqrt(dx * dx + dy * dy)
    }
  }
  return sum / Math.max(1, (width - 2) * (height - 2))
}
