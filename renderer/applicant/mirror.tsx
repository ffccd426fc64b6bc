import type { HintArrow } from '../guidance/hints.ts'
import { useCamera } from './camera.ts'
import { plain, useText } from './text.tsx'

/** Where the arrow lies on the outline's drawing, and how it is turned. */
const arrows: Readonly<Record<HintArrow, string>> = {
  right: 'translate(925 470)',
  left: 'translate(355 470) rotate(180)',
  up: 'translate(640 215) rotate(-90)',
  down: 'translate(640 800) rotate(90)',
  closer: 'translate(640 470)',
  back: 'translate(640 470)',
}
const straight = 'M-75 -34H-1V-78L77 0L-1 78V34H-75Z'
const outward = 'M0 -150L60 -84H24V84H60L0 150L-60 84H-24V-84H-60Z'

const outline =
  'M640 127C796 127 906 246 906 424C906 640 792 867 640 867C488 867 374 640 374 424C374 246 484 127 640 127ZM532 846C530 900 512 930 462 946C406 964 356 976 304 996M748 846C750 900 768 930 818 946C874 964 924 976 976 996'

/** The mirror picture with the cut and the head outline of the photo rules: head 34 of 45 mm, 4 mm above. */
export function Mirror({ arrow }: Readonly<{ arrow: HintArrow | null }>) {
  const camera = useCamera()
  const { t } = useText()
  return (
    <div className="live fill" role="img" aria-label={plain(t('picture.mirror'))}>
      <div className="mirror" ref={camera.attach} />
      <svg
        viewBox="0 0 1280 1060"
        preserveAspectRatio="xMidYMid slice"
        aria-hidden
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M-900 -900H2180V1960H-900ZM259 40V1020H1021V40Z" fillRule="evenodd" fill="var(--veil)" />
        <path
          d="M259 130V40H349M931 40H1021V130M1021 930V1020H931M349 1020H259V930"
          stroke="var(--bracket)"
          strokeWidth="9"
          strokeLinecap="butt"
        />
        <path d={outline} stroke="#171C1F" strokeWidth="19" strokeDasharray="40 30" />
        <path d={outline} stroke="#ffffff" strokeWidth="11" strokeDasharray="40 30" />
        {arrow !== null && (
          <path
            className="arrow"
            d={arrow === 'closer' || arrow === 'back' ? outward : straight}
            transform={arrows[arrow]}
            fill="#D23B1C"
            stroke="#fff"
            strokeWidth="10"
          />
        )}
      </svg>
    </div>
  )
}
