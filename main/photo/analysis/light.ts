import { type Lab, luminance } from './colour.ts'
import { at, type FaceMesh } from './face-mesh.ts'
import { faceOval, mirroredPairs } from './landmarks.ts'
import { forEachWithin } from './polygon.ts'
import type { Raster } from './raster.ts'
import type { SkinSampler } from './skin.ts'
import { Histogram, mean, median } from './statistics.ts'
import type { Point } from '../contract.ts'

/** Exposure and colour of the face. Luminance is linear, 0…1. */
export type LightObservation = Readonly<{
  /** Share of the face with a channel burnt out (≥ 253 of 255): detail is lost whatever the skin. */
  burnt: number
  /** Share of the face with all three channels burnt out: white, whatever lay there. */
  white: number
  /** The brightest 2 % of the picture begin here: says how dark the exposure is, whoever sits there. */
  highlight: number
  /** The face's own range, 5 % to 95 %. */
  low: number
  high: number
  /** log2 of the face's right half over its left half, as median over mirrored points. */
  halves: number
  skin: Lab
  /** Mean difference between the largest and the smallest channel over the picture, levels of 255. */
  colourfulness: number
}>

const burntFrom = 253
const whiteFrom = 248

export function observeLight(raster: Raster, mesh: FaceMesh, skin: SkinSampler): LightObservation {
  const face = pixelsWithin(raster, innerFace(mesh))
  const whole = wholePicture(raster, 29)
  const ratios = mirroredPairs.map(([left, right]) => {
    const radius =
      0.06 *
      Math.hypot(
        mesh.irisRight.centre.x - mesh.irisLeft.centre.x,
        mesh.irisRight.centre.y - mesh.irisLeft.centre.y,
      )
    const a = skin.disc(at(mesh.points, left), radius).light
    const b = skin.disc(at(mesh.points, right), radius).light
    return Math.log2(Math.max(1e-4, b) / Math.max(1e-4, a))
  })
  return {
    burnt: face.burnt,
    white: face.white,
    highlight: whole.light.quantile(0.98),
    colourfulness: whole.colourfulness,
    low: face.light.quantile(0.05),
    high: face.light.quantile(0.95),
    halves: median(ratios),
    // The upper face: a mask covers the rest.
    skin: skin.colour('forehead', 'underEyeLeft', 'underEyeRight', 'noseBridge'),
  }
}

/** Share of the face's outline, about its middle, within which nothing but the face lies: no hair, no wall. */
const inner = 0.9

function innerFace(mesh: FaceMesh): Point[] {
  const outline = faceOval.map((index) => at(mesh.points, index))
  const x = mean(outline.map((point) => point.x))
  const y = mean(outline.map((point) => point.y))
  return outline.map((point) => ({ x: x + (point.x - x) * inner, y: y + (point.y - y) * inner }))
}

/** Luminance of the pixels in a polygon (every second one each way), and how many of them are burnt out. */
function pixelsWithin(
  raster: Raster,
  polygon: readonly Point[],
): Readonly<{ light: Histogram; burnt: number; white: number }> {
  const light = new Histogram()
  let count = 0
  let burnt = 0
  let white = 0
  forEachWithin(raster, polygon, 2, (_x, _y, red, green, blue) => {
    light.add(luminance(red, green, blue))
    count++
    if (Math.max(red, green, blue) >= burntFrom) burnt++
    if (Math.min(red, green, blue) >= whiteFrom) white++
  })
  const all = Math.max(1, count)
  return { light, burnt: burnt / all, white: white / all }
}

function wholePicture(
  { width, height, channels, data }: Raster,
  step: number,
): Readonly<{ light: Histogram; colourfulness: number }> {
  const light = new Histogram()
  let colour = 0
  let count = 0
  for (let pixel = 0; pixel < width * height; pixel += step) {
    const index = pixel * channels
    const red = data[index] ?? 0
    const green = data[index + 1] ?? 0
    const blue = data[index + 2] ?? 0
    light.add(luminance(red, green, blue))
    colour += Math.max(red, green, blue) - Math.min(red, green, blue)
    count++
  }
  return { light, colourfulness: colour / Math.max(1, count) }
}
