import { Check } from 'lucide-react'
import type { ScreenName } from '../../main/service/contract.ts'
import { plain, Rich, useText } from './text.tsx'

const steps = ['form', 'person', 'photo', 'send'] as const

/** Which of the four steps a screen belongs to; 4 is "all behind". */
export const stepOf: Readonly<Record<ScreenName, number>> = {
  'out-of-service': 0,
  welcome: 0,
  notice: 0,
  scan: 0,
  'confirm-form': 0,
  'date-of-birth': 1,
  eligibility: 1,
  options: 1,
  prepare: 2,
  pay: 2,
  position: 2,
  capture: 2,
  choose: 2,
  review: 3,
  submit: 3,
  done: 4,
  farewell: 4,
}

/** Four words at the top: where one is. Never a percentage. */
export function Steps({ screen }: Readonly<{ screen: ScreenName }>) {
  const { t } = useText()
  const now = stepOf[screen]
  return (
    <ol
      className="steps"
      aria-label={plain(t('progress.step', { total: steps.length, step: Math.min(now + 1, steps.length) }))}
    >
      {steps.map((step, index) => (
        <li
          key={step}
          className={index < now ? 'past' : index === now ? 'now' : ''}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className="n">
            {index < now ? <Check className="icon" strokeWidth={3} aria-hidden /> : index + 1}
          </span>
          <span className="lbl">
            <Rich>{t(`progress.${step}`)}</Rich>
            {index < now && <span className="unseen">{plain(t('progress.finished'))}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
