import { type CropBox, portraitFormat } from './contract.ts'
import { fromRaster } from './decode.ts'
import type { Raster } from './analysis/raster.ts'

/** J-LIS takes no smaller file (domain.md §3.1). */
const leastBytes = 20_000
/** Tried in turn until the file is neither too small nor too large. */
const qualities = [90, 95, 100] as const
const smallerQualities = [85, 80, 70, 60] as const

/** The size in which a crop is written: 1200 × 1543, or its own where it has fewer real pixels. */
export function portraitSize(crop: CropBox): Readonly<{ width: number; height: number }> {
  return crop.height >= portraitFormat.height && crop.width >= portraitFormat.width
    ? { width: portraitFormat.width, height: portraitFormat.height }
    : { width: crop.width, height: crop.height }
}

/**
 * Cuts the 35:45 portrait and encodes it: JPEG, sRGB, no metadata, 20 KB to 1 MB. Never enlarged. The same
 * pixels give the same bytes.
 */
export async function writePortrait(full: Raster, crop: CropBox): Promise<Uint8Array> {
  const { width, height } = portraitSize(crop)
  const encode = async (quality: number): Promise<Buffer> =>
    await fromRaster(full)
      .extract(crop)
      .resize(width, height, { fit: 'fill' })
      // Tables fitted to the picture save 4 % of the file, and take as long again and 23 MB in each decoder thread.
      .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: false })
      .toBuffer()
  let file = await encode(qualities[0])
  for (const quality of qualities.slice(1)) {
    if (file.byteLength >= leastBytes) break
    file = await encode(quality)
  }
  for (const quality of smallerQualities) {
    if (file.byteLength <= portraitFormat.maxBytes) break
    file = await encode(quality)
  }
  return file
}
