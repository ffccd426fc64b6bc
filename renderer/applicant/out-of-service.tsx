import { Landmark, Mail, MonitorSmartphone, Phone, ShieldCheck, Smartphone } from 'lucide-react'
import { faultSentences } from './fault-sentences.ts'
import { phoneLineTexts } from '../../locales/phone-lines.ts'
import resting from '../illustrations/booth-resting.svg'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { Masthead } from './masthead.tsx'
import { useCardLine } from './phone-lines.tsx'
import { useEveryLanguage } from './every-language.ts'
import { langOf, plain, Rich, useText } from './text.tsx'

const elsewhere = [
  { name: 'smartphone', icon: Smartphone },
  { name: 'computer', icon: MonitorSmartphone },
  { name: 'mail', icon: Mail },
] as const

/** Resting, with the reason and where to go instead. */
export function OutOfService({ screen }: ScreenProps<'out-of-service'>) {
  const { view } = useBooth()
  const { t, f, language } = useText()
  const line = useCardLine()
  const { counter } = view.booth
  const why = faultSentences[screen.fault ?? ''] ?? (`out-of-service.reason.${screen.reason}` as const)
  const others = useEveryLanguage().filter((other) => other.language !== language)
  return (
    <Frame
      name="out-of-service"
      title={t('out-of-service.title')}
      head={<Masthead />}
      custody={null}
      controlsOnShelf
      controls={
        <div className="tongues">
          {others.map(({ language: other, t: say }) => (
            <p key={other} lang={langOf(other)}>
              <b>
                <Rich>{say('out-of-service.title')}</Rich>
              </b>
              <Rich>{say(why)}</Rich>
            </p>
          ))}
        </div>
      }
    >
      <section className="rest plate">
        <img src={resting} alt={plain(t('picture.booth'))} />
        <div>
          <p className="why" aria-live="polite">
            <Rich>{t(why)}</Rich>
          </p>
          <p>
            <Rich>{t('out-of-service.say')}</Rich>
          </p>
        </div>
      </section>
      <section className="elsewhere">
        <h2>
          <Rich>{t('out-of-service.elsewhere')}</Rich>
        </h2>
        <ul>
          <li>
            <Landmark className="icon" aria-hidden />
            <b lang="ja">{counter.name}</b>
            <span className="num" lang="ja">
              {counter.address} {counter.hours}
            </span>
          </li>
          {elsewhere.map(({ name, icon: Icon }) => (
            <li key={name}>
              <Icon className="icon" aria-hidden />
              <b>
                <Rich>{t(`out-of-service.${name}`)}</Rich>
              </b>
              <span>
                <Rich>{t(`out-of-service.${name}-how`)}</Rich>
              </span>
            </li>
          ))}
          {line !== undefined && (
            <li>
              <Phone className="icon" aria-hidden />
              <b className="num">{line.number}</b>
              <span className="num">
                <Rich>{phoneLineTexts(line, t, f).slice(0, 3).join(' · ')}</Rich>
              </span>
            </li>
          )}
        </ul>
      </section>
      <p className="calm last">
        <ShieldCheck className="icon" aria-hidden />
        <span>
          <Rich>{t('out-of-service.sent-is-safe')}</Rich>
        </span>
      </p>
    </Frame>
  )
}
