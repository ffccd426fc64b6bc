import { FileText, Landmark, type LucideIcon, MailOpen, Phone, ReceiptText } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Key } from '../design/key.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import counter from '../illustrations/counter.svg'
import { IdentitySheet } from './identity-sheet.tsx'
import { Stamp } from './stamp.tsx'
import { Frame, NextKey } from './frame.tsx'
import { PhoneLines, useCardNumber } from './phone-lines.tsx'
import { SlipQr } from './slip-qr.tsx'
import { plain, Rich, useText } from './text.tsx'

const bring = ['notice', 'identity', 'notification-card', 'resident-card', 'old-card'] as const

function Things({ names }: Readonly<{ names: readonly (typeof bring)[number][] }>) {
  const { t } = useText()
  return (
    <ul className="things">
      {names.map((name) => (
        <li key={name}>
          <Rich>{t(`done.bring.${name}`)}</Rich>
        </li>
      ))}
    </ul>
  )
}

/** Something that comes next. */
function Step({
  icon: Icon,
  title,
  children,
}: Readonly<{ icon: LucideIcon; title: string; children: ReactNode }>) {
  return (
    <section className="next">
      <span className="disc">
        <Icon className="icon" aria-hidden />
      </span>
      <div>
        <h2>
          <Rich>{title}</Rich>
        </h2>
        {children}
      </div>
    </section>
  )
}

/** The number, what comes next, what to bring, who answers the phone; take your things. */
export function Done({ screen }: ScreenProps<'done'>) {
  const { view } = useBooth()
  const { t, f } = useText()
  const { outcome, slip, reason } = screen
  const [documents, showDocuments] = useState(false)
  const large = view.preferences.textSize === 'largest'
  const when = new Date(slip.date)
  const number = useCardNumber()
  const say =
    outcome === 'pending' || outcome === 'held'
      ? t(`done.${outcome}.say`)
      : outcome === 'refused' && reason !== undefined
        ? t(`refused.${reason}.say`)
        : f.dateAndTime(when)
  return (
    <Frame
      name="done"
      title={t(`done.${outcome}.title`)}
      say={say}
      {...(outcome !== 'refused' && {
        others: (
          <Key act="documents" className="small" onPress={() => showDocuments(true)}>
            <Rich>{t('done.identity.more')}</Rich>
          </Key>
        ),
      })}
      main={<NextKey>{t('done.finish')}</NextKey>}
      seal={
        outcome !== 'refused' && (
          <Stamp
            word={plain(t(outcome === 'held' ? 'done.stamp.kept' : 'done.stamp.received'))}
            date={when}
            place={slip.booth}
          />
        )
      }
    >
      <section className="number plate" data-outcome={outcome} data-slip={slip.printed}>
        <dl>
          <dt>
            <Rich>{t(outcome === 'held' ? 'done.kept-number' : 'done.receipt-number')}</Rich>
          </dt>
          <dd className="num">{slip.number}</dd>
        </dl>
        {slip.printed === 'printing' || slip.printed === 'printed' ? (
          <p className="slipnote">
            <ReceiptText className="icon" aria-hidden />
            <span>
              <Rich>{t(`done.slip.${slip.printed}`)}</Rich>
            </span>
          </p>
        ) : (
          <SlipQr slip={slip} outcome={outcome} />
        )}
      </section>
      {slip.specialReason && (
        <section className="advice strong">
          <h2>
            <Phone className="icon" aria-hidden />
            <Rich>{t('done.special-reason.title')}</Rich>
          </h2>
          <p className="num">
            <Rich>{t('done.special-reason.say', { number })}</Rich>
          </p>
        </section>
      )}
      {outcome === 'refused' ? (
        <div className="plate picture fill">
          <img src={counter} alt="" />
        </div>
      ) : (
        <>
          <Step
            icon={MailOpen}
            title={t('done.notice.title', { duration: f.duration(view.booth.weeksUntilNotice) })}
          >
            <p>
              <Rich>{t('done.notice.say')}</Rich>
            </p>
          </Step>
          <Step icon={Landmark} title={t('done.collect.title')}>
            <Things names={large ? bring.slice(0, 2) : bring} />
          </Step>
          {large && (
            <section className="next">
              <span />
              <Things names={bring.slice(2)} />
            </section>
          )}
          <Step icon={FileText} title={t('done.keep-form.title')}>
            <p>
              <span>
                <Rich>{t('done.keep-form.say')}</Rich>
              </span>{' '}
              <span>
                <Rich>{t('done.take-things')}</Rich>
              </span>
            </p>
          </Step>
        </>
      )}
      <PhoneLines />
      {documents && <IdentitySheet onClose={() => showDocuments(false)} />}
    </Frame>
  )
}
