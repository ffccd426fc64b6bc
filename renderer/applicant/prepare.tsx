import { Check } from 'lucide-react'
import { useState } from 'react'
import { Key } from '../design/key.tsx'
import fringe from '../illustrations/fringe-aside.svg'
import glasses from '../illustrations/glasses-off.svg'
import hat from '../illustrations/hat-off.svg'
import mask from '../illustrations/mask-off.svg'
import specialReasons from '../illustrations/special-reasons.svg'
import seat from '../illustrations/seat-height.svg'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { useCardNumber } from './phone-lines.tsx'
import { plain, Rich, useText } from './text.tsx'

const wishes = [
  [
    { name: 'mask', picture: mask },
    { name: 'hat', picture: hat },
  ],
  [
    { name: 'glasses', picture: glasses },
    { name: 'hair', picture: fringe },
  ],
] as const

/** Mask, hat, glasses, fringe, seat; nothing begins before the person says so. */
export function Prepare({ screen }: ScreenProps<'prepare'>) {
  const [asking, ask] = useState(false)
  const { t } = useText()
  if (asking) return <SpecialReason screen={screen} onDone={() => ask(false)} />
  return (
    <Frame
      name="prepare"
      title={t('prepare.title')}
      say={t(screen.specialReason ? 'prepare.special-reason.on' : 'prepare.say')}
      others={
        <Key act="special-reason" className="small above" onPress={() => ask(true)}>
          <Rich>{t('prepare.special-reason.offer')}</Rich>
        </Key>
      }
      main={<NextKey>{t('prepare.ready')}</NextKey>}
    >
      {wishes.map((row) => (
        <ul className="wishes fill" key={row[0].name}>
          {row.map(({ name, picture }) => (
            <li className="plate" key={name}>
              <span className="pic">
                <img src={picture} alt={plain(t(`picture.${name}`))} />
              </span>
              <p>
                <Rich>{t(`prepare.${name}`)}</Rich>
              </p>
            </li>
          ))}
        </ul>
      ))}
      <section className="seat plate fill">
        <span className="pic">
          <img src={seat} alt={plain(t('picture.seat'))} />
        </span>
        <p>
          <Rich>{t('prepare.seat')}</Rich>
        </p>
      </section>
    </Frame>
  )
}

/** "I cannot meet the photo conditions": what it means, before it is chosen. */
function SpecialReason({ screen, onDone }: ScreenProps<'prepare'> & Readonly<{ onDone: () => void }>) {
  const { act } = useBooth()
  const { t } = useText()
  const number = useCardNumber()
  const choose = (specialReason: boolean) => {
    onDone()
    if (specialReason !== screen.specialReason) void act({ type: 'set-special-reason', specialReason })
  }
  return (
    <Frame
      name="prepare"
      subject="special-reason"
      title={t('prepare.special-reason.title')}
      say={t('prepare.special-reason.say')}
      back={
        <Key act="special-reason-no" className="back" onPress={() => choose(false)}>
          <Rich>{t('prepare.special-reason.no')}</Rich>
        </Key>
      }
      main={
        <Key
          act="special-reason-yes"
          kind="main"
          before={<Check className="icon" aria-hidden />}
          onPress={() => choose(true)}
        >
          <Rich>{t('prepare.special-reason.yes')}</Rich>
        </Key>
      }
    >
      <div className="plate picture fill">
        <img src={specialReasons} alt="" />
      </div>
      <section className="advice">
        <p>
          <Rich>{t('prepare.special-reason.still')}</Rich>
        </p>
      </section>
      <section className="advice strong">
        <p className="num">
          <Rich>{t('prepare.special-reason.phone', { number })}</Rich>
        </p>
      </section>
    </Frame>
  )
}
