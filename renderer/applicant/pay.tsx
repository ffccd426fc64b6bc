import coins from '../illustrations/coins-to-slot.svg'
import { type ScreenProps } from './booth.ts'
import { Frame } from './frame.tsx'
import { Rich, useText } from './text.tsx'

/** What it costs, what was put in, and that it comes back until the application is sent. */
export function Pay({ screen }: ScreenProps<'pay'>) {
  const { t } = useText()
  const { price, inserted, givingBack } = screen
  const sums = [
    ['price', price],
    ['inserted', inserted],
    ['left', Math.max(0, price - inserted)],
  ] as const
  const rows = givingBack ? sums.filter(([name]) => name === 'inserted') : sums
  return (
    <Frame
      name="pay"
      subject={givingBack ? 'giving-back' : 'taking'}
      title={givingBack ? t('pay.giving-back') : t('pay.title')}
      say={givingBack ? t('pay.application-free') : t('pay.say')}
    >
      <div className="plate picture fill">
        <img src={coins} alt="" />
      </div>
      <dl className="sums plate" aria-live="polite">
        {rows.map(([name, amount]) => (
          <div key={name} className={name}>
            <dt>
              <Rich>{t(`pay.${name}`)}</Rich>
            </dt>
            <dd className="num">
              <Rich>{t('pay.yen', { amount })}</Rich>
            </dd>
          </div>
        ))}
      </dl>
      <p className="note">
        <Rich>{t('pay.application-free')}</Rich>
      </p>
    </Frame>
  )
}
