import { type Lab, labOf, luminance, medianLab } from './colour.ts'
import { at, type FaceMesh } from './face-mesh.ts'
import type { Raster } from './raster.ts'
import { median } from './statistics.ts'
import type { Point } from '../contract.ts'

/**
 * Parts of the face by mesh points around which small discs are averaged. Left and right are the viewer's.
 * Names follow anatomy; indices the MediaPipe face mesh.
 */
export const facePart = {
  forehead: [151, 108, 337, 9],
  glabella: [9, 8, 107, 336],
  cheekLeft: [50, 101, 205, 36],
  cheekRight: [280, 330, 425, 266],
  noseBridge: [6, 197, 195],
  noseTip: [4, 1, 5],
  underEyeLeft: [229, 230, 118, 119],
  underEyeRight: [449, 450, 347, 348],
  upperLidLeft: [223, 222, 27, 28],
  upperLidRight: [443, 442, 257, 258],
  chin: [152, 175, 199, 200],
  philtrum: [164, 167, 393],
  jawLeft: [192, 214, 135],
  jawRight: [416, 434, 364],
  upperLip: [11, 12, 72, 302, 38, 268],
  lowerLip: [15, 16, 86, 316, 85, 315],
} as const
export type FacePart = keyof typeof facePart

/** Radius of a disc in inter-eye distances: averages pores and grain away, stays within its part. */
const discRadius = 0.045

export type SkinSampler = Readonly<{
  /** Median Lab over the discs of one or more parts. */
  colour(...parts: readonly FacePart[]): Lab
  /** Median relative luminance (linear, 0…1) over the discs. */
  light(...parts: readonly FacePart[]): number
  /** One disc of any radius (pixels). */
  disc(centre: Point, radius: number): Readonly<{ lab: Lab; light: number }>
}>

/** Reads the skin of one face; `interEyePx` and the mesh belong to the same raster. */
export function sampleSkin(raster: Raster, mesh: FaceMesh, interEyePx: number): SkinSampler {
  const radius = Math.max(1, discRadius * interEyePx)
  const seen = new Map<number, Readonly<{ lab: Lab; light: number }>>()
  const discAt = (index: number): Readonly<{ lab: Lab; light: number }> => {
    const known = seen.get(index)
    if (known !== undefined) return known
    const fresh = meanOfDisc(raster, at(mesh.points, index), radius)
    seen.set(index, fresh)
    return fresh
  }
  const discs = (parts: readonly FacePart[]): Readonly<{ lab: Lab; light: number }>[] =>
    parts.flatMap((part) => facePart[part].map(discAt))
  return {
    colour: (...parts) => medianLab(discs(parts).map(({ lab }) => lab)),
    light: (...parts) => median(discs(parts).map(({ light }) => light)),
    disc: (centre, discPx) => meanOfDisc(raster, centre, Math.max(1, discPx)),
  }
}

function meanOfDisc(raster: Raster, centre: Point, radius: number): Readonly<{ lab: Lab; light: number }> {
  const { width, height, channels, data } = raster
  // A point outside the picture reads the nearest edge: its geometry is judged elsewhere.
  const x0 = Math.min(width - 1, Math.max(0, centre.x))
  const y0 = Math.min(height - 1, Math.max(0, centre.y))
  let red = 0
  let green = 0
  let blue = 0
  let count = 0
  for (let y = Math.max(0, Math.ceil(y0 - radius)); y <= Math.min(height - 1, y0 + radius); y++) {
    const reach = Math.sqrt(Math.max(0, radius * radius - (y - y0) * (y - y0)))
    for (let x = Math.max(0, Math.ceil(x0 - reach)); x <= Math.min(width - 1, x0 + reach); x++) {
      const index = (y * width + x) * channels
      red += data[index] ?? 0
      green += data[index + 1] ?? 0
      blue += data[index + 2] ?? 0
      count++
    }
  }
  if (count === 0) return { lab: { l: 0, a: 0, b: 0 }, light: 0 }
  return {
    lab: labOf(red / count, green / count, blue / count),
    light: luminance(red / count, green / count, blue / count),
  }
}
