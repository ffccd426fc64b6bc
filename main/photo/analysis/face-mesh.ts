import type { GraphModel } from '@tensorflow/tfjs-converter'
import type { Detection } from './face-detector.ts'
import { landmark, lidContours } from './landmarks.ts'
import { runModel } from './models.ts'
import { type Patch, patchToPicture, type Raster, samplePatch } from './raster.ts'
import type { Point } from '../contract.ts'

export type Point3 = Readonly<{ x: number; y: number; z: number }>

/** Landmarks of one face: pixels of the picture, z in the same scale (smaller is nearer the camera). */
export type FaceMesh = Readonly<{
  /** The 468 points of the MediaPipe face mesh, unrounded; lids and corners come from the iris network. */
  points: readonly Point3[]
  /** Iris: centre and mean radius, for the viewer's left and right eye. */
  irisLeft: Readonly<{ centre: Point; radius: number }>
  irisRight: Readonly<{ centre: Point; radius: number }>
  /** What the iris network saw, for a later frame to take over. */
  eyes: Eyes
  /**
   * How sure the network is that its patch shows a face: its score before the sigmoid. Below 0 it is no
   * face; whole faces reach 16 and more, covered ones stay below.
   */
  evidence: number
}>

const meshInput = 192
const irisInput = 64
/** Nodes of the graph: the 468 points, and the face flag before its sigmoid, which saturates. */
const meshOutputs = ['Identity_2', 'StatefulPartitionedCall/model_1/conv2d_31/BiasAdd'] as const
/** Share of its box that a face patch spans: as the network was trained (MediaPipe face_landmark graphs). */
const facePatchScale = 1.5
/** The same for the eye patch, measured on the distance of the eye's corners. */
const eyePatchScale = 2.3

/** Faces that the mesh is this sure of need no other angle to be tried (its score before the sigmoid). */
const surelyUpright = 15
/** Another angle is believed only with this score, and if it does so much better: covered faces reach less. */
const surelyTurned = 12
const clearlyBetter = 4

/** Fits the mesh to a detected face: once to the detector's box, once more to the face found by that. */
export function fitMesh(
  models: Readonly<{ facemesh: GraphModel; iris: GraphModel }>,
  raster: Raster,
  detection: Detection,
): FaceMesh {
  const patch = patchOfDetection(detection)
  const upright = runMesh(models.facemesh, raster, patch)
  // The detector reports heads that lie on their side or stand on end as if upright, badly.
  const turned =
    upright.evidence >= surelyUpright
      ? []
      : [Math.PI / 2, Math.PI, -Math.PI / 2].map((turn) =>
          runMesh(models.facemesh, raster, { ...patch, angle: patch.angle + turn }),
        )
  let first = upright
  for (const other of turned) {
    if (other.evidence > Math.max(surelyTurned, first.evidence + clearlyBetter)) first = other
  }
  return refineMesh(models, raster, first.points)
}

/**
 * The same from the points of an earlier frame: live guidance follows a face without the detector, and with `seen`
 * its eyes stay as open as they were.
 */
export function refineMesh(
  models: Readonly<{ facemesh: GraphModel; iris: GraphModel }>,
  raster: Raster,
  earlier: readonly Point3[],
  seen?: Eyes,
): FaceMesh {
  const { points, evidence } = runMesh(models.facemesh, raster, patchOfMesh(earlier))
  const leftPatch = patchOfEye(at(points, 33), at(points, 133))
  const rightPatch = patchOfEye(at(points, 362), at(points, 263))
  const eyes = seen ?? runIris(models.iris, raster, leftPatch, rightPatch)
  const left = placeEye(eyes.left, leftPatch)
  const right = placeEye(eyes.right, rightPatch)
  const refined = [...points]
  for (const [contour, index] of lidContours.left.entries()) {
    refined[index] = { ...at(left.contour, contour), z: at(points, index).z }
  }
  for (const [contour, index] of lidContours.right.entries()) {
    refined[index] = { ...at(right.contour, contour), z: at(points, index).z }
  }
  return { points: refined, irisLeft: left.iris, irisRight: right.iris, eyes, evidence }
}

/** The share of a detected face's width that the tip of its nose may lie off the mesh's. */
const noseOff = 0.25

/** Whether a mesh surely is that of a detected face, so that it need not be fitted again. */
export const liesUpon = ({ points, evidence }: FaceMesh, { nose, width }: Detection): boolean =>
  evidence >= surelyUpright && distance(at(points, landmark.noseTip), nose) < noseOff * width

function patchOfDetection(face: Detection): Patch {
  const angle = Math.atan2(face.leftEye.y - face.rightEye.y, face.leftEye.x - face.rightEye.x)
  const side = Math.max(face.width, face.height) * facePatchScale
  return { x: face.left + face.width / 2, y: face.top + face.height / 2, side, angle }
}

function patchOfMesh(points: readonly Point3[]): Patch {
  const outerLeft = at(points, 33)
  const outerRight = at(points, 263)
  const angle = Math.atan2(outerRight.y - outerLeft.y, outerRight.x - outerLeft.x)
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  let [low, high, near, far] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const { x, y } of points) {
    const along = x * cos + y * sin
    const across = y * cos - x * sin
    low = Math.min(low, along)
    high = Math.max(high, along)
    near = Math.min(near, across)
    far = Math.max(far, across)
  }
  const along = (low + high) / 2
  const across = (near + far) / 2
  return {
    x: along * cos - across * sin,
    y: along * sin + across * cos,
    side: Math.max(high - low, far - near) * facePatchScale,
    angle,
  }
}

function runMesh(
  model: GraphModel,
  raster: Raster,
  patch: Patch,
): Readonly<{ points: readonly Point3[]; evidence: number }> {
  const input = samplePatch(raster, patch, meshInput, 0, 1)
  const [values, scores] = runModel(model, input, meshInput, meshOutputs).map((output) => output.values)
  const evidence = scores?.[0]
  if (values?.length !== 468 * 3 || evidence === undefined) {
    throw new Error('The face mesh has other outputs than expected.')
  }
  const points = Array.from({ length: 468 }, (_, index) => {
    const [x = 0, y = 0, z = 0] = values.subarray(index * 3, index * 3 + 3)
    return { ...patchToPicture(patch, x / meshInput, y / meshInput), z: (z / meshInput) * patch.side }
  })
  return { points, evidence }
}

const patchOfEye = (cornerLeft: Point, cornerRight: Point): Patch => ({
  x: (cornerLeft.x + cornerRight.x) / 2,
  y: (cornerLeft.y + cornerRight.y) / 2,
  side: distance(cornerLeft, cornerRight) * eyePatchScale,
  angle: Math.atan2(cornerRight.y - cornerLeft.y, cornerRight.x - cornerLeft.x),
})

/** Lids and iris of an eye: of the picture in pixels, or of the eye's patch (0…1 across and down). */
type Eye = Readonly<{
  contour: readonly Point[]
  iris: Readonly<{ centre: Point; radius: number }>
}>

/** Each in its own patch: the viewer's left and right eye. */
export type Eyes = Readonly<{ left: Eye; right: Eye }>

/** Both eyes in one run. The network knows one of them; the other one is shown to it mirrored. */
function runIris(model: GraphModel, raster: Raster, left: Patch, right: Patch): Eyes {
  const one = irisInput * irisInput * 3
  const input = new Float32Array(2 * one)
  input.set(samplePatch(raster, left, irisInput, 0, 1))
  input.set(mirror(samplePatch(raster, right, irisInput, 0, 1), irisInput), one)
  const values = runModel(model, input, irisInput)[0]?.values ?? new Float32Array()
  const half = values.length / 2
  return {
    left: eyeOf(values.subarray(0, half), (u) => u),
    right: eyeOf(values.subarray(half), (u) => 1 - u),
  }
}

function eyeOf(values: Float32Array, across: (u: number) => number): Eye {
  const point = (index: number): Point => ({
    x: across((values[index * 3] ?? 0) / irisInput),
    y: (values[index * 3 + 1] ?? 0) / irisInput,
  })
  // 71 points of lids and brow, then the iris: centre and four points of its edge.
  const centre = point(71)
  const edge = [72, 73, 74, 75].map((index) => distance(point(index), centre))
  return {
    contour: Array.from({ length: 16 }, (_, index) => point(index)),
    iris: { centre, radius: edge.reduce((sum, radius) => sum + radius, 0) / edge.length },
  }
}

function placeEye({ contour, iris }: Eye, patch: Patch): Eye {
  const place = ({ x, y }: Point): Point => patchToPicture(patch, x, y)
  return {
    contour: contour.map(place),
    iris: { centre: place(iris.centre), radius: iris.radius * patch.side },
  }
}

function mirror(rgb: Float32Array, size: number): Float32Array {
  const out = new Float32Array(rgb.length)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const from = (row * size + column) * 3
      out.set(rgb.subarray(from, from + 3), (row * size + (size - 1 - column)) * 3)
    }
  }
  return out
}

export function at<T>(points: readonly T[], index: number): T {
  const point = points[index]
  if (point === undefined) throw new Error(`There is no landmark ${index}.`)
  return point
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
