import type { GraphModel } from '@tensorflow/tfjs-converter'
import { runModel } from './models.ts'
import { type Patch, type Raster, samplePatch } from './raster.ts'

/** Probability 0…1 that a cell shows a person. The grid covers the whole picture, letterboxed. */
export type PersonMask = Readonly<{
  size: number
  values: Float32Array
  /** Picture coordinates of the grid's upper left corner, and picture pixels a cell. */
  left: number
  top: number
  cell: number
}>

const inputSize = 256

/** Runs the selfie segmentation (MediaPipe Selfie, 256 × 256) on the whole picture. */
export function segmentPerson(model: GraphModel, raster: Raster): PersonMask {
  const side = Math.max(raster.width, raster.height)
  const patch: Patch = { x: raster.width / 2, y: raster.height / 2, side, angle: 0 }
  const input = samplePatch(raster, patch, inputSize, 0, 1)
  const values = runModel(model, input, inputSize)[0]?.values
  if (values?.length !== inputSize * inputSize) {
    throw new Error('The segmentation has other outputs than expected.')
  }
  return {
    size: inputSize,
    values,
    left: patch.x - side / 2,
    top: patch.y - side / 2,
    cell: side / inputSize,
  }
}

/** The probability at a point of the picture; beyond the grid 0. */
export function personAt(mask: PersonMask, x: number, y: number): number {
  const column = Math.floor((x - mask.left) / mask.cell)
  const row = Math.floor((y - mask.top) / mask.cell)
  if (column < 0 || row < 0 || column >= mask.size || row >= mask.size) return 0
  return mask.values[row * mask.size + column] ?? 0
}
