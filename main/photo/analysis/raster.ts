/** A picture in memory: `channels` interleaved bytes a pixel (3 = RGB, 4 = RGBA), sRGB, row by row. */
export type Raster = Readonly<{
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array | Uint8ClampedArray
}>

/** A square of the picture, possibly turned: centre and side in pixels, angle in radians (clockwise). */
export type Patch = Readonly<{ x: number; y: number; side: number; angle: number }>

/**
 * Samples a patch into `size` × `size` RGB values mapped linearly from 0…255 to `low`…`high`.
 * Where the patch is larger than its target, several samples a pixel are averaged, so that fine noise does
 * not alias into the model's input. Outside the picture stands `low` + half the range (mid grey).
 */
export function samplePatch(
  raster: Raster,
  patch: Patch,
  size: number,
  low: number,
  high: number,
): Float32Array {
  const { width, height, channels, data } = raster
  const out = new Float32Array(size * size * 3)
  const step = patch.side / size
  const cos = Math.cos(patch.angle) * step
  const sin = Math.sin(patch.angle) * step
  const taps = Math.min(4, Math.max(1, Math.round(step)))
  const scale = (high - low) / 255 / (taps * taps)
  const outside = 127.5
  let target = 0
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let tap = 0; tap < taps * taps; tap++) {
        const u = column - size / 2 + ((tap % taps) + 0.5) / taps
        const v = row - size / 2 + (Math.floor(tap / taps) + 0.5) / taps
        const x = patch.x + u * cos - v * sin - 0.5
        const y = patch.y + u * sin + v * cos - 0.5
        if (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5) {
          red += outside
          green += outside
          blue += outside
          continue
        }
        const x0 = Math.min(width - 1, Math.max(0, Math.floor(x)))
        const y0 = Math.min(height - 1, Math.max(0, Math.floor(y)))
        const x1 = Math.min(width - 1, x0 + 1)
        const y1 = Math.min(height - 1, y0 + 1)
        const fx = Math.min(1, Math.max(0, x - x0))
        const fy = Math.min(1, Math.max(0, y - y0))
        const a = (y0 * width + x0) * channels
        const b = (y0 * width + x1) * channels
        const c = (y1 * width + x0) * channels
        const d = (y1 * width + x1) * channels
        const wa = (1 - fx) * (1 - fy)
        const wb = fx * (1 - fy)
        const wc = (1 - fx) * fy
        const wd = fx * fy
        red += byte(data, a) * wa + byte(data, b) * wb + byte(data, c) * wc + byte(data, d) * wd
        green +=
          byte(data, a + 1) * wa + byte(data, b + 1) * wb + byte(data, c + 1) * wc + byte(data, d + 1) * wd
        blue +=
          byte(data, a + 2) * wa + byte(data, b + 2) * wb + byte(data, c + 2) * wc + byte(data, d + 2) * wd
      }
      out[target++] = low + red * scale
      out[target++] = low + green * scale
      out[target++] = low + blue * scale
    }
  }
  return out
}

/** Where a point of the patch's own square (0…1 across and down) lies in the picture. */
export function patchToPicture(patch: Patch, u: number, v: number): { x: number; y: number } {
  const dx = (u - 0.5) * patch.side
  const dy = (v - 0.5) * patch.side
  const cos = Math.cos(patch.angle)
  const sin = Math.sin(patch.angle)
  return { x: patch.x + dx * cos - dy * sin, y: patch.y + dx * sin + dy * cos }
}

const byte = (data: Uint8Array | Uint8ClampedArray, index: number): number => data[index] ?? 0
