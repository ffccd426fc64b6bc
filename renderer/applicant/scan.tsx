import { Circle, X } from 'lucide-react'
import { useState } from 'react'
import type { ScanRefusal } from '../../main/service/contract.ts'
import { Key } from '../design/key.tsx'
import formQr from '../illustrations/form-qr.svg'
import stillPicture from '../illustrations/hold-form-to-reader.svg'
import movingPicture from '../illustrations/hold-form-to-reader-moving.svg'
import cardBack from '../illustrations/not-card-back-marked.svg'
import handwritten from '../illustrations/not-handwritten-form.svg'
import otherCode from '../illustrations/not-other-code.svg'
import voiceCode from '../illustrations/not-voice-code-marked.svg'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { NoFormSheet } from './no-form-sheet.tsx'
import { plain, Rich, useText } from './text.tsx'
import { TypeFormId } from './type-form-id.tsx'

const other = { picture: otherCode, name: 'other' } as const
const voice = { picture: voiceCode, name: 'voice-code' } as const

/** What was most likely held up, shown struck out beside the right one. */
const heldUp = {
  'my-number': [{ picture: cardBack, name: 'card-back' }],
  'corporate-number': [other],
  'wrong-length': [other],
  'not-digits': [voice],
  'url-without-id': [other],
  'several-ids': [],
  'other-url': [other],
  'layout-damaged': [],
  'no-read': [voice, { picture: handwritten, name: 'handwritten' }],
  'typed-twice-differently': [],
} as const satisfies Record<ScanRefusal, readonly { picture: string; name: string }[]>

function Waiting({ first }: Readonly<{ first: boolean }>) {
  const { t } = useText()
  return (
    <p className="waiting">
      <span className="pulse" />
      <span>
        <Rich>{t('scan.waiting')}</Rich>
        <small>
          <Rich>{t(first ? 'scan.waiting-say' : 'scan.goes-on')}</Rich>
        </small>
      </span>
    </p>
  )
}

/** Hold the form's QR code to the reader; each code that is not it has an answer and a picture of its own. */
export function Scan({ screen }: ScreenProps<'scan'>) {
  const { typing } = screen
  return typing === 'first' || typing === 'second' ? (
    <TypeFormId screen={screen} key={typing} />
  ) : (
    <HoldForm screen={screen} />
  )
}

function HoldForm({ screen }: ScreenProps<'scan'>) {
  const { act, view } = useBooth()
  const { t } = useText()
  const large = view.preferences.textSize !== 'normal'
  const { refusal, typing, attempt } = screen

  const notThese = refusal === null ? [] : heldUp[refusal]
  const [noForm, showNoForm] = useState(false)
  const typingKey = typing === 'offered' && (
    <Key act="start-typing" className="small" onPress={() => void act({ type: 'start-typing' })}>
      <Rich>{t('scan.typing.offer')}</Rich>
    </Key>
  )
  return (
    <Frame
      name="scan"
      subject={`${refusal ?? 'first'} ${attempt}`}
      title={refusal === null ? t('scan.title') : t(`scan.refusal.${refusal}.title`)}
      say={refusal === null ? t('scan.say') : t(`scan.refusal.${refusal}.say`)}
      others={typingKey}
      main={
        refusal === null ? (
          <Key act="no-read" className="wide" onPress={() => void act({ type: 'no-read' })}>
            <Rich>{t('scan.no-read')}</Rich>
          </Key>
        ) : (
          <Key act="no-form" className="wide" onPress={() => showNoForm(true)}>
            <Rich>{t('scan.no-form')}</Rich>
          </Key>
        )
      }
    >
      {notThese.length === 0 ? (
        <div className="plate reader fill">
          <picture className="pic">
            <source media="(prefers-reduced-motion: reduce)" srcSet={stillPicture} />
            <img src={movingPicture} alt={plain(t('picture.form-to-reader'))} />
          </picture>
          <p className="distance">
            <Rich>{t('scan.distance')}</Rich>
            <b className="num">
              <Rich>{t('scan.centimetres', { distance: 10 })}</Rich>
            </b>
          </p>
        </div>
      ) : (
        <div className={large ? 'blocks' : 'compare fill'}>
          <div className={large ? 'blocks' : 'nots'}>
            {notThese.map(({ picture, name }) => (
              <figure className="comparison plate fill" key={name}>
                <span className="pic">
                  <img src={picture} alt="" />
                </span>
                <figcaption>
                  <span className="badge no">
                    <X className="icon" strokeWidth={3} aria-hidden />
                  </span>
                  <span>
                    <Rich>{t(`scan.not.${name}`)}</Rich>
                  </span>
                </figcaption>
              </figure>
            ))}
          </div>
          <figure className="comparison plate fill yes-side">
            <span className="pic">
              <img src={formQr} alt={plain(t('picture.form'))} />
            </span>
            <figcaption>
              <span className="badge yes">
                <Circle className="icon" strokeWidth={3} aria-hidden />
              </span>
              <span>
                <Rich>{t('scan.here')}</Rich>
              </span>
            </figcaption>
          </figure>
        </div>
      )}
      <Waiting first={refusal === null} />
      {noForm && <NoFormSheet onClose={() => showNoForm(false)} />}
    </Frame>
  )
}
