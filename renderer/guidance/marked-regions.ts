import type { Reason, Region } from '../../main/photo/contract.ts'
import type { PictureSize } from './portrait-frame.ts'

/** More rings than this say nothing any more: the first is what to mend first. */
const mostMarks = 2
/** Of the smaller of two regions: beyond it, one ring serves both. */
const samePlaceOverlap = 0.5
/** Shares of the shown picture's height (looks, `choose`): a ring's least side, and half its stroke's white ground. */
const leastSide = 0.08
const edge = 0.018

/** A ring in pixels of the shown part of the picture. */
export type Ring = Readonly<{ x: number; y: number; width: number; height: number }>

/** The regions to mark, most important first: blocks before warnings, each place once, never mere information. */
export function markedRegions(reasons: readonly Reason[]): Region[] {
  const bySeverity = (['block', 'warn'] as const).flatMap((severity) =>
    reasons.flatMap((reason) => (reason.severity === severity && reason.region ? [reason.region] : [])),
  )
  const regions: Region[] = []
  for (const region of bySeverity) {
    if (regions.length === mostMarks) break
    if (!regions.some((other) => overlap(region, other) > samePlaceOverlap)) regions.push(region)
  }
  return regions
}

/** Shared area over the smaller of the two. */
function overlap(a: Region, b: Region): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / Math.min(a.width * a.height, b.width * b.height)
}

/** The ring of a region, large enough to be seen and inside of what is shown (`shown`: shares of the picture). */
export function ringOf(region: Region, picture: PictureSize, shown: Region): Ring {
  const height = picture.height * shown.height
  const along = (
    from: number,
    length: number,
    pixels: number,
    first: number,
    last: number,
  ): [number, number] => {
    const side = Math.max(leastSide * height, length * pixels)
    const middle = (from + length / 2 - first) * pixels
    const room = (last - first) * pixels
    const start = Math.max(edge * height, middle - side / 2)
    const end = Math.min(room - edge * height, middle + side / 2)
    // A region that lies outside of what is shown is marked at the edge nearest to it.
    const least = Math.min(leastSide * height, room)
    return [Math.min(start, room - edge * height - least), Math.max(least, end - start)]
  }
  const [x, width] = along(region.left, region.width, picture.width, shown.left, shown.left + shown.width)
  const [y, tall] = along(region.top, region.height, picture.height, shown.top, shown.top + shown.height)
  return { x, y, width, height: tall }
}
