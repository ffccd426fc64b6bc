import { Check, KeyRound, PenLine, ScanText } from 'lucide-react'
import type { CardOptions } from '../../main/service/contract.ts'
import { isLow, isWide, type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { plain, Rich, useText } from './text.tsx'

const choices = [
  { option: 'authenticationCertificate', name: 'authentication', icon: KeyRound },
  { option: 'signatureCertificate', name: 'signature', icon: PenLine },
  { option: 'brailleName', name: 'braille', icon: ScanText },
] as const

/** The two certificates (issued unless left out) and the Braille name, each with what it is for. */
export function Options({ screen }: ScreenProps<'options'>) {
  const { act, view } = useBooth()
  const { t } = useText()
  const { options, signatureAvailable } = screen
  const set = (change: Partial<CardOptions>) =>
    void act({ type: 'set-options', options: { ...options, ...change } })
  const low = isLow(view)

  const switchKey = ({ option, name }: (typeof choices)[number], number: number) => {
    const possible = option !== 'signatureCertificate' || signatureAvailable
    const on = possible && options[option]
    return (
      <button
        key={option}
        type="button"
        role="switch"
        className="key switch"
        data-act={`option-${name}`}
        aria-checked={on}
        aria-disabled={!possible || undefined}
        aria-label={plain(t(`options.${name}.name`))}
        onClick={() => possible && set({ [option]: !on })}
      >
        {low && <b className="num">{number}</b>}
        <span className={on ? 'mark on' : 'mark'}>
          {on && <Check className="icon" strokeWidth={3.4} aria-hidden />}
        </span>
        <span className="words">
          <Rich>{t(on ? 'options.on' : 'options.off')}</Rich>
        </span>
      </button>
    )
  }

  return (
    <Frame
      name="options"
      title={t('options.title')}
      say={t('options.say')}
      main={<NextKey>{t('options.next')}</NextKey>}
      {...(low && { controls: <div className="switches">{choices.map((c, i) => switchKey(c, i + 1))}</div> })}
    >
      <div className={isWide(view) ? 'columns fill' : 'blocks'}>
        {choices.map((choice, index) => {
          const Icon = choice.icon
          const possible = choice.option !== 'signatureCertificate' || signatureAvailable
          return (
            <section className="option plate" key={choice.option}>
              {low ? <span className="idx num">{index + 1}</span> : <Icon className="icon" aria-hidden />}
              <div>
                <h2>
                  <Rich>{t(`options.${choice.name}.name`)}</Rich>
                </h2>
                <p>
                  <Rich>{t(possible ? `options.${choice.name}.say` : 'options.signature.from-fifteen')}</Rich>
                </p>
              </div>
              {!low && switchKey(choice, index + 1)}
            </section>
          )
        })}
      </div>
    </Frame>
  )
}
