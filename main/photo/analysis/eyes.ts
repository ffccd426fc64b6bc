import { deltaE } from './colour.ts'
import { at, distance, type FaceMesh } from './face-mesh.ts'
import type { FaceAxes } from './geometry.ts'
import { landmark } from './landmarks.ts'
import type { SkinSampler } from './skin.ts'
import type { Point } from '../contract.ts'

/** The eyes' surroundings and irises. Ratios of linear luminance to that of the cheeks, so skin cancels. */
export type EyesObservation = Readonly<{
  /** Skin under the darker eye, over the darker of cheeks and forehead: dark glasses reach below the eye. */
  underEye: number
  /** The brightest of both lids and the glabella, over the skin below the eyes: a fringe darkens all three. */
  browBand: number
  /** The brighter upper lid over the brighter of its own cheek and both, so that light from one side cancels. */
  lidGlare: number
  /** ΔE of the glabella from the skin below the eyes, and of the lids, the least: hair of any colour covers all. */
  browOff: number
  /** The lighter iris: a closed eye shows skin where the iris would be, dark glass nothing. */
  irisLight: number
  /** Iris against the white of the eye, the weaker eye: how much of a pattern there is, 0…1. */
  contrast: number
  /** Iris centre off the middle of the eye, in eye widths: across (right is positive) and down. */
  gazeAcross: number
  gazeDown: number
  /** The same for the better eye: both eyes must look closed before a picture is refused. */
  bestContrast: number
  /** a* of the redder pupil. */
  pupilRedness: number
}>

export function observeEyes(mesh: FaceMesh, axes: FaceAxes, skin: SkinSampler): EyesObservation {
  const reference = Math.max(1e-4, skin.light('cheekLeft', 'cheekRight', 'noseBridge'))
  // A mask makes the cheeks too bright a measure, hair over the forehead makes that too dark a one.
  const darker = Math.max(1e-4, Math.min(reference, skin.light('forehead')))
  // A mask covers the cheeks: hair over the eyes is compared with what lies right below the eyes.
  const beside = Math.max(1e-4, skin.light('underEyeLeft', 'underEyeRight', 'noseBridge'))
  const lids = [skin.light('upperLidLeft'), skin.light('upperLidRight')] as const
  const below = skin.colour('underEyeLeft', 'underEyeRight', 'noseBridge')
  const overCheek = (lid: number, cheek: 'cheekLeft' | 'cheekRight'): number =>
    lid / Math.max(reference, skin.light(cheek, 'noseBridge'))
  const eyes = [
    oneEye(mesh, axes, skin, mesh.irisLeft, landmark.leftEyeOuter, landmark.leftEyeInner),
    oneEye(mesh, axes, skin, mesh.irisRight, landmark.rightEyeInner, landmark.rightEyeOuter),
  ]
  const iris = eyes.map(({ irisLight }) => irisLight / reference)
  return {
    underEye: Math.min(skin.light('underEyeLeft'), skin.light('underEyeRight')) / darker,
    browBand: Math.max(...lids, skin.light('glabella')) / beside,
    lidGlare: Math.max(overCheek(lids[0], 'cheekLeft'), overCheek(lids[1], 'cheekRight')),
    browOff: Math.min(
      ...(['glabella', 'upperLidLeft', 'upperLidRight'] as const).map((part) =>
        deltaE(skin.colour(part), below),
      ),
    ),
    irisLight: Math.max(...iris),
    contrast: Math.min(...eyes.map(({ contrast }) => contrast)),
    bestContrast: Math.max(...eyes.map(({ contrast }) => contrast)),
    gazeAcross: meanOf(eyes.map(({ across }) => across)),
    gazeDown: meanOf(eyes.map(({ down }) => down)),
    pupilRedness: Math.max(...eyes.map(({ redness }) => redness)),
  }
}

function oneEye(
  mesh: FaceMesh,
  axes: FaceAxes,
  skin: SkinSampler,
  iris: FaceMesh['irisLeft'],
  leftCorner: number,
  rightCorner: number,
): Readonly<{ irisLight: number; contrast: number; across: number; down: number; redness: number }> {
  const left = at(mesh.points, leftCorner)
  const right = at(mesh.points, rightCorner)
  const width = Math.max(1e-6, distance(left, right))
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
  const off = { x: iris.centre.x - middle.x, y: iris.centre.y - middle.y }
  const between = (corner: Point, share: number): Point => ({
    x: iris.centre.x + (corner.x - iris.centre.x) * share,
    y: iris.centre.y + (corner.y - iris.centre.y) * share,
  })
  const centre = skin.disc(iris.centre, iris.radius * 0.6)
  // The white of the eye on either side of the iris; lids and lashes hide one side in many eyes.
  const white = Math.max(
    ...[left, right].map((corner) => skin.disc(between(corner, 0.7), iris.radius * 0.25).light),
  )
  const pupil = skin.disc(iris.centre, iris.radius * 0.25)
  return {
    irisLight: centre.light,
    contrast: Math.max(0, white - centre.light) / Math.max(1e-4, white),
    across: (off.x * axes.along.x + off.y * axes.along.y) / width,
    down: (off.x * axes.down.x + off.y * axes.down.y) / width,
    redness: pupil.lab.a,
  }
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
