import type { ReactNode } from 'react'
import { arrowOf, type HintArrow, type HintCode } from './hints.ts'
import './mirror.css'
import { portraitMillimetres } from '../../main/photo/analysis/crop.ts'
import { portraitFrame } from './portrait-frame.ts'

/* All paths are in millimetres of the portrait, 35 × 45: head 34 high, 4 below the upper edge, shoulders. */
const head =
  'M17.5 4C24.7 4 29.7 9.5 29.7 17.6C29.7 27.6 24.5 38 17.5 38C10.5 38 5.3 27.6 5.3 17.6C5.3 9.5 10.3 4 17.5 4Z'
const shoulders =
  'M12.5 37C12.4 39.5 11.6 40.9 9.3 41.6C6.8 42.4 4.5 43 2.1 43.9' +
  'M22.5 37C22.6 39.5 23.4 40.9 25.7 41.6C28.2 42.4 30.5 43 32.9 43.9'
const corners = 'M0 4.1V0H4.1M30.9 0H35V4.1M35 40.9V45H30.9M4.1 45H0V40.9'
/** Points right from its own middle; turned and placed by `arrows`. */
const arrow = 'M-3.5 -1.6H-.1V-3.6L3.5 0L-.1 3.6V1.6H-3.5Z'

type Placed = Readonly<{ x: number; y: number; turn: number }>

/** As the applicant sees it in the mirror: their own right is at the right. */
const arrows: Readonly<Record<HintArrow, readonly Placed[]>> = {
  right: [{ x: 30.6, y: 19.7, turn: 0 }],
  left: [{ x: 4.4, y: 19.7, turn: 180 }],
  up: [{ x: 17.5, y: 5, turn: -90 }],
  down: [{ x: 17.5, y: 37, turn: 90 }],
  // Outwards and inwards at the four corners, as pictures are enlarged and made smaller.
  closer: [
    { x: 31, y: 4, turn: -45 },
    { x: 31, y: 35, turn: 45 },
    { x: 4, y: 35, turn: 135 },
    { x: 4, y: 4, turn: -135 },
  ],
  back: [
    { x: 31, y: 4, turn: 135 },
    { x: 31, y: 35, turn: -135 },
    { x: 4, y: 35, turn: -45 },
    { x: 4, y: 4, turn: 45 },
  ],
}

export type HeadOutlineProps = Readonly<{
  /** The hint shown now: its arrow is drawn; `hold` makes the line whole and green. */
  hint: HintCode | null
  /** Pixels of the camera's picture. */
  picture: Readonly<{ width: number; height: number }>
}>

/**
 * The portrait's corners, the head outline and the way to move, over the mirror picture. Says nothing that the
 * hint's words do not say: hidden from assistive technology.
 */
export function HeadOutline({ hint, picture }: HeadOutlineProps): ReactNode {
  const { left, top, pxPerMm } = portraitFrame(picture)
  const pointing = hint === null ? null : arrowOf(hint)
  const line = head + shoulders
  return (
    <svg
      className="mirror-outline"
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      aria-hidden="true"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <g transform={`translate(${left} ${top}) scale(${pxPerMm})`}>
        <path
          className="mirror-veil"
          fillRule="evenodd"
          d={`M-200 -20H235V65H-200ZM0 0V${portraitMillimetres.height}H${portraitMillimetres.width}V0Z`}
        />
        <path className="mirror-corners" d={corners} strokeLinecap="butt" strokeWidth={0.4} />
        {hint === 'hold' ? (
          <>
            <path className="mirror-line-ground" d={line} strokeWidth={1.2} />
            <path className="mirror-line-good" d={line} strokeWidth={0.65} />
          </>
        ) : (
          <>
            <path className="mirror-line-edge" d={line} strokeWidth={0.87} strokeDasharray="1.85 1.4" />
            <path className="mirror-line-ground" d={line} strokeWidth={0.5} strokeDasharray="1.85 1.4" />
          </>
        )}
        {pointing !== null &&
          arrows[pointing].map(({ x, y, turn }) => (
            <path
              key={`${x} ${turn}`}
              className="mirror-arrow"
              d={arrow}
              strokeWidth={0.45}
              transform={`translate(${x} ${y}) rotate(${turn})`}
            />
          ))}
      </g>
    </svg>
  )
}
