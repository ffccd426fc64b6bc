import { divideIntoCells } from './cells.ts'
import { observeEyes } from './eyes.ts'
import { observeHeadTop } from './head-top.ts'
import { observeLight } from './light.ts'
import { observeMouth } from './mouth.ts'
import { sampleSkin } from './skin.ts'
import { type CropProposal, proposeCrop } from './crop.ts'
import type { FaceAnalyser } from './face-analyser.ts'
import type { FaceMesh } from './face-mesh.ts'
import { type MeasuredFace, measureFace } from './geometry.ts'
import type { FacesObservation, Observation } from './observation.ts'
import type { PersonMask } from './person-mask.ts'
import type { Raster } from './raster.ts'
import { observeWall } from './wall.ts'
import type { PhotoKind, Point } from '../contract.ts'

/** Degrees. */
const mostRollToCrop = 30

type Size = Readonly<{ width: number; height: number }>

/** Below this score the mesh sees no face: foxes and houses stay under −3, faces reach 5 and more. */
export const leastEvidence = 0

/** The person in a picture, as the networks find them; the pixels are not judged yet. */
export type FoundPerson = Readonly<{
  picture: Size
  mask: PersonMask
  faces: FacesObservation
  /** On the overview; null without a face. */
  mesh: FaceMesh | null
  onOverview: MeasuredFace | null
  /** In pixels of the picture itself. */
  face: MeasuredFace | null
  crop: CropProposal | null
}>

/**
 * Runs the networks on a decoded picture. `overview` may be smaller than the picture itself, whose true size
 * is `picture`: geometry comes out in the picture's own pixels.
 */
export const findPerson = (
  analyser: FaceAnalyser,
  overview: Raster,
  picture: Size,
  kind: PhotoKind,
): FoundPerson => placePerson(findFaces(analyser, overview), analyser.mask(overview), overview, picture, kind)

/** Puts together what the networks found, each on its own, in the same overview. */
export function placePerson(
  { mesh, faces }: FoundFaces,
  mask: PersonMask,
  overview: Raster,
  picture: Size,
  kind: PhotoKind,
): FoundPerson {
  if (mesh === null) return { picture, mask, faces, mesh, onOverview: null, face: null, crop: null }
  const onOverview = measureFace(mesh, mask, overview)
  const face = enlarge(onOverview, picture.width / overview.width)
  // A head that lies on its side has to come upright before any box can be judged.
  const upright = Math.abs(face.geometry.roll) <= mostRollToCrop
  const crop = kind === 'still' && upright ? proposeCrop(face.geometry, picture) : null
  return { picture, mask, faces, mesh, onOverview, face, crop }
}

export type PictureObservation = Pick<
  Observation,
  'picture' | 'faces' | 'face' | 'crop' | 'eyes' | 'mouth' | 'headTop' | 'light' | 'wall'
>

/**
 * Observes the pixels around a person: eyes, mouth, head, light, wall. What needs the picture's own pixels
 * (sharpness, grain) is observed apart.
 */
export function observePixels(found: FoundPerson, overview: Raster): PictureObservation {
  const { picture, mask, faces, mesh, onOverview, face, crop } = found
  const wall = observeWall(divideIntoCells(overview, mask))
  if (mesh === null || onOverview === null) return { ...nothingOfFace, picture, faces, wall }
  const skin = sampleSkin(overview, mesh, onOverview.axes.interEyePx)
  return {
    picture,
    faces,
    face,
    crop,
    eyes: observeEyes(mesh, onOverview.axes, skin),
    mouth: observeMouth(mesh, onOverview.axes, skin),
    headTop: observeHeadTop(mesh, onOverview, skin),
    light: observeLight(overview, mesh, skin),
    wall,
  }
}

const nothingOfFace = { face: null, crop: null, eyes: null, mouth: null, headTop: null, light: null } as const

/** `mesh` is that of the largest face. */
export type FoundFaces = Readonly<{ mesh: FaceMesh | null; faces: FacesObservation }>

export function findFaces(analyser: Pick<FaceAnalyser, 'detect' | 'mesh'>, overview: Raster): FoundFaces {
  const found = analyser
    .detect(overview)
    .map((detection) => ({ detection, mesh: analyser.mesh(overview, detection) }))
    .filter(({ mesh }) => mesh.evidence >= leastEvidence)
    .map((face) => ({ ...face, box: boundingBox(face.mesh) }))
    .sort((a, b) => area(b.box) - area(a.box))
  // A head that stands on end is found several times: one head is one face.
  const distinct: typeof found = []
  for (const face of found) {
    if (distinct.every(({ box }) => !sharesCentre(box, face.box))) distinct.push(face)
  }
  const [first, second] = distinct
  return {
    mesh: first?.mesh ?? null,
    faces: {
      count: distinct.length,
      secondShare: first === undefined || second === undefined ? 0 : area(second.box) / area(first.box),
      evidence: first?.mesh.evidence ?? 0,
      secondRegion:
        second === undefined
          ? null
          : {
              left: Math.max(0, second.box.left / overview.width),
              top: Math.max(0, second.box.top / overview.height),
              width: second.box.width / overview.width,
              height: second.box.height / overview.height,
            },
    },
  }
}

type Box = Readonly<{ left: number; top: number; width: number; height: number }>

const area = ({ width, height }: Box): number => width * height

function boundingBox({ points }: FaceMesh): Box {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const left = Math.min(...xs)
  const top = Math.min(...ys)
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

const sharesCentre = (a: Box, b: Box): boolean =>
  Math.abs(a.left + a.width / 2 - b.left - b.width / 2) < Math.max(a.width, b.width) / 2 &&
  Math.abs(a.top + a.height / 2 - b.top - b.height / 2) < Math.max(a.height, b.height) / 2

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
