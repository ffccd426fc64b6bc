import type { ReactNode } from 'react'
import type { Reason, Region } from '../../main/photo/contract.ts'
import './mirror.css'

/** Stroke, its white ground, and the least size and roundness of a mark, as shares of the picture's height (looks, `choose`). */
const line = 0.02
const ground = 0.036
const leastSide = 0.08
const roundness = 0.067
/** More rings than this say nothing any more: the first is what to mend first. */
const mostMarks = 2

export type MarksProps = Readonly<{
  reasons: readonly Reason[]
  /** Pixels of the checked picture. */
  picture: Readonly<{ width: number; height: number }>
  /** The part of the picture that is shown, as shares of it; all of it if absent. */
  shown?: Region
}>

const wholePicture: Region = { left: 0, top: 0, width: 1, height: 1 }

/** The regions to mark, most important first: blocks before warnings, one for each place, never mere information. */
export function markedRegions(reasons: readonly Reason[]): Region[] {
  const bySeverity = (['block', 'warn'] as const).flatMap((severity) =>
    reasons.flatMap((reason) => (reason.severity === severity && reason.region ? [reason.region] : [])),
  )
  const regions: Region[] = []
  for (const region of bySeverity) {
    if (regions.length < mostMarks && !regions.some((other) => overlap(region, other) > 0.5))
      regions.push(region)
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

/** Rings where a picture has something to mend. The words stand beside it: hidden from assistive technology. */
export function Marks({ reasons, picture, shown = wholePicture }: MarksProps): ReactNode {
  const width = picture.width * shown.width
  const height = picture.height * shown.height
  const rings = markedRegions(reasons).map((region) => {
    const least = leastSide * height
    const ring = {
      width: Math.max(least, region.width * picture.width),
      height: Math.max(least, region.height * picture.height),
    }
    const x = (region.left + region.width / 2 - shown.left) * picture.width - ring.width / 2
    const y = (region.top + region.height / 2 - shown.top) * picture.height - ring.height / 2
    const edge = (ground * height) / 2
    const left = Math.max(edge, x)
    const top = Math.max(edge, y)
    return {
      x: left,
      y: top,
      width: Math.max(least, Math.min(width - edge, x + ring.width) - left),
      height: Math.max(least, Math.min(height - edge, y + ring.height) - top),
    }
  })
  return (
    <svg
      className="marks"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      fill="none"
    >
      {rings.map((ring) => (
        <g key={`${ring.x} ${ring.y}`}>
          <rect className="marks-ground" {...ring} rx={roundness * height} strokeWidth={ground * height} />
          <rect className="marks-line" {...ring} rx={roundness * height} strokeWidth={line * height} />
        </g>
      ))}
    </svg>
  )
}
