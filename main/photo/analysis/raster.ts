/** A picture in memory: `channels` interleaved bytes a pixel (3 = RGB, 4 = RGBA), sRGB, row by row. */
export type Raster = Readonly<{
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array | Uint8ClampedArray
}>

/** A square of the picture, possibly turned: centre and side in pixels, angle in radians (clockwise). */
export type Patch = Readonly<{ x: number; y: number; side: number; angle: number }>

const halves = new WeakMap<Raster, Raster>()

/** The picture at half its size, each pixel the mean of four. Kept as long as the picture itself. */
export function halfOf(raster: Raster): Raster {
  const known = halves.get(raster)
  if (known !== undefined) return known
  const { channels, data } = raster
  const width = Math.max(1, raster.width >> 1)
  const height = Math.max(1, raster.height >> 1)
  const right = raster.width > 1 ? channels : 0
  const below = raster.height > 1 ? raster.width * channels : 0
  const out = new Uint8Array(width * height * 3)
  let target = 0
  for (let y = 0; y < height; y++) {
    let index = 2 * y * raster.width * channels
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = index + channel
        out[target++] =
          ((data[at] ?? 0) +
            (data[at + right] ?? 0) +
            (data[at + below] ?? 0) +
            (data[at + below + right] ?? 0) +
            2) >>
          2
      }
      index += 2 * channels
    }
  }
  const half: Raster = { width, height, channels: 3, data: out }
  halves.set(raster, half)
  return half
}

/** A source pixel may stand for this many target pixels before it is halved first: no visible aliasing. */
const mostStep = 1.6

/**
 * Samples a patch into `size` × `size` RGB values mapped linearly from 0…255 to `low`…`high`, bilinearly,
 * from the halving of the picture that comes nearest to the target's scale. Outside the picture stands the
 * middle of the range.
 */
export function samplePatch(
  raster: Raster,
  patch: Patch,
  size: number,
  low: number,
  high: number,
): Float32Array {
  let source = raster
  let scale = 1
  while (patch.side * scale > mostStep * size && source.width > 2 && source.height > 2) {
    source = halfOf(source)
    scale /= 2
  }
  const { width, height, channels, data } = source
  const out = new Float32Array(size * size * 3)
  const step = (patch.side * scale) / size
  const cos = Math.cos(patch.angle) * step
  const sin = Math.sin(patch.angle) * step
  const gain = (high - low) / 255
  const middle = (low + high) / 2
  const right = width - 1
  const bottom = height - 1
  let target = 0
  for (let row = 0; row < size; row++) {
    const v = row - size / 2 + 0.5
    let x = patch.x * scale - 0.5 + (0.5 - size / 2) * cos - v * sin
    let y = patch.y * scale - 0.5 + (0.5 - size / 2) * sin + v * cos
    for (let column = 0; column < size; column++) {
      if (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5) {
        out[target] = middle
        out[target + 1] = middle
        out[target + 2] = middle
      } else {
        const cx = x < 0 ? 0 : x > right ? right : x
        const cy = y < 0 ? 0 : y > bottom ? bottom : y
        const x0 = cx | 0
        const y0 = cy | 0
        const fx = cx - x0
        const fy = cy - y0
        const a = (y0 * width + x0) * channels
        const b = x0 < right ? a + channels : a
        const down = y0 < bottom ? width * channels : 0
        const wa = (1 - fx) * (1 - fy) * gain
        const wb = fx * (1 - fy) * gain
        const wc = (1 - fx) * fy * gain
        const wd = fx * fy * gain
        for (let channel = 0; channel < 3; channel++) {
          out[target + channel] =
            low +
            (data[a + channel] ?? 0) * wa +
            (data[b + channel] ?? 0) * wb +
            (data[a + down + channel] ?? 0) * wc +
            (data[b + down + channel] ?? 0) * wd
        }
      }
      target += 3
      x += cos
      y += sin
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
