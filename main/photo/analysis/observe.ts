import { divideIntoCells } from './cells.ts'
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

/** Below this the mesh says that its patch shows no face: foxes and houses give 0.05, faces 0.9 and more. */
const leastPresence = 0.5

/**
 * Observes a decoded picture. `overview` may be smaller than the picture itself, whose true size is
 * `picture`: geometry comes out in the picture's own pixels.
 */
export function observePicture(
  analyser: FaceAnalyser,
  overview: Raster,
  picture: Size,
  kind: PhotoKind,
): Pick<Observation, 'picture' | 'faces' | 'face' | 'crop' | 'wall'> {
  const mask = analyser.mask(overview)
  const found = findFaces(analyser, overview)
  const main = found.meshes[0]
  const scale = picture.width / overview.width
  const face = main === undefined ? null : enlarge(measureFace(main, mask, overview), scale)
  return {
    picture,
    faces: found.faces,
    face,
    crop: face === null || kind === 'portrait' ? null : proposeCrop(face.geometry, picture),
    wall: observeWall(divideIntoCells(overview, mask)),
  }
}

function findFaces(
  analyser: FaceAnalyser,
  overview: Raster,
): Readonly<{ meshes: readonly FaceMesh[]; faces: FacesObservation }> {
  const area = (face: Detection): number => face.width * face.height
  const found = analyser
    .detect(overview)
    .sort((a, b) => area(b) - area(a))
    .map((detection) => ({ detection, mesh: analyser.mesh(overview, detection) }))
    .filter(({ mesh }) => mesh.presence >= leastPresence)
  const [first, second] = found
  return {
    meshes: found.map(({ mesh }) => mesh),
    faces: {
      count: found.length,
      secondShare:
        first === undefined || second === undefined ? 0 : area(second.detection) / area(first.detection),
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
