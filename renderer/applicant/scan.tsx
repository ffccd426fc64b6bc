import { Circle, X } from 'lucide-react'
import type { ScanRefusal } from '../../main/service/contract.ts'
import { Key } from '../design/key.tsx'
import formQr from '../illustrations/form-qr.svg'
import stillPicture from '../illustrations/hold-form-to-reader.svg'
import movingPicture from '../illustrations/hold-form-to-reader-moving.svg'
import cardBack from '../illustrations/not-card-back-marked.svg'
import handwritten from '../illustrations/not-handwritten-form.svg'
import voiceCode from '../illustrations/not-voice-code-marked.svg'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { plain, Rich, useText } from './text.tsx'
import { TypeFormId } from './type-form-id.tsx'

/** Which picture stands beside the right one: what was most likely held up. */
const heldUp = {
  'my-number': { picture: cardBack, name: 'card-back' },
  'corporate-number': { picture: otherCode(), name: 'other' },
  'wrong-length': { picture: otherCode(), name: 'other' },
  'not-digits': { picture: voiceCode, name: 'voice-code' },
  'url-without-id': { picture: otherCode(), name: 'other' },
  'several-ids': null,
  'other-url': { picture: otherCode(), name: 'other' },
  'layout-damaged': null,
  'no-read': { picture: voiceCode, name: 'voice-code' },
  'typed-twice-differently': null,
} as const satisfies Record<ScanRefusal, { picture: string; name: string } | null>

function otherCode(): string {
  return handwritten
}

function Waiting() {
  const { t } = useText()
  return (
    <p className="waiting">
      <span className="pulse" />
      <span>
        <Rich>{t('scan.waiting')}</Rich>
        <small>
          <Rich>{t('scan.goes-on')}</Rich>
        </small>
      </span>
    </p>
  )
}

/** Hold the form's QR code to the reader; each code that is not it has an answer and a picture of its own. */
export function Scan({ screen }: ScreenProps<'scan'>) {
  const { act } = useBooth()
  const { t } = useText()
  const { refusal, typing, attempt } = screen
  if (typing === 'first' || typing === 'second') return <TypeFormId screen={screen} key={typing} />

  const notThis = refusal === null ? null : heldUp[refusal]
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
      {...(refusal !== 'no-read' && {
        main: (
          <Key act="no-read" className="wide" onPress={() => void act({ type: 'no-read' })}>
            <Rich>{t('scan.no-read')}</Rich>
          </Key>
        ),
      })}
    >
      {notThis === null ? (
        <div className="plate reader fill">
          <picture>
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
        <div className="compare fill">
          <figure className="plate">
            <span className="pic">
              <img src={notThis.picture} alt="" />
            </span>
            <figcaption>
              <span className="badge no">
                <X className="icon" strokeWidth={3} aria-hidden />
              </span>
              <span>
                <Rich>{t(`scan.not.${notThis.name}`)}</Rich>
              </span>
            </figcaption>
          </figure>
          <figure className="plate yes-side">
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
      <Waiting />
    </Frame>
  )
}
