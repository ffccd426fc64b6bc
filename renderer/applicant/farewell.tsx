import { Backpack, Coins, Eraser } from 'lucide-react'
import takeThings from '../illustrations/take-things.svg'
import { type ScreenProps } from './booth.ts'
import { Frame } from './frame.tsx'
import { Masthead } from './masthead.tsx'
import { Rich, useText } from './text.tsx'

/** Take your things; what was entered is gone. The next person begins anew. */
export function Farewell({ screen }: ScreenProps<'farewell'>) {
  const { t } = useText()
  return (
    <Frame
      name="farewell"
      title={t(screen.sent ? 'farewell.sent.title' : 'farewell.not-sent.title')}
      head={<Masthead />}
      custody={null}
    >
      <div className="plate picture fill">
        <img src={takeThings} alt="" />
      </div>
      <section className="fact large">
        <Backpack className="icon" aria-hidden />
        <p>
          {/* Where nothing was sent there is no slip to take. */}
          <Rich>{t(screen.sent ? 'farewell.say' : 'done.take-things')}</Rich>
        </p>
      </section>
      <section className="fact">
        <Eraser className="icon" aria-hidden />
        <p>
          <Rich>{t('farewell.erased')}</Rich>
        </p>
      </section>
      {screen.moneyBack > 0 && (
        <section className="fact large">
          <Coins className="icon" aria-hidden />
          <p>
            <Rich>{t('farewell.money-back', { amount: screen.moneyBack })}</Rich>
          </p>
        </section>
      )}
    </Frame>
  )
}
