import type { Cells } from './cells.ts'
import { chroma, deltaChroma, type Lab, medianLab } from './colour.ts'
import { leastSquares, mean, median, quantile } from './statistics.ts'
import type { Region } from '../contract.ts'

/** The background behind the person, in Lab units (ΔE 1976) unless said otherwise. */
export type WallObservation = Readonly<{
  /** Share of the picture that is background, 0…1. */
  share: number
  lightness: number
  chroma: number
  colour: Lab
  /** Mean ΔE of the wall from a smooth surface fitted to it: pattern, edges, objects. */
  unevenness: number
  /** The largest share of wall cells in one patch that departs from that surface. */
  oddShare: number
  oddRegion: Region | null
  /** The darker patch that touches the person: its median depth in L*, and its share of the picture. */
  shadowDepth: number
  shadowShare: number
  shadowRegion: Region | null
  /** log2 of the luminance of the wall's right half over its left half. */
  halves: number
}>

/** A cell counts as wall only where neither it nor a neighbour is likely to show a person. */
const personLimit = 0.15
/** ΔE from the fitted surface beyond which a cell is something else than a smooth wall. */
const oddDistance = 6
/** A shadow changes lightness far more than hue: greatest share of chroma in the change. */
const shadowChromaShare = 0.45

/** Null where hardly any background is visible: then nothing can be said of it. */
export function observeWall(cells: Cells): WallObservation | null {
  const wall = wallCells(cells)
  const share = wall.length / (cells.columns * cells.rows)
  if (wall.length < 40) return null
  const at = (index: number): Lab => cells.lab[index] ?? { l: 0, a: 0, b: 0 }
  const smooth = fitSurface(cells, wall)
  const residuals = wall.map((index, position) => {
    const expected = smooth(position)
    const seen = at(index)
    return { index, l: seen.l - expected.l, chroma: deltaChroma(seen, expected) }
  })
  const distances = residuals.map(({ l, chroma }) => Math.sqrt(l * l + chroma * chroma))
  const odd = residuals.filter((_, position) => (distances[position] ?? 0) > oddDistance)
  const isShadow = ({ l, chroma }: { l: number; chroma: number }): boolean =>
    l < 0 && chroma <= shadowChromaShare * -l
  const shadow = largestPatch(
    cells,
    odd.filter(isShadow).map(({ index }) => index),
  )
  const oddPatch = largestPatch(
    cells,
    odd.map(({ index }) => index),
  )
  const shadowSet = new Set(shadow)
  const depths = residuals.filter(({ index }) => shadowSet.has(index)).map(({ l }) => -l)
  // Thousands of cells: every third gives the same median.
  const colour = medianLab(wall.filter((_, position) => position % 3 === 0).map(at))
  return {
    share,
    lightness: colour.l,
    chroma: chroma(colour),
    colour,
    unevenness: mean(distances),
    oddShare: oddPatch.length / wall.length,
    oddRegion: regionOf(cells, oddPatch),
    shadowDepth: depths.length === 0 ? 0 : median(depths),
    shadowShare: touchesPerson(cells, shadow) ? shadow.length / cells.lab.length : 0,
    shadowRegion: regionOf(cells, shadow),
    halves: halvesOf(cells, wall),
  }
}

const wallCells = (cells: Cells): number[] =>
  [...cells.person.keys()].filter((index) => (cells.person[index] ?? 1) < personLimit)

/** A quadratic surface over the picture (1, x, y, x², xy, y²) for each of L, a, b. */
const surface = { size: 6, targets: 3 } as const
const surfaceRow = surface.size + surface.targets

/**
 * Fits that surface several times: each time to the cells near the fit before, so that light falling off over the
 * wall is followed and an object or a shadow is not.
 */
function fitSurface(cells: Cells, wall: readonly number[]): (position: number) => Lab {
  const rows = new Float64Array(wall.length * surfaceRow)
  for (let position = 0; position < wall.length; position++) {
    const index = wall[position] ?? 0
    const x = ((index % cells.columns) + 0.5) / cells.columns - 0.5
    const y = (Math.floor(index / cells.columns) + 0.5) / cells.rows - 0.5
    const { l, a, b } = cells.lab[index] ?? { l: 0, a: 0, b: 0 }
    const at = position * surfaceRow
    rows[at] = 1
    rows[at + 1] = x
    rows[at + 2] = y
    rows[at + 3] = x * x
    rows[at + 4] = x * y
    rows[at + 5] = y * y
    rows[at + 6] = l
    rows[at + 7] = a
    rows[at + 8] = b
  }
  // Neighbouring cells say much the same: every second one is enough to fit to.
  const stride = wall.length > 2000 ? 2 : 1
  const off = new Float64Array(Math.ceil(wall.length / stride))
  const near = new Uint8Array(wall.length)
  let limit = Infinity
  let weights: readonly Float64Array[] = []
  const expected = (position: number, target: number): number => {
    const own = weights[target]
    if (own === undefined) return 0
    let sum = 0
    for (let term = 0; term < surface.size; term++) {
      sum += (own[term] ?? 0) * (rows[position * surfaceRow + term] ?? 0)
    }
    return sum
  }
  for (let pass = 0; pass < 3; pass++) {
    for (let fitted = 0; fitted < off.length; fitted++) {
      near[fitted * stride] = (off[fitted] ?? 0) <= limit ? 1 : 0
    }
    weights = leastSquares(rows, surface, near)
    for (let fitted = 0; fitted < off.length; fitted++) {
      const position = fitted * stride
      let squares = 0
      for (let target = 0; target < surface.targets; target++) {
        squares +=
          ((rows[position * surfaceRow + surface.size + target] ?? 0) - expected(position, target)) ** 2
      }
      off[fitted] = Math.sqrt(squares)
    }
    limit = Math.max(oddDistance / 2, quantile(off, 0.7))
  }
  return (position) => ({ l: expected(position, 0), a: expected(position, 1), b: expected(position, 2) })
}

/** The largest group of cells that touch each other. */
function largestPatch(cells: Cells, members: readonly number[]): number[] {
  const open = new Set(members)
  let largest: number[] = []
  for (const start of members) {
    if (!open.delete(start)) continue
    const patch = [start]
    for (const index of patch) {
      for (const next of neighbours(cells, index)) if (open.delete(next)) patch.push(next)
    }
    if (patch.length > largest.length) largest = patch
  }
  return largest
}

function neighbours(cells: Cells, index: number): number[] {
  const column = index % cells.columns
  const around = [index - cells.columns, index + cells.columns]
  if (column > 0) around.push(index - 1)
  if (column < cells.columns - 1) around.push(index + 1)
  return around.filter((next) => next >= 0 && next < cells.lab.length)
}

const touchesPerson = (cells: Cells, patch: readonly number[]): boolean =>
  patch.some((index) => neighbours(cells, index).some((next) => (cells.person[next] ?? 0) >= personLimit))

function regionOf(cells: Cells, patch: readonly number[]): Region | null {
  if (patch.length === 0) return null
  const columns = patch.map((index) => index % cells.columns)
  const rows = patch.map((index) => Math.floor(index / cells.columns))
  const left = Math.min(...columns)
  const top = Math.min(...rows)
  return {
    left: left / cells.columns,
    top: top / cells.rows,
    width: (Math.max(...columns) + 1 - left) / cells.columns,
    height: (Math.max(...rows) + 1 - top) / cells.rows,
  }
}

/** log2 of the median light of the wall's right half over that of its left half. */
function halvesOf(cells: Cells, wall: readonly number[]): number {
  const sides: [number[], number[]] = [[], []]
  for (const [position, index] of wall.entries()) {
    if (position % 3 !== 0) continue
    const side = index % cells.columns >= cells.columns / 2 ? sides[1] : sides[0]
    side.push(cells.lab[index]?.l ?? 0)
  }
  const [left, right] = sides.map((lightness) => ((median(lightness) + 16) / 116) ** 3)
  const ratio = (right ?? Number.NaN) / (left ?? Number.NaN)
  return Number.isFinite(ratio) && ratio > 0 ? Math.log2(ratio) : 0
}
