import { median } from './statistics.ts'

/** CIE Lab, D65 white, from 8-bit sRGB. L 0–100; a and b about −100…100. */
export type Lab = Readonly<{ l: number; a: number; b: number }>

/** sRGB byte → linear light 0…1 (IEC 61966-2-1). */
export const linear: Float64Array = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

/** Relative luminance of a pixel, 0…1 (ITU-R BT.709 primaries). */
export const luminance = (red: number, green: number, blue: number): number =>
  0.2126 * lin(red) + 0.7152 * lin(green) + 0.0722 * lin(blue)

/** Channels may be fractions: means of several pixels. */
export function labOf(red: number, green: number, blue: number): Lab {
  const r = lin(red)
  const g = lin(green)
  const b = lin(blue)
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) }
}

/** CIE 1976 colour difference. */
export const deltaE = (p: Lab, q: Lab): number =>
  Math.sqrt((p.l - q.l) ** 2 + (p.a - q.a) ** 2 + (p.b - q.b) ** 2)

/** The part of it that is hue and chroma, not lightness. */
export const deltaChroma = (p: Lab, q: Lab): number => Math.sqrt((p.a - q.a) ** 2 + (p.b - q.b) ** 2)

/**
 * Hue and chroma freed from exposure and shading: under half the light a* and b* shrink as L* + 16 does.
 * In units of a* and b* at L* = 66, a middling skin.
 */
export const tint = ({ l, a, b }: Lab): Readonly<{ a: number; b: number }> => ({
  a: (a * 82) / (Math.max(1, l) + 16),
  b: (b * 82) / (Math.max(1, l) + 16),
})

export const chroma = (p: Lab): number => Math.hypot(p.a, p.b)

const lin = (value: number): number => {
  const low = value <= 0 ? 0 : value >= 255 ? 255 : value | 0
  const a = linear[low] ?? 0
  return low === 255 ? a : a + ((linear[low + 1] ?? a) - a) * (value - low)
}

const curve = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)

export const medianLab = (labs: readonly Lab[]): Lab => ({
  l: median(labs.map(({ l }) => l)),
  a: median(labs.map(({ a }) => a)),
  b: median(labs.map(({ b }) => b)),
})
