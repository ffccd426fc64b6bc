import { useBooth } from './booth.ts'
import { Rich, useText } from './text.tsx'

/** Head of the screens that stand before and after an application: whose booth this is. */
export function Masthead() {
  const { view } = useBooth()
  const { t } = useText()
  return (
    <div className="masthead">
      <svg className="mark" viewBox="0 0 35 45" aria-hidden>
        <rect
          x="1.5"
          y="1.5"
          width="32"
          height="42"
          rx="2.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
        />
        <path
          d="M17.5 10c-4.8 0-8 3.8-8 9s3.2 10 8 10 8-4.8 8-10-3.2-9-8-9zM5 42c.8-7 6-9.5 12.5-9.5S29.2 35 30 42z"
          fill="currentColor"
        />
      </svg>
      <b>
        <Rich>{t('app.name')}</Rich>
      </b>
      <span className="place">{view.booth.name}</span>
    </div>
  )
}
