import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FaceAnalyser } from '../../main/photo/analysis/face-analyser.ts'
import { findPerson } from '../../main/photo/analysis/observe.ts'
import { personAt } from '../../main/photo/analysis/person-mask.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import { median } from '../../main/photo/analysis/statistics.ts'
import type { Point } from '../../main/photo/contract.ts'
import { decodeFull, decodeOverview } from '../../main/photo/decode.ts'
import type { LabelledPhoto } from '../photo-labels.ts'

export type Rgb = readonly [number, number, number]

/**
 * A compliant still with what is needed to paint on it. Lengths named in units are in inter-eye distances:
 * `chin` below and `crown` above the eyes' midpoint.
 */
export type Subject = Readonly<{
  name: string
  group: string
  raster: Raster
  /** The 468 points of the mesh, pixels. */
  points: readonly Point[]
  irises: readonly Readonly<{ centre: Point; radius: number }>[]
  origin: Point
  along: Point
  down: Point
  unit: number
  chin: number
  crown: number
  /** Probability that a pixel shows the person, smooth between the cells of the mask. */
  person: (x: number, y: number) => number
  skin: Rgb
  wall: Rgb
}>

/** Loads a compliant still; throws if no face is found on it. */
export async function loadSubject(analyser: FaceAnalyser, photo: LabelledPhoto): Promise<Subject> {
  const bytes = readFileSync(photo.file)
  const [raster, overview] = await Promise.all([decodeFull(bytes), decodeOverview(bytes)])
  const { mesh, face, mask } = findPerson(analyser, overview, raster, 'still')
  if (mesh === null || face === null) throw new Error(`No face was found in ${photo.file}.`)
  const scale = raster.width / overview.width
  const enlarged = ({ x, y }: Point): Point => ({ x: x * scale, y: y * scale })
  const points = mesh.points.map(enlarged)
  const { origin, along, down, interEyePx: unit } = face.axes
  const cell = mask.cell
  const person = (x: number, y: number): number => {
    const [u, v] = [x / scale - cell / 2, y / scale - cell / 2]
    const [column, row] = [Math.floor(u / cell), Math.floor(v / cell)]
    const [fx, fy] = [u / cell - column, v / cell - row]
    const at = (i: number, j: number): number => personAt(mask, (i + 0.5) * cell, (j + 0.5) * cell)
    return (
      (at(column, row) * (1 - fx) + at(column + 1, row) * fx) * (1 - fy) +
      (at(column, row + 1) * (1 - fx) + at(column + 1, row + 1) * fx) * fy
    )
  }
  return {
    name: path.parse(photo.file).name,
    group: photo.group,
    raster,
    points,
    irises: [mesh.irisLeft, mesh.irisRight].map(({ centre, radius }) => ({
      centre: enlarged(centre),
      radius: radius * scale,
    })),
    origin,
    along,
    down,
    unit,
    chin: face.eyesToChinPx / unit,
    crown: face.geometry.headPx / unit - face.eyesToChinPx / unit,
    person,
    skin: medianOf(
      raster,
      [50, 101, 205, 280, 330, 425].map((index) => points[index] ?? origin),
    ),
    wall: medianOf(
      raster,
      [0.02, 0.06, 0.94, 0.98].flatMap((share) =>
        [0.02, 0.05].map((below) => ({ x: share * raster.width, y: below * raster.height })),
      ),
    ),
  }
}

function medianOf(raster: Raster, at: readonly Point[]): Rgb {
  const channel = (offset: number): number =>
    Math.round(
      median(
        at.map(
          ({ x, y }) =>
            raster.data[(Math.floor(y) * raster.width + Math.floor(x)) * raster.channels + offset] ?? 0,
        ),
      ),
    )
  return [channel(0), channel(1), channel(2)]
}
