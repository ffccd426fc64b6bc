import {
  ArrowBigDown,
  ArrowBigLeft,
  ArrowBigRight,
  ArrowBigUp,
  Camera,
  Check,
  type LucideIcon,
  Maximize2,
  Minimize2,
  UserRound,
} from 'lucide-react'
import { arrowOf, type HintArrow, type HintCode } from '../guidance/hints.ts'
import { MirrorPicture } from '../guidance/mirror-picture.tsx'
import { useLiveGuidance } from '../guidance/use-live-guidance.ts'
import { Key } from '../design/key.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import { useCamera } from './camera.ts'
import { faultSentences } from './fault-sentences.ts'
import { Frame } from './frame.tsx'
import { plain, Rich, useText } from './text.tsx'
import { useSpokenText } from './reading.ts'

const arrowSigns: Readonly<Record<HintArrow, LucideIcon>> = {
  left: ArrowBigLeft,
  right: ArrowBigRight,
  up: ArrowBigUp,
  down: ArrowBigDown,
  closer: Maximize2,
  back: Minimize2,
}

function HintSign({ hint }: Readonly<{ hint: HintCode }>) {
  const arrow = arrowOf(hint)
  const Icon = hint === 'hold' ? Check : arrow === null ? UserRound : arrowSigns[arrow]
  return (
    <span className={hint === 'hold' ? 'sign hold' : 'sign'} aria-hidden>
      <Icon className="icon" fill={arrow === null ? 'none' : 'currentColor'} />
    </span>
  )
}

/** A hint that has not been followed is said once more: time to move, and to have heard it to its end. */
const hintAgainMs = 6_000

/** The mirror picture, one hint at a time, and a button for whoever would rather press. */
export function Position({ screen }: ScreenProps<'position'>) {
  const { view, act } = useBooth()
  const { t } = useText()
  const camera = useCamera()
  const { cameraReady, specialReason, failed } = screen
  const shoot = () => void act({ type: 'shutter' })
  const { hint, available } = useLiveGuidance(camera.source, { specialReason, onShutter: shoot })

  const trouble = view.trouble && faultSentences[view.trouble.fault]
  const sentence = trouble
    ? t(trouble)
    : !cameraReady
      ? t('position.camera-starting')
      : hint !== null
        ? t(`hint.${hint}`)
        : t('position.title')
  useSpokenText(trouble || hint !== null ? sentence : null, hint === 'hold' ? undefined : hintAgainMs)
  const next =
    failed && hint === null
      ? t('choose.failed')
      : hint === 'hold'
        ? t('hint.hold-say')
        : available
          ? t('position.say')
          : t('help.position')
  return (
    <Frame
      name="position"
      title={t('position.title')}
      main={
        <Key
          act="shutter"
          kind="main"
          disabled={!cameraReady}
          before={<Camera className="icon" aria-hidden />}
          onPress={shoot}
        >
          <Rich>{t('position.shutter')}</Rich>
        </Key>
      }
    >
      <div className="seen fill">
        <div className="live">
          <MirrorPicture camera={camera} hint={hint} label={plain(t('picture.mirror'))} />
        </div>
        <section className="hint" aria-live="polite">
          {hint !== null && cameraReady && <HintSign hint={hint} />}
          <div>
            <p className="title">
              <Rich>{sentence}</Rich>
            </p>
            <p className="say">
              <Rich>{next}</Rich>
            </p>
          </div>
        </section>
      </div>
    </Frame>
  )
}
