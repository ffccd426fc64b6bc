import { chroma, deltaE, labOf, type Lab } from '../../main/photo/analysis/colour.ts'
import type { SeatTest } from '../../main/staff/contract.ts'

/** The picture is looked at in so many fields: coarse enough for noise to vanish, fine enough for a stain of 5 cm. */
export const columns = 32
export const rows = 24
/** Where the wall is seen when nobody sits there: above the seat, within the portrait's width and a little more. */
const wall = { left: 0.2, right: 0.8, top: 0.05, bottom: 0.7 } as const

/** `pixels`: RGBA, `columns` × `rows`, row by row. */
export const wallOf = (pixels: ArrayLike<number>): SeatTest | null => {
  const labs: Lab[] = []
  for (let row = Math.round(wall.top * rows); row < wall.bottom * rows; row += 1) {
    for (let column = Math.round(wall.left * columns); column < wall.right * columns; column += 1) {
      const at = 4 * (row * columns + column)
      if ((pixels[at + 3] ?? 0) === 0) return null
      labs.push(labOf(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0))
    }
  }
  const mean = (read: (lab: Lab) => number): number =>
    labs.reduce((sum, lab) => sum + read(lab), 0) / labs.length
  const middle: Lab = { l: mean(({ l }) => l), a: mean(({ a }) => a), b: mean(({ b }) => b) }
  return {
    lightness: tenth(middle.l),
    unevenness: tenth(mean((lab) => deltaE(lab, middle))),
    tint: tenth(chroma(middle)),
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10
