import { chroma, type Lab, tint } from './colour.ts'
import { at, distance, type FaceMesh } from './face-mesh.ts'
import type { FaceAxes } from './geometry.ts'
import { landmark } from './landmarks.ts'
import type { SkinSampler } from './skin.ts'

/** Mouth and lower face, compared with the skin of the upper face. */
export type MouthObservation = Readonly<{
  /** Least difference in tint of nose tip, philtrum and jaw from forehead, nose bridge and lids: all three under a mask. */
  lowerFaceOff: number
  /**
   * Redness of the lips over that of the skin around them, in a* freed from exposure (`tint`), so that dark
   * skin and dim light show it as well: nothing where the mouth is covered.
   */
  lipRedness: number
  /** Chroma of the skin that the comparison rests on: grey pictures tell nothing. */
  skinChroma: number
  /** Width less opening, inter-eye distances: a smile draws the mouth wide, an open mouth does not. */
  stretch: number
  /** How far the corners stand above the middle of the lips, in mouth widths. */
  cornersUp: number
}>

export function observeMouth(mesh: FaceMesh, axes: FaceAxes, skin: SkinSampler): MouthObservation {
  const upper = skin.colour('forehead', 'noseBridge', 'underEyeLeft', 'underEyeRight')
  const parts = [skin.colour('noseTip'), skin.colour('philtrum'), skin.colour('jawLeft', 'jawRight', 'chin')]
  const around = skin.colour('chin', 'philtrum', 'jawLeft', 'jawRight')
  const left = at(mesh.points, landmark.mouthLeft)
  const right = at(mesh.points, landmark.mouthRight)
  const width = Math.max(1e-6, distance(left, right))
  const up = at(mesh.points, landmark.upperLipInner)
  const low = at(mesh.points, landmark.lowerLipInner)
  const depth = ({ x, y }: { x: number; y: number }): number => x * axes.down.x + y * axes.down.y
  const openingPx = depth(low) - depth(up)
  return {
    lowerFaceOff: Math.min(...parts.map((part) => tintDistance(part, upper))),
    lipRedness: Math.max(tint(skin.colour('upperLip')).a, tint(skin.colour('lowerLip')).a) - tint(around).a,
    skinChroma: chroma(upper),
    stretch: (width - Math.max(0, openingPx)) / axes.interEyePx,
    cornersUp: ((depth(up) + depth(low)) / 2 - (depth(left) + depth(right)) / 2) / width,
  }
}

function tintDistance(p: Lab, q: Lab): number {
  const from = tint(p)
  const to = tint(q)
  return Math.hypot(from.a - to.a, from.b - to.b)
}
