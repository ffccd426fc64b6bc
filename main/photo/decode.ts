import sharp, { type Sharp } from 'sharp'
import type { CropBox } from './contract.ts'
import type { Raster } from './analysis/raster.ts'
import { decoding } from './file.ts'

/** Longest side of the picture that the networks and most rules look at: enough for a face of 1/8 of it. */
export const overviewSide = 800

// Pictures of people are not kept between checks, not even decoded.
sharp.cache(false)

/** The whole picture, upright, at most `overviewSide` long: JPEG is shrunk while decoding. */
export async function decodeOverview(bytes: Uint8Array): Promise<Raster> {
  return await toRaster(
    upright(bytes).resize(overviewSide, overviewSide, { fit: 'inside', withoutEnlargement: true }),
  )
}

/** Every pixel, upright. Rejects if any part of the file is broken. */
export async function decodeFull(bytes: Uint8Array): Promise<Raster> {
  return await toRaster(upright(bytes))
}

/** Cuts a box out and scales it to `width` × `height`. */
export async function cutAndScale(
  raster: Raster,
  box: CropBox,
  width: number,
  height: number,
): Promise<Raster> {
  const scaled = fromRaster(raster).extract(box)
  return await toRaster(
    width === box.width && height === box.height ? scaled : scaled.resize(width, height, { fit: 'fill' }),
  )
}

export const fromRaster = (raster: Raster): Sharp =>
  sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: raster.channels } })

/** sRGB without alpha (white beneath), turned as EXIF says. */
const upright = (bytes: Uint8Array): Sharp =>
  sharp(bytes, decoding).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb')

async function toRaster(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`A picture came out with ${info.channels} channels instead of 3.`)
  return { width: info.width, height: info.height, channels: 3, data }
}
