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
  /** Spread of L* over the top of the head (75 % − 25 %), and its step between neighbouring points. */
  spread: number
  step: number
  /** ΔE from the skin of the cheeks: small on a bald head. */
  fromSkin: number
  /** ΔE of the forehead from the cheeks: a cap or a fringe hides it. */
  foreheadOff: number
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
  const cheeks = skin.colour('cheekLeft', 'cheekRight')
  return {
    colour,
    spread:
      quantile(
        all.map(({ l }) => l),
        0.75,
      ) -
      quantile(
        all.map(({ l }) => l),
        0.25,
      ),
    step: median(steps),
    fromSkin: deltaE(colour, cheeks),
    foreheadOff: deltaE(skin.colour('forehead'), cheeks),
  }
}
