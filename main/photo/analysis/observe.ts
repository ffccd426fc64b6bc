import { divideIntoCells } from './cells.ts'
import { observeEyes } from './eyes.ts'
import { observeHeadTop } from './head-top.ts'
import { observeLight } from './light.ts'
import { observeMouth } from './mouth.ts'
import { sampleSkin } from './skin.ts'
import { proposeCrop } from './crop.ts'
import type { FaceAnalyser } from './face-analyser.ts'
import type { Detection } from './face-detector.ts'
import type { FaceMesh } from './face-mesh.ts'
import { type MeasuredFace, measureFace } from './geometry.ts'
import type { FacesObservation, Observation } from './observation.ts'
import type { Raster } from './raster.ts'
import { observeWall } from './wall.ts'
import type { PhotoKind, Point } from '../contract.ts'

type Size = Readonly<{ width: number; height: number }>

/** Below this score the mesh sees no face: foxes and houses stay under −3, faces reach 5 and more. */
const leastEvidence = 0

/**
 * Observes a decoded picture. `overview` may be smaller than the picture itself, whose true size is
 * `picture`: geometry comes out in the picture's own pixels. What needs those pixels themselves (sharpness,
 * grain) is observed apart.
 */
export function observePicture(
  analyser: FaceAnalyser,
  overview: Raster,
  picture: Size,
  kind: PhotoKind,
): PictureObservation {
  const mask = analyser.mask(overview)
  const { mesh, faces } = findFaces(analyser, overview)
  const wall = observeWall(divideIntoCells(overview, mask))
  if (mesh === null) return { ...nothingOfFace, picture, faces, wall }
  const small = measureFace(mesh, mask, overview)
  const skin = sampleSkin(overview, mesh, small.axes.interEyePx)
  const face = enlarge(small, picture.width / overview.width)
  return {
    picture,
    faces,
    face,
    crop: kind === 'portrait' ? null : proposeCrop(face.geometry, picture),
    eyes: observeEyes(mesh, small.axes, skin),
    mouth: observeMouth(mesh, small.axes, skin),
    headTop: observeHeadTop(mesh, small, skin),
    light: observeLight(overview, mesh, skin),
    wall,
  }
}

export type PictureObservation = Pick<
  Observation,
  'picture' | 'faces' | 'face' | 'crop' | 'eyes' | 'mouth' | 'headTop' | 'light' | 'wall'
>

const nothingOfFace = { face: null, crop: null, eyes: null, mouth: null, headTop: null, light: null } as const

function findFaces(
  analyser: FaceAnalyser,
  overview: Raster,
): Readonly<{ mesh: FaceMesh | null; faces: FacesObservation }> {
  const area = (face: Detection): number => face.width * face.height
  const found = analyser
    .detect(overview)
    .sort((a, b) => area(b) - area(a))
    .map((detection) => ({ detection, mesh: analyser.mesh(overview, detection) }))
    .filter(({ mesh }) => mesh.evidence >= leastEvidence)
  const [first, second] = found
  return {
    mesh: first?.mesh ?? null,
    faces: {
      count: found.length,
      secondShare:
        first === undefined || second === undefined ? 0 : area(second.detection) / area(first.detection),
      evidence: first?.mesh.evidence ?? 0,
      detectorScore: first?.detection.score ?? 0,
      secondRegion:
        second === undefined
          ? null
          : {
              left: second.detection.left / overview.width,
              top: second.detection.top / overview.height,
              width: second.detection.width / overview.width,
              height: second.detection.height / overview.height,
            },
    },
  }
}

/** The same face in a picture `scale` times as large. */
function enlarge(face: MeasuredFace, scale: number): MeasuredFace {
  const point = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale })
  const { geometry, axes } = face
  return {
    ...face,
    geometry: {
      ...geometry,
      pupilLeft: point(geometry.pupilLeft),
      pupilRight: point(geometry.pupilRight),
      chin: point(geometry.chin),
      crown: point(geometry.crown),
      interEyePx: geometry.interEyePx * scale,
      headPx: geometry.headPx * scale,
    },
    axes: { ...axes, origin: point(axes.origin), interEyePx: axes.interEyePx * scale },
    eyesToChinPx: face.eyesToChinPx * scale,
    hairTopPx: face.hairTopPx === null ? null : face.hairTopPx * scale,
  }
}
