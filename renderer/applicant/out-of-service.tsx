import { Landmark, Mail, MonitorSmartphone, ShieldCheck, Smartphone } from 'lucide-react'
import { faultSentences } from './fault-sentences.ts'
import resting from '../illustrations/booth-resting.svg'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { Masthead } from './masthead.tsx'
import { PhoneLines } from './phone-lines.tsx'
import { plain, Rich, useText } from './text.tsx'

const elsewhere = [
  { name: 'smartphone', icon: Smartphone },
  { name: 'computer', icon: MonitorSmartphone },
  { name: 'mail', icon: Mail },
] as const

/** Resting, with the reason and where to go instead. */
export function OutOfService({ screen }: ScreenProps<'out-of-service'>) {
  const { view } = useBooth()
  const { t } = useText()
  const { counter } = view.booth
  const fault = faultSentences[screen.fault ?? '']
  return (
    <Frame name="out-of-service" title={t('out-of-service.title')} head={<Masthead />} custody={null}>
      <section className="rest plate">
        <img src={resting} alt={plain(t('picture.booth'))} />
        <div>
          <p className="why" role="status">
            <Rich>{fault === undefined ? t(`out-of-service.reason.${screen.reason}`) : t(fault)}</Rich>
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
        </ul>
      </section>
      <PhoneLines topics={['card', 'all']} atMost={1} />
      <p className="calm last">
        <ShieldCheck className="icon" aria-hidden />
        <span>
          <Rich>{t('out-of-service.sent-is-safe')}</Rich>
        </span>
      </p>
    </Frame>
  )
}
