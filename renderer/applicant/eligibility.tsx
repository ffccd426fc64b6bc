import { Globe, IdCard, MapPin } from 'lucide-react'
import collect from '../illustrations/collect-card.svg'
import collectTogether from '../illustrations/collect-card-together.svg'
import counterBaby from '../illustrations/counter-baby.svg'
import { isWide, type ScreenProps, useBooth } from './booth.ts'
import { Counter } from './counter.tsx'
import { Frame, NextKey } from './frame.tsx'
import { PhoneLines } from './phone-lines.tsx'
import { Rich, useText } from './text.tsx'

/** Who may apply here, who comes with somebody, who goes to the counter; and what a period of stay means. */
export function Eligibility({ screen }: ScreenProps<'eligibility'>) {
  const { view } = useBooth()
  const { t } = useText()
  const { outcome } = screen
  const beside = isWide(view) ? 'on' : undefined
  if (outcome === 'under-one') {
    return (
      <Frame
        name="eligibility"
        subject={outcome}
        title={t('eligibility.under-one.title')}
        say={t('eligibility.under-one.say')}
        main={<NextKey>{t('done.finish')}</NextKey>}
      >
        <div className="blocks" data-beside={beside}>
          <div className="plate picture fill">
            <img src={counterBaby} alt="" />
          </div>
          <div className="blocks">
            <section className="fact">
              <MapPin className="icon" aria-hidden />
              <div>
                <h2>
                  <Rich>{t('eligibility.under-one.where')}</Rich>
                </h2>
                <Counter counter={view.booth.counter} />
              </div>
            </section>
            <PhoneLines />
          </div>
        </div>
      </Frame>
    )
  }
  return (
    <Frame
      name="eligibility"
      subject={outcome}
      title={t(`eligibility.${outcome}.title`)}
      say={t(`eligibility.${outcome}.say`)}
      main={<NextKey>{t('eligibility.next')}</NextKey>}
    >
      <div className="blocks" data-beside={beside}>
        <div className="plate picture fill">
          <img src={outcome === 'under-fifteen' ? collectTogether : collect} alt="" />
        </div>
        <div className="blocks">
          {outcome === 'under-fifteen' && (
            <section className="fact">
              <IdCard className="icon" aria-hidden />
              <div>
                <h2>
                  <Rich>{t('options.signature.name')}</Rich>
                </h2>
                <p>
                  <Rich>{t('eligibility.under-fifteen.certificate')}</Rich>
                </p>
              </div>
            </section>
          )}
          <section className="fact">
            <Globe className="icon" aria-hidden />
            <div>
              <h2>
                <Rich>{t('eligibility.foreign.title')}</Rich>
              </h2>
              <p>
                <Rich>{t('eligibility.foreign.say')}</Rich>
              </p>
            </div>
          </section>
          <p className="weighty">
            <Rich>{t('eligibility.foreign.extension')}</Rich>
          </p>
        </div>
      </div>
    </Frame>
  )
}
