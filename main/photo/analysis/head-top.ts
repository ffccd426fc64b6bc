import { deltaE, type Lab, medianLab } from './colour.ts'
import { at, type FaceMesh } from './face-mesh.ts'
import type { MeasuredFace } from './geometry.ts'
import { landmark } from './landmarks.ts'
import type { SkinSampler } from './skin.ts'
import { median, quantile } from './statistics.ts'
import type { Point } from '../contract.ts'

/** What covers the head above the forehead: hair, skin, or something else. */
export type HeadTopObservation = Readonly<{
  colour: Lab
  /** Spread of L* over the top of the head (75 % − 25 %). */
  spread: number
  /**
   * Step of L* between neighbouring points across the head, freed from exposure as `tint` is: hair lies in
   * strands with light and shade, cloth and knitting are even from point to point.
   */
  step: number
  /** ΔE from the skin of the cheeks: small on a bald head. */
  fromSkin: number
}>

const across = [-0.5, -0.25, 0, 0.25, 0.5] as const
const upwards = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const

/** `face` in pixels of the raster the skin is sampled from. Null where the head's top is not in the picture. */
export function observeHeadTop(
  mesh: FaceMesh,
  face: MeasuredFace,
  skin: SkinSampler,
): HeadTopObservation | null {
  const { axes, hairTopPx } = face
  if (hairTopPx === null) return null
  const forehead = at(mesh.points, landmark.foreheadTop)
  const start = (axes.origin.x - forehead.x) * axes.down.x + (axes.origin.y - forehead.y) * axes.down.y
  if (hairTopPx <= start) return null
  const point = (height: number, side: number): Point => ({
    x: axes.origin.x - axes.down.x * height + axes.along.x * side * axes.interEyePx,
    y: axes.origin.y - axes.down.y * height + axes.along.y * side * axes.interEyePx,
  })
  const rows = upwards.map((share) =>
    across.map(
      (side) => skin.disc(point(start + (hairTopPx - start) * share, side), 0.06 * axes.interEyePx).lab,
    ),
  )
  const all = rows.flat()
  const steps = rows.flatMap((row) =>
    row.slice(1).map((lab, index) => Math.abs(lab.l - (row[index]?.l ?? lab.l))),
  )
  const colour = medianLab(all)
  const lightness = all.map(({ l }) => l)
  const cheeks = skin.colour('cheekLeft', 'cheekRight')
  return {
    colour,
    spread: quantile(lightness, 0.75) - quantile(lightness, 0.25),
    step: (median(steps) * 82) / (colour.l + 16),
    fromSkin: deltaE(colour, cheeks),
  }
}
