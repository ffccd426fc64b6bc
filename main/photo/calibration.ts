import { err, ok, type Result } from '../../hardware/result.ts'
import { divideIntoCells } from './analysis/cells.ts'
import { luminance } from './analysis/colour.ts'
import { lumaOf } from './analysis/luma.ts'
import type { PersonMask } from './analysis/person-mask.ts'
import type { Raster } from './analysis/raster.ts'
import { Histogram, median } from './analysis/statistics.ts'
import { observeWall } from './analysis/wall.ts'
import { decodeFull, decodeOverview } from './decode.ts'
import { inspectFile } from './file.ts'

/** A measured value of the camera's set-up beside what it should be; without `least` nothing is too little. */
export type CalibrationReading = Readonly<{
  name: CalibrationName
  value: number
  unit: string
  least?: number
  most: number
}>
export type CalibrationName = keyof typeof limits

export type CalibrationFault = 'unreadable' | 'no-edges'

/**
 * Stricter than the rules for applicants, so that a booth that passes here leaves them room: half of the
 * warn limits of the background rules.
 */
const limits = {
  /** Mean ΔE from a smooth wall. */
  wallUnevenness: { unit: 'ΔE', most: 1.3 },
  wallLightness: { unit: 'L*', least: 75, most: 97 },
  wallTint: { unit: 'C*', most: 9 },
  /** Stops between right and left. */
  wallHalves: { unit: 'EV', least: -0.25, most: 0.25 },
  // A light wall at L* 85 reflects 66 % of white; a third of a stop either way is what cameras can be set to.
  exposure: { unit: 'EV', least: -0.34, most: 0.34 },
  burntOut: { unit: '%', most: 0.5 },
  // 10–90 % rise of an edge. The portrait is half the size of a 12-megapixel still, so 4 px there are 2 here.
  sharpness: { unit: 'px', most: 4 },
  sharpnessAround: { unit: 'px', most: 6 },
} as const satisfies Record<string, Omit<CalibrationReading, 'name' | 'value'>>

const reading = (name: CalibrationName, value: number): CalibrationReading => {
  // A tenth of a stop is seen; a tenth of the others is not.
  const parts = limits[name].unit === 'EV' ? 100 : 10
  return { name, value: Math.round(value * parts) / parts, ...limits[name] }
}

/** Evenness, lightness, colour and side light of the backdrop, from a picture of the empty seat. */
export async function measureBackdrop(
  bytes: Uint8Array,
): Promise<Result<readonly CalibrationReading[], CalibrationFault>> {
  const picture = await read(bytes, decodeOverview)
  if (!picture.ok) return picture
  const wall = observeWall(divideIntoCells(picture.value, nobody(picture.value)))
  if (wall === null) return err('unreadable')
  return ok([
    reading('wallUnevenness', wall.unevenness),
    reading('wallLightness', wall.lightness),
    reading('wallTint', wall.chroma),
    reading('wallHalves', wall.halves),
  ])
}

/** Linear luminance that the empty backdrop should have: L* 85. */
const aimedLight = 0.66

/** How many stops the exposure is off, and what is burnt out, from a picture of the empty seat. */
export async function measureExposure(
  bytes: Uint8Array,
): Promise<Result<readonly CalibrationReading[], CalibrationFault>> {
  const picture = await read(bytes, decodeOverview)
  if (!picture.ok) return picture
  const { width, height, channels, data } = picture.value
  const light = new Histogram()
  let burnt = 0
  for (let index = 0; index < width * height * channels; index += channels) {
    const [red = 0, green = 0, blue = 0] = [data[index], data[index + 1], data[index + 2]]
    light.add(luminance(red, green, blue))
    if (Math.max(red, green, blue) >= 253) burnt++
  }
  const stops = Math.log2(aimedLight / Math.max(1 / 1024, light.quantile(0.5)))
  return ok([reading('exposure', stops), reading('burntOut', (100 * burnt) / (width * height))])
}

/** Height in pixels of the 12-megapixel stills that the limits of sharpness are made for. */
const limitedHeight = 3_000
/** Smaller pictures are nearer to the portrait's own pixels; a sensor's colour grid alone makes an edge 2 px wide. */
const leastScale = 2.5 / limits.sharpness.most

/**
 * Sharpness of black-and-white edges on a test chart before the face's place: in the middle ninth of the
 * picture, and the worst of the ninths around it that show the chart too.
 */
export async function measureChart(
  bytes: Uint8Array,
): Promise<Result<readonly CalibrationReading[], CalibrationFault>> {
  const picture = await read(bytes, decodeFull)
  if (!picture.ok) return picture
  const raster = picture.value
  const middle = edgeRise(raster, 1, 1)
  if (middle === null) return err('no-edges')
  const around = [0, 1, 2]
    .flatMap((column) =>
      [0, 1, 2].map((row) => (column === 1 && row === 1 ? null : edgeRise(raster, column, row))),
    )
    .filter((rise) => rise !== null)
  const scale = Math.max(leastScale, raster.height / limitedHeight)
  const scaled = (name: 'sharpness' | 'sharpnessAround', value: number): CalibrationReading => ({
    ...reading(name, value),
    most: Math.round(10 * scale * limits[name].most) / 10,
  })
  return ok([
    scaled('sharpness', middle),
    ...(around.length === 0 ? [] : [scaled('sharpnessAround', Math.max(...around))]),
  ])
}

async function read(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Promise<Raster>,
): Promise<Result<Raster, CalibrationFault>> {
  const inspected = await inspectFile(bytes)
  if (!inspected.ok) return err('unreadable')
  try {
    return ok(await decode(bytes))
  } catch {
    return err('unreadable')
  }
}

const nobody = (raster: Raster): PersonMask => ({
  size: 1,
  values: new Float32Array(1),
  left: 0,
  top: 0,
  cell: Math.max(raster.width, raster.height),
})

/** Levels of 255 that an edge must span to count as one of the chart's. */
const leastStep = 80
/** Levels by which brightness must turn back to end an edge: less is grain. */
const grain = 24
/** Rows averaged against grain: few enough that a chart held a little askew does not smear over them. */
const rowsTogether = 4
/** Edges that a ninth of the picture must show. */
const leastEdges = 20

/** Median 10–90 % rise of the upright black-and-white edges in one ninth of the picture, pixels. */
function edgeRise(raster: Raster, column: number, row: number): number | null {
  const { width, height, values } = lumaOf(raster, {
    left: (column * raster.width) / 3,
    top: (row * raster.height) / 3,
    width: raster.width / 3,
    height: raster.height / 3,
  })
  const rises: number[] = []
  for (let top = 0; top + rowsTogether <= height; top += 2 * rowsTogether) {
    const line = Float32Array.from({ length: width }, (_, x) => {
      let sum = 0
      for (let y = top; y < top + rowsTogether; y++) sum += values[y * width + x] ?? 0
      return sum / rowsTogether
    })
    for (const [from, to] of swingsOf(line)) {
      if (Math.abs((line[to] ?? 0) - (line[from] ?? 0)) >= leastStep) rises.push(riseOf(line, from, to))
    }
  }
  return rises.length < leastEdges ? null : median(rises)
}

/** Where brightness turns: each pair goes from one turn to the next. */
function swingsOf(line: Float32Array): (readonly [number, number])[] {
  const at = (x: number): number => line[x] ?? 0
  const swings: (readonly [number, number])[] = []
  let from = 0
  let turn = 0
  let direction = 0
  for (let x = 1; x < line.length; x++) {
    if (direction === 0) {
      if (Math.abs(at(x) - at(from)) > grain) {
        direction = Math.sign(at(x) - at(from))
        turn = x
      }
    } else if ((at(x) - at(turn)) * direction > 0) {
      turn = x
    } else if ((at(turn) - at(x)) * direction > grain) {
      swings.push([from, turn])
      from = turn
      turn = x
      direction = -direction
    }
  }
  return swings
}

/** Pixels between 10 % and 90 % of a step, walking outwards from its middle. */
function riseOf(line: Float32Array, from: number, to: number): number {
  const start = line[from] ?? 0
  const step = (line[to] ?? 0) - start
  const share = (x: number): number => ((line[x] ?? 0) - start) / step
  let middle = from + 1
  while (middle < to && share(middle) < 0.5) middle++
  let low = middle - 1
  while (low > from && share(low) > 0.1) low--
  let high = middle
  while (high < to && share(high) < 0.9) high++
  const crossing = (x: number, level: number): number => {
    const slope = share(x + 1) - share(x)
    return slope > 0 ? x + (level - share(x)) / slope : x
  }
  return crossing(high - 1, 0.9) - crossing(low, 0.1)
}
