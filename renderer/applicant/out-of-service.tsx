import {
  Landmark,
  type LucideIcon,
  Mail,
  MonitorSmartphone,
  Phone,
  ShieldCheck,
  Smartphone,
} from 'lucide-react'
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

function Place({
  icon: Icon,
  how,
  lang,
  children,
}: Readonly<{ icon: LucideIcon; how: string; lang?: string; children: string }>) {
  return (
    <div className="place" lang={lang}>
      <Icon className="icon" aria-hidden />
      <b className="num">
        <Rich>{children}</Rich>
      </b>
      <span className="num">
        <Rich>{how}</Rich>
      </span>
    </div>
  )
}

/** Resting, with the reason and where to go instead. */
export function OutOfService({ screen }: ScreenProps<'out-of-service'>) {
  const { view } = useBooth()
  const { t, f, language } = useText()
  const line = useCardLine()
  const { counter } = view.booth
  const why = faultSentences[screen.fault ?? ''] ?? (`out-of-service.reason.${screen.reason}` as const)
  const others = useEveryLanguage().filter((other) => other.language !== language)
  return (
    <Frame name="out-of-service" title={t('out-of-service.title')} head={<Masthead />} custody={null}>
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
      <div className="blocks elsewhere">
        <div>
          <h2>
            <Rich>{t('out-of-service.elsewhere')}</Rich>
          </h2>
          <Place icon={Landmark} how={`${counter.address} ${counter.hours}`} lang="ja">
            {counter.name}
          </Place>
        </div>
        {elsewhere.map(({ name, icon }) => (
          <Place key={name} icon={icon} how={t(`out-of-service.${name}-how`)}>
            {t(`out-of-service.${name}`)}
          </Place>
        ))}
        {line !== undefined && (
          <Place icon={Phone} how={phoneLineTexts(line, t, f).slice(0, 3).join(' · ')}>
            {line.number}
          </Place>
        )}
      </div>
      <p className="calm">
        <ShieldCheck className="icon" aria-hidden />
        <span>
          <Rich>{t('out-of-service.sent-is-safe')}</Rich>
        </span>
      </p>
      <section className="tongues last">
        {others.map(({ language: other, t: say }) => (
          <p key={other} lang={langOf(other)}>
            <b>
              <Rich>{say('out-of-service.title')}</Rich>
            </b>
            <span>
              <Rich>{say(why)}</Rich>
            </span>
          </p>
        ))}
      </section>
    </Frame>
  )
}
