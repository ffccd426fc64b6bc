import { Check, RotateCcw, Send, UserRoundCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ageOn } from '../../main/form/date-of-birth.ts'
import { dateParts, todayInTokyo } from '../../main/form/calendar-date.ts'
import type { Intent } from '../../main/service/contract.ts'
import { groupsOfFour } from '../../locales/formats.ts'
import { Key } from '../design/key.tsx'
import { isLow, isWide, type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { Portrait } from './picture.tsx'
import { plain, Rich, useText } from './text.tsx'

type What = Extract<Intent, { type: 'change' }>['what']

/** The picture as large as on the card and enlarged, everything chosen, each with change; send. */
export function Review({ screen }: ScreenProps<'review'>) {
  const { view, act } = useBooth()
  const { t, f } = useText()
  const { options, specialReason, portrait } = screen
  const low = isLow(view)
  const change = (what: What) => void act({ type: 'change', what })
  const birthYear = dateParts(screen.dateOfBirth).year
  const [today] = useState(() => todayInTokyo(new Date()))
  const age = ageOn(screen.dateOfBirth, today)
  const certificates =
    options.authenticationCertificate && options.signatureCertificate
      ? 'both'
      : options.authenticationCertificate
        ? 'authentication'
        : options.signatureCertificate
          ? 'signature'
          : 'none'

  const rows: readonly { name: string; what: What; term: string; value: ReactNode; personal: boolean }[] = [
    {
      name: 'form',
      what: 'form',
      term: t('review.form-id'),
      value: <span className="num">{groupsOfFour(screen.formId)}</span>,
      personal: true,
    },
    {
      name: 'date-of-birth',
      what: 'date-of-birth',
      term: t('review.date-of-birth'),
      value: (
        <>
          <span className="num">
            <Rich>
              {screen.dateEntry.calendar === 'western'
                ? f.date(screen.dateOfBirth)
                : f.eraDate(screen.dateOfBirth)}
            </Rich>
          </span>{' '}
          <small>
            <Rich>{t('review.birth-detail', { year: String(birthYear), age })}</Rich>
          </small>
        </>
      ),
      personal: true,
    },
    {
      name: 'certificates',
      what: 'options',
      term: t('review.certificates'),
      value: <Rich>{t(`review.certificates.${certificates}`)}</Rich>,
      personal: false,
    },
    {
      name: 'braille',
      what: 'options',
      term: t('review.braille'),
      value: <Rich>{t(options.brailleName ? 'options.on' : 'options.off')}</Rich>,
      personal: false,
    },
  ]
  const shortcuts = [
    { act: 'change-photo', what: 'photo', word: 'review.short.photo', number: '1' },
    { act: 'change-form', what: 'form', word: 'review.short.form', number: '2' },
    { act: 'change-date-of-birth', what: 'date-of-birth', word: 'review.short.date-of-birth', number: '3' },
    { act: 'change-options', what: 'options', word: 'review.short.options', number: '4' },
  ] as const

  return (
    <Frame
      name="review"
      title={t('review.title')}
      say={t(low ? 'review.say-low-reach' : 'review.say')}
      custody={t('custody.review')}
      main={
        <Key
          act="send"
          kind="main"
          before={<Send className="icon" aria-hidden />}
          onPress={() => void act({ type: 'send' })}
        >
          <Rich>{t('review.send')}</Rich>
        </Key>
      }
      {...(low && {
        controls: (
          <fieldset className="change" aria-label={plain(t('key.change'))}>
            {shortcuts.map(({ act: name, what, word, number }) => (
              <Key key={name} act={name} onPress={() => change(what)}>
                <b className="num">{number}</b>
                <small>
                  <Rich>{t(word)}</Rich>
                </small>
              </Key>
            ))}
          </fieldset>
        ),
      })}
    >
      <div className="blocks pictured" data-beside={isWide(view) ? 'on' : undefined}>
        <section className="pictures">
          <figure>
            <figcaption>
              {low && <span className="idx num">1</span>}
              <span>
                <Rich>{t('review.photo')}</Rich>
              </span>
            </figcaption>
            <Portrait id={portrait} alt={plain(t('picture.portrait'))} className="big" />
          </figure>
          <div className="side">
            <figure>
              <figcaption>
                <span>
                  <Rich>{t('review.card-size')}</Rich>
                </span>
              </figcaption>
              <div className="idcard">
                <svg viewBox="0 0 856 540" aria-hidden>
                  <path d="M0 0H856V96H0Z" fill="#d5dcd6" />
                  <g fill="#a9afa8">
                    <rect x="50" y="38" width="300" height="26" rx="6" />
                    <rect x="310" y="150" width="330" height="30" rx="6" />
                    <rect x="310" y="214" width="470" height="22" rx="6" />
                    <rect x="310" y="256" width="380" height="22" rx="6" />
                    <rect x="310" y="326" width="240" height="22" rx="6" />
                    <rect x="310" y="430" width="430" height="36" rx="6" />
                  </g>
                </svg>
                <Portrait id={portrait} alt="" className="on-card" />
              </div>
            </figure>
            <p className={specialReason ? 'fit care' : 'fit'}>
              {specialReason ? (
                <UserRoundCheck className="icon" aria-hidden />
              ) : (
                <Check className="icon" aria-hidden />
              )}
              <span>
                <Rich>{t(specialReason ? 'review.photo-special-reason' : 'review.photo-good')}</Rich>
              </span>
            </p>
            {!low && (
              <Key
                act="change-photo"
                className="small"
                before={<RotateCcw className="icon" aria-hidden />}
                onPress={() => change('photo')}
              >
                <Rich>{t('review.retake')}</Rich>
              </Key>
            )}
          </div>
        </section>
        <div className="blocks">
          {rows.map(({ name, what, term, value, personal }, index) => (
            <dl className="row" key={name}>
              {low && <dd className="idx num">{Math.min(index + 2, 4)}</dd>}
              <dt>
                <Rich>{term}</Rich>
              </dt>
              <dd data-personal={personal || undefined}>{value}</dd>
              {!low && (
                <dd className="act">
                  <Key
                    act={`change-${name}`}
                    className="small"
                    label={`${plain(term)}: ${plain(t('key.change'))}`}
                    onPress={() => change(what)}
                  >
                    <Rich>{t('key.change')}</Rich>
                  </Key>
                </dd>
              )}
            </dl>
          ))}
        </div>
      </div>
    </Frame>
  )
}
