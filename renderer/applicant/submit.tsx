import counter from '../illustrations/counter.svg'
import formBirth from '../illustrations/form-birth.svg'
import envelope from '../illustrations/sealed-envelope.svg'
import seat from '../illustrations/seat-height.svg'
import { isWide, type ScreenProps, useBooth } from './booth.ts'
import { Counter } from './counter.tsx'
import { Frame, NextKey } from './frame.tsx'
import { PhoneLines } from './phone-lines.tsx'
import { Rich, useText } from './text.tsx'
import { Key } from '../design/key.tsx'

/** Where it goes on: at the seat, with the form in hand, or at a counter. */
const waysOn = { photo: seat, 'date-of-birth': formBirth } as const

/** What is happening now; a refusal that can be mended here leads back with everything else kept. */
export function Submit({ screen }: ScreenProps<'submit'>) {
  const { view, act } = useBooth()
  const { t } = useText()
  const { phase, reason, mend } = screen
  if (phase === 'keeping' || phase === 'sending') {
    return (
      <Frame name="submit" subject={phase} title={t(`submit.${phase}.title`)} say={t(`submit.${phase}.say`)}>
        <div className="plate picture fill">
          <img src={envelope} alt="" />
        </div>
        <p className="waiting" aria-live="polite">
          <span className="pulse" />
          <span>
            <Rich>{t(`submit.${phase}.title`)}</Rich>
          </span>
        </p>
      </Frame>
    )
  }
  const words =
    phase === 'refused' && reason !== undefined
      ? ({ title: `refused.${reason}.title`, say: `refused.${reason}.say` } as const)
      : ({ title: 'submit.not-kept.title', say: 'submit.not-kept.say' } as const)
  const leave = mend === undefined
  return (
    <Frame
      name="submit"
      subject={`${phase} ${reason ?? ''}`}
      title={t(words.title)}
      say={t(words.say)}
      others={
        !leave && (
          <Key act="next" onPress={() => void act({ type: 'next' })}>
            <Rich>{t('done.finish')}</Rich>
          </Key>
        )
      }
      main={
        leave ? (
          <NextKey>{t('done.finish')}</NextKey>
        ) : (
          <Key act="mend" kind="main" onPress={() => void act({ type: 'mend' })}>
            <Rich>{t(`submit.mend.${mend}`)}</Rich>
          </Key>
        )
      }
    >
      <div className="blocks" data-beside={isWide(view) ? 'on' : undefined}>
        <div className="plate picture fill">
          <img src={mend === undefined ? counter : waysOn[mend]} alt="" />
        </div>
        <div className="blocks">
          <section className="advice">
            <h2>
              <Rich>{t('counter.title')}</Rich>
            </h2>
            <Counter counter={view.booth.counter} />
          </section>
          <PhoneLines />
        </div>
      </div>
    </Frame>
  )
}
