import { type Lab, labOf } from './colour.ts'
import type { PersonMask } from './person-mask.ts'
import { halfOf, type Raster } from './raster.ts'

/** The picture in coarse square cells: mean colour, and how likely a person covers the cell. */
export type Cells = Readonly<{
  columns: number
  rows: number
  lab: readonly Lab[]
  /** Greatest person probability within the cell or its neighbours: conservative about what is wall. */
  person: Float32Array
}>

/** Cells along the longer side: fine enough for a chair's edge, coarse enough to average film grain away. */
const cellsAcross = 96
/** Pixels along the longer side that are enough to average over. */
const enoughPixels = 350

export function divideIntoCells(raster: Raster, mask: PersonMask): Cells {
  let source = raster
  while (Math.max(source.width, source.height) >= 2 * enoughPixels) source = halfOf(source)
  const cell = Math.max(raster.width, raster.height) / cellsAcross
  const columns = Math.max(1, Math.floor(raster.width / cell))
  const rows = Math.max(1, Math.floor(raster.height / cell))
  const step = (cell * source.width) / raster.width
  const lab: Lab[] = []
  const own = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      lab.push(meanLab(source, column * step, row * step, step))
      own[row * columns + column] = greatestWithin(mask, column * cell, row * cell, cell)
    }
  }
  return { columns, rows, lab, person: spread(own, columns, rows) }
}

function meanLab(raster: Raster, left: number, top: number, size: number): Lab {
  const { width, height, channels, data } = raster
  const x0 = Math.min(width - 1, Math.floor(left))
  const y0 = Math.min(height - 1, Math.floor(top))
  const x1 = Math.min(width, Math.max(x0 + 1, Math.floor(left + size)))
  const y1 = Math.min(height, Math.max(y0 + 1, Math.floor(top + size)))
  let red = 0
  let green = 0
  let blue = 0
  for (let y = y0; y < y1; y++) {
    let index = (y * width + x0) * channels
    for (let x = x0; x < x1; x++) {
      red += data[index] ?? 0
      green += data[index + 1] ?? 0
      blue += data[index + 2] ?? 0
      index += channels
    }
  }
  const count = (x1 - x0) * (y1 - y0)
  return labOf(red / count, green / count, blue / count)
}

function greatestWithin(mask: PersonMask, left: number, top: number, size: number): number {
  const clamp = (value: number): number => Math.min(mask.size - 1, Math.max(0, Math.floor(value)))
  const x0 = clamp((left - mask.left) / mask.cell)
  const x1 = clamp((left + size * 0.99 - mask.left) / mask.cell)
  const y0 = clamp((top - mask.top) / mask.cell)
  const y1 = clamp((top + size * 0.99 - mask.top) / mask.cell)
  let greatest = 0
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const value = mask.values[y * mask.size + x] ?? 0
      if (value > greatest) greatest = value
    }
  }
  return greatest
}

function spread(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let greatest = 0
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const value = values[y * columns + x] ?? 0
          if (value > greatest) greatest = value
        }
      }
      out[row * columns + column] = greatest
    }
  }
  return out
}
