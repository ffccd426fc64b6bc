import sharp from 'sharp'
import { decoding } from './file.ts'

/** Longest side of a simulated camera's picture: a 5-megapixel USB camera. */
const longestSide = 2560

/**
 * A picture as a camera would show it: upright, sRGB, even sides (the video format halves its colour), never
 * enlarged. PNG.
 * @throws where the picture cannot be decoded
 */
export async function asVideoFrame(picture: Uint8Array): Promise<Buffer> {
  const upright = await sharp(picture, decoding)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = upright.info
  const even = {
    left: 0,
    top: 0,
    width: Math.max(2, width - (width % 2)),
    height: Math.max(2, height - (height % 2)),
  }
  return await (
    even.width > width || even.height > height
      ? sharp(upright.data).resize(even.width, even.height, { fit: 'fill' })
      : sharp(upright.data).extract(even)
  )
    .png({ compressionLevel: 1 })
    .toBuffer()
}
