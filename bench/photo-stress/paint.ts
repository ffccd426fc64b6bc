import type { Sharp } from 'sharp'
import { linear } from '../../main/photo/analysis/colour.ts'
import { lumaOf } from '../../main/photo/analysis/luma.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import { fromRaster } from '../../main/photo/decode.ts'
import type { Rgb, Subject } from './subject.ts'

type Box = Readonly<{ left: number; top: number; width: number; height: number }>

export async function jpeg(raster: Raster, quality = 92): Promise<Uint8Array> {
  return await fromRaster(raster).jpeg({ quality }).toBuffer()
}

export async function rasterOf(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: 3, data }
}

export const css = ([red, green, blue]: Rgb): string => `rgb(${red},${green},${blue})`

/** The same colour, lighter (factor above 1) or darker. */
export const shade = ([red, green, blue]: Rgb, factor: number): Rgb => {
  const scaled = (value: number): number => Math.round(Math.min(255, value * factor))
  return [scaled(red), scaled(green), scaled(blue)]
}

/** An SVG of the size of the picture; `defs` and drawing in pixels. */
export const drawing = ({ width, height }: Raster, content: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`)

/** A group whose unit is the inter-eye distance, its origin between the eyes, its axes those of the face. */
export const onFace = ({ origin, along, down, unit }: Subject, content: string): string =>
  `<g transform="matrix(${along.x * unit} ${along.y * unit} ${down.x * unit} ${down.y * unit} ${origin.x} ${origin.y})">${content}</g>`

/** Draws over the picture; `grain` adds the camera's noise to what was drawn, as a real thing would show it. */
export async function drawOver(raster: Raster, content: string): Promise<Raster> {
  return await rasterOf(fromRaster(raster).composite([{ input: drawing(raster, content) }]))
}

/** Puts another wall behind the person: a drawing in pixels. */
export async function drawBehind(subject: Subject, content: string): Promise<Raster> {
  const { raster } = subject
  return putBehind(subject, await drawOver(raster, content))
}

/** The person over another picture of the same size. */
export function putBehind({ raster, person }: Subject, wall: Raster): Raster {
  const data = Buffer.from(wall.data)
  for (let y = 0; y < raster.height; y++) {
    for (let x = 0; x < raster.width; x++) {
      const share = Math.min(1, Math.max(0, (person(x, y) - 0.35) / 0.5))
      if (share === 0) continue
      const index = (y * raster.width + x) * 3
      for (let channel = index; channel < index + 3; channel++) {
        data[channel] = (raster.data[channel] ?? 0) * share + (data[channel] ?? 0) * (1 - share)
      }
    }
  }
  return { ...raster, data }
}

const srgb = (light: number): number => {
  const share = Math.min(1, Math.max(0, light))
  return 255 * (share <= 0.003_130_8 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055)
}

/** Multiplies linear light: one factor for each channel, the same everywhere. */
export function expose(raster: Raster, factors: Rgb): Raster {
  const tables = factors.map((factor) =>
    Uint8Array.from({ length: 256 }, (_, value) => Math.round(srgb((linear[value] ?? 0) * factor))),
  )
  const data = Buffer.alloc(raster.data.length)
  for (let index = 0; index < data.length; index++) {
    data[index] = tables[index % 3]?.[raster.data[index] ?? 0] ?? 0
  }
  return { ...raster, data }
}

export const stops = (ev: number): Rgb => [2 ** ev, 2 ** ev, 2 ** ev]

/** Multiplies linear light by a factor that depends on the place. */
export function relight(raster: Raster, factor: (x: number, y: number) => number): Raster {
  const { width, height } = raster
  const data = Buffer.alloc(raster.data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = (y * width + x) * 3
      const gain = factor(x, y)
      for (let at = index; at < index + 3; at++) data[at] = srgb((linear[raster.data[at] ?? 0] ?? 0) * gain)
    }
  }
  return { ...raster, data }
}

/** A tone curve on the bytes as they are. */
export function tone(raster: Raster, curve: (share: number) => number): Raster {
  const table = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(255 * Math.min(1, Math.max(0, curve(value / 255)))),
  )
  return { ...raster, data: Buffer.from(raster.data.map((value) => table[value] ?? 0)) }
}

/** Adds noise of a sensor: normal, `sigma` levels of 255, each channel on its own, the same on every machine. */
export function addNoise(raster: Raster, sigma: number): Raster {
  let state = 12_345
  // The sum of four uniform numbers is near enough to a normal one.
  const uniform = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const data = Buffer.from(raster.data)
  const scale = sigma * Math.sqrt(3)
  for (let index = 0; index < data.length; index++) {
    const noise = (uniform() + uniform() + uniform() + uniform() - 2) * scale
    data[index] = Math.min(255, Math.max(0, Math.round((data[index] ?? 0) + noise)))
  }
  return { ...raster, data }
}

/** Moves pixels within a box: each takes the colour of where `from` points to. */
export function warp(
  raster: Raster,
  box: Box,
  from: (x: number, y: number) => readonly [number, number],
): Raster {
  const data = Buffer.from(raster.data)
  const { width, height } = raster
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.top + box.height); y++) {
    for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(width, box.left + box.width); x++) {
      const [sx, sy] = from(x, y)
      if (sx === x && sy === y) continue
      const x0 = Math.min(width - 2, Math.max(0, Math.floor(sx)))
      const y0 = Math.min(height - 2, Math.max(0, Math.floor(sy)))
      const [fx, fy] = [sx - x0, sy - y0]
      for (let channel = 0; channel < 3; channel++) {
        const at = (i: number, j: number): number =>
          raster.data[((y0 + j) * width + x0 + i) * 3 + channel] ?? 0
        data[(y * width + x) * 3 + channel] =
          (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy
      }
    }
  }
  return { ...raster, data }
}

/** Cuts a window that may reach beyond the picture; its edge pixels are repeated there. */
export async function cut(raster: Raster, box: Box): Promise<Raster> {
  const left = Math.round(box.left)
  const top = Math.round(box.top)
  const width = Math.round(box.width)
  const height = Math.round(box.height)
  const extend = {
    left: Math.max(0, -left),
    top: Math.max(0, -top),
    right: Math.max(0, left + width - raster.width),
    bottom: Math.max(0, top + height - raster.height),
  }
  const larger = await rasterOf(fromRaster(raster).extend({ ...extend, extendWith: 'copy' }))
  return await rasterOf(
    fromRaster(larger).extract({ left: left + extend.left, top: top + extend.top, width, height }),
  )
}

/** Turns the picture about the face, keeping its size; the corners are filled by repeating the edge. */
export async function turn(subject: Subject, degrees: number): Promise<Raster> {
  const { raster } = subject
  const margin = Math.ceil(Math.max(raster.width, raster.height) * 0.3)
  const larger = await rasterOf(
    fromRaster(raster).extend({
      left: margin,
      right: margin,
      top: margin,
      bottom: margin,
      extendWith: 'copy',
    }),
  )
  const turned = await rasterOf(fromRaster(larger).rotate(degrees, { background: css(subject.wall) }))
  return await rasterOf(
    fromRaster(turned).extract({
      left: Math.floor((turned.width - raster.width) / 2),
      top: Math.floor((turned.height - raster.height) / 2),
      width: raster.width,
      height: raster.height,
    }),
  )
}

export async function scale(raster: Raster, factor: number): Promise<Raster> {
  return await rasterOf(
    fromRaster(raster).resize(Math.round(raster.width * factor), Math.round(raster.height * factor)),
  )
}

/** Black and white, as weighed for television (ITU-R BT.601). */
export function grey(raster: Raster): Raster {
  const { values } = lumaOf(raster)
  return { ...raster, data: Buffer.from(raster.data.map((_, index) => values[Math.floor(index / 3)] ?? 0)) }
}
