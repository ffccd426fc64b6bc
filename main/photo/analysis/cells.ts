import { type Lab, labOf } from './colour.ts'
import { personAt, type PersonMask } from './person-mask.ts'
import type { Raster } from './raster.ts'

/** The picture in coarse square cells: mean colour, and how likely a person covers the cell. */
export type Cells = Readonly<{
  columns: number
  rows: number
  /** Picture pixels a cell, and where the first one begins. */
  cell: number
  lab: readonly Lab[]
  /** Greatest person probability within the cell or its neighbours: conservative about what is wall. */
  person: Float32Array
}>

/** Cells along the longer side: fine enough for a chair's edge, coarse enough to average film grain away. */
const cellsAcross = 96

export function divideIntoCells(raster: Raster, mask: PersonMask): Cells {
  const cell = Math.max(raster.width, raster.height) / cellsAcross
  const columns = Math.floor(raster.width / cell)
  const rows = Math.floor(raster.height / cell)
  const lab: Lab[] = []
  const own = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      lab.push(meanLab(raster, column * cell, row * cell, cell))
      own[row * columns + column] = Math.max(
        ...[0.1, 0.5, 0.9].flatMap((v) =>
          [0.1, 0.5, 0.9].map((u) => personAt(mask, (column + u) * cell, (row + v) * cell)),
        ),
      )
    }
  }
  return { columns, rows, cell, lab, person: spread(own, columns, rows) }
}

function meanLab(raster: Raster, left: number, top: number, size: number): Lab {
  const { width, height, channels, data } = raster
  const right = Math.min(width, Math.max(Math.floor(left) + 1, Math.floor(left + size)))
  const bottom = Math.min(height, Math.max(Math.floor(top) + 1, Math.floor(top + size)))
  let red = 0
  let green = 0
  let blue = 0
  let count = 0
  for (let y = Math.floor(top); y < bottom; y++) {
    for (let x = Math.floor(left); x < right; x++) {
      const index = (y * width + x) * channels
      red += data[index] ?? 0
      green += data[index + 1] ?? 0
      blue += data[index + 2] ?? 0
      count++
    }
  }
  return labOf(red / count, green / count, blue / count)
}

function spread(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let greatest = 0
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          greatest = Math.max(greatest, values[y * columns + x] ?? 0)
        }
      }
      out[row * columns + column] = greatest
    }
  }
  return out
}
