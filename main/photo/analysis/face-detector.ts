import type { GraphModel } from '@tensorflow/tfjs-converter'
import { runModel } from './models.ts'
import { type Patch, patchToPicture, type Raster, samplePatch } from './raster.ts'
import type { Point } from '../contract.ts'

/** A face found: box and six key points in pixels; right and left are the subject's own here. */
export type Detection = Readonly<{
  score: number
  left: number
  top: number
  width: number
  height: number
  rightEye: Point
  leftEye: Point
  nose: Point
  mouth: Point
  rightEar: Point
  leftEar: Point
}>

const inputSize = 256
/**
 * Anchors of the BlazeFace "back" network (Bazarevsky et al. 2019, arXiv:1907.05047): two on each cell of
 * a 16 × 16 grid, six on each of 8 × 8, all of unit size, so only their centres matter.
 */
const anchorCentres: readonly Point[] = [
  { cells: 16, each: 2 },
  { cells: 8, each: 6 },
].flatMap(({ cells, each }) =>
  Array.from({ length: cells * cells * each }, (_, index) => {
    const cell = Math.floor(index / each)
    return { x: ((cell % cells) + 0.5) / cells, y: (Math.floor(cell / cells) + 0.5) / cells }
  }),
)

/** Two boxes that overlap more than this (intersection over union) are the same face: published default. */
const sameFaceOverlap = 0.3

/** Finds faces in an upright picture, best first. `minimumScore` is the detector's own 0…1. */
export function detectFaces(model: GraphModel, raster: Raster, minimumScore: number): Detection[] {
  const side = Math.max(raster.width, raster.height)
  const patch: Patch = { x: raster.width / 2, y: raster.height / 2, side, angle: 0 }
  const { scores, boxes } = runDetector(model, samplePatch(raster, patch, inputSize, -1, 1))
  const found: Detection[] = []
  for (const [index, anchor] of anchorCentres.entries()) {
    const score = 1 / (1 + Math.exp(-(scores[index] ?? -Infinity)))
    if (score < minimumScore) continue
    const at = (offset: number): number => (boxes[index * 16 + offset] ?? 0) / inputSize
    const point = (offset: number): Point =>
      patchToPicture(patch, anchor.x + at(offset), anchor.y + at(offset + 1))
    const width = at(2) * side
    const height = at(3) * side
    const centre = point(0)
    found.push({
      score,
      left: centre.x - width / 2,
      top: centre.y - height / 2,
      width,
      height,
      rightEye: point(4),
      leftEye: point(6),
      nose: point(8),
      mouth: point(10),
      rightEar: point(12),
      leftEar: point(14),
    })
  }
  return suppressRepeats(found)
}

function runDetector(model: GraphModel, input: Float32Array): { scores: Float32Array; boxes: Float32Array } {
  const outputs = runModel(model, input, inputSize)
  // Four outputs: scores and boxes of the 512 anchors of the fine grid and of the 384 of the coarse one.
  const pick = (anchors: number, values: number): Float32Array => {
    const output = outputs.find(({ shape }) => shape[1] === anchors && shape[2] === values)
    if (output === undefined) throw new Error('The face detector has other outputs than expected.')
    return output.values
  }
  const both = (values: number): Float32Array => {
    const joined = new Float32Array((512 + 384) * values)
    joined.set(pick(512, values))
    joined.set(pick(384, values), 512 * values)
    return joined
  }
  return { scores: both(1), boxes: both(16) }
}

function suppressRepeats(found: Detection[]): Detection[] {
  const kept: Detection[] = []
  for (const face of found.sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(face, other) < sameFaceOverlap)) kept.push(face)
  }
  return kept
}

function overlap(a: Detection, b: Detection): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (a.width * a.height + b.width * b.height - shared)
}
