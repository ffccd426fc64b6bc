import type { ReactNode } from 'react'
import type { Reason, Region } from '../../main/photo/contract.ts'
import { markedRegions, ringOf } from './marked-regions.ts'
import './mirror.css'
import type { PictureSize } from './portrait-frame.ts'

/** Stroke, its white ground and the roundness of a ring, as shares of the shown height (looks, `choose`). */
const line = 0.02
const ground = 0.036
const roundness = 0.067

export type MarksProps = Readonly<{
  reasons: readonly Reason[]
  /** Pixels of the checked picture. */
  picture: PictureSize
  /** The part of the picture that is shown, as shares of it; all of it if absent. */
  shown?: Region
}>

const wholePicture: Region = { left: 0, top: 0, width: 1, height: 1 }

/** Rings where a picture has something to mend. The words stand beside it: hidden from assistive technology. */
export function Marks({ reasons, picture, shown = wholePicture }: MarksProps): ReactNode {
  const width = picture.width * shown.width
  const height = picture.height * shown.height
  const rings = markedRegions(reasons).map((region) => ringOf(region, picture, shown))
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
