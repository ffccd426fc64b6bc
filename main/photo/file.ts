import sharp from 'sharp'
import { err, ok, type Result } from '../../hardware/result.ts'

/** What the file says about itself, before its pixels are decoded. Sizes after EXIF orientation. */
export type FileFacts = Readonly<{
  format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif'
  bytes: number
  width: number
  height: number
  /** RGB or grey; CMYK, Lab and others are converted for the check and refused in a portrait. */
  rgb: boolean
}>

/** Why no picture could be read. `too-many-pixels` is known from the header, without decoding. */
export type FileFault = 'unreadable' | 'too-many-pixels' | 'too-many-bytes'

/**
 * Files and pictures beyond these are not opened: no booth camera gives them, and decoding one may not cost
 * more than 300 MB. 50 megapixels are 150 MB of RGB.
 */
export const fileLimits = { bytes: 32_000_000, pixels: 50_000_000 } as const

/** Options of every decoder: stop at the first broken byte, never allocate for a bomb. */
export const decoding = {
  failOn: 'warning',
  limitInputPixels: fileLimits.pixels,
  sequentialRead: true,
} as const

const signatures: readonly Readonly<{
  format: FileFacts['format']
  at: number
  bytes: readonly number[]
}>[] = [
  { format: 'jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: 'webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { format: 'tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { format: 'tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { format: 'avif', at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
]

/** The raster format by its first bytes. Anything else (SVG, PDF, GIF, text) never reaches a decoder. */
export function rasterFormat(bytes: Uint8Array): FileFacts['format'] | null {
  const match = signatures.find(({ at, bytes: expected }) =>
    expected.every((value, index) => bytes[at + index] === value),
  )
  return match?.format ?? null
}

/** Reads the header. Moving pictures and pages are not stills and count as unreadable. */
export async function inspectFile(bytes: Uint8Array): Promise<Result<FileFacts, FileFault>> {
  const format = rasterFormat(bytes)
  if (format === null) return err('unreadable')
  if (bytes.byteLength > fileLimits.bytes) return err('too-many-bytes')
  try {
    // The header may name any size: it is compared here, before anything is allocated for it.
    const header = await sharp(bytes, { ...decoding, limitInputPixels: false }).metadata()
    const { width, height } = header.autoOrient
    if (width * height > fileLimits.pixels) return err('too-many-pixels')
    if ((header.pages ?? 1) > 1) return err('unreadable')
    return ok({
      format,
      bytes: bytes.byteLength,
      width,
      height,
      rgb: ['srgb', 'rgb', 'rgb16', 'scrgb', 'b-w', 'grey16'].includes(header.space),
    })
  } catch {
    return err('unreadable')
  }
}
