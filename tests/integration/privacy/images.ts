import sharp from 'sharp'

export type CarvedImage = Readonly<{ offset: number; format: string; width: number; height: number }>

/** Where files of these formats begin; what follows a magic by chance does not decode. */
const magics: readonly (readonly [string, Buffer, number])[] = [
  ['jpeg', Buffer.from([0xff, 0xd8, 0xff]), 0],
  ['png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 0],
  ['webp', Buffer.from('WEBPVP8'), 8],
  ['gif', Buffer.from('GIF8'), 0],
  ['avif', Buffer.from('ftypavif'), 4],
]

/** Icons are smaller: nobody can be recognised in fewer pixels a side. */
const smallestSide = 48

/** No encoded picture of a session is larger; a decoder needs no more to know. */
const longestFile = 30 * 1024 * 1024

/** Every picture in `bytes` that can be decoded, be it cut short. */
export const carveImages = async (bytes: Buffer): Promise<readonly CarvedImage[]> => {
  const found: CarvedImage[] = []
  for (const [format, magic, before] of magics) {
    for (let at = bytes.indexOf(magic); at !== -1; at = bytes.indexOf(magic, at + 1)) {
      const offset = at - before
      if (offset < 0) continue
      const size = await decodedSize(bytes.subarray(offset, offset + longestFile))
      if (size && Math.min(size.width, size.height) >= smallestSide) found.push({ offset, format, ...size })
    }
  }
  return found
}

const decodedSize = async (file: Buffer): Promise<{ width: number; height: number } | undefined> => {
  try {
    // Also what is only half there: the upper half of a face is a face.
    const image = sharp(file, { failOn: 'none', limitInputPixels: 60_000_000 })
    const { info } = await image.resize(16, 16, { fit: 'fill' }).raw().toBuffer({ resolveWithObject: true })
    if (info.size === 0) return undefined
    const { width, height } = await sharp(file, { failOn: 'none' }).metadata()
    return { width, height }
  } catch {
    return undefined
  }
}
