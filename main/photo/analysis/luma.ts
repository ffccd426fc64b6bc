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
export function blur(luma: Luma, sigma: number): Luma {
  const radius = Math.ceil(3 * sigma)
  const kernel = Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma * sigma)),
  )
  const total = kernel.reduce((sum, weight) => sum + weight, 0)
  const weights = Float32Array.from(kernel, (weight) => weight / total)
  const { width, height } = luma
  const across = new Float32Array(width * height)
  const padded = new Float32Array(width + 2 * radius)
  for (let y = 0; y < height; y++) {
    const row = luma.values.subarray(y * width, (y + 1) * width)
    padded.fill(row[0] ?? 0, 0, radius)
    padded.set(row, radius)
    padded.fill(row[width - 1] ?? 0, width + radius)
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let k = 0; k < weights.length; k++) sum += (weights[k] ?? 0) * (padded[x + k] ?? 0)
      across[y * width + x] = sum
    }
  }
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let k = -radius; k <= radius; k++) {
      const row = Math.min(height - 1, Math.max(0, y + k)) * width
      const weight = weights[k + radius] ?? 0
      for (let x = 0; x < width; x++) {
        values[y * width + x] = (values[y * width + x] ?? 0) + weight * (across[row + x] ?? 0)
      }
    }
  }
  return { width, height, values }
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
