import { useState } from 'react'
import { formIdLength } from '../../main/form/form-id.ts'
import { Key } from '../design/key.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { NumberPad } from './number-pad.tsx'
import { plain, Rich, useText } from './text.tsx'

const groupStarts = Array.from({ length: Math.ceil(formIdLength / 4) }, (_, index) => index * 4)

/** Staff-assisted: the ID typed twice, in groups of four. */
export function TypeFormId({ screen }: ScreenProps<'scan'>) {
  const { act } = useBooth()
  const { t } = useText()
  const [digits, setDigits] = useState('')
  const entry = screen.typing === 'second' ? 'second' : 'first'
  const left = formIdLength - digits.length
  const failed = screen.refusal === 'typed-twice-differently' && entry === 'first' && digits === ''
  return (
    <Frame
      name="scan"
      subject={`typing ${entry} ${screen.attempt}`}
      title={failed ? t('scan.refusal.typed-twice-differently.title') : t(`scan.typing.${entry}.title`)}
      say={failed ? t('scan.refusal.typed-twice-differently.say') : t(`scan.typing.${entry}.say`)}
      back={
        <Key act="stop-typing" className="back" onPress={() => void act({ type: 'stop-typing' })}>
          <Rich>{t('scan.typing.stop')}</Rich>
        </Key>
      }
      main={
        <NextKey
          disabled={left > 0}
          onPress={() => {
            setDigits('')
            void act({ type: 'type-form-id', digits })
          }}
        />
      }
      controls={
        <NumberPad
          offered={() => left > 0}
          onDigit={(digit) => setDigits((before) => (before + digit).slice(0, formIdLength))}
          onDelete={() => setDigits((before) => before.slice(0, -1))}
          onClear={() => setDigits('')}
        />
      }
    >
      <fieldset data-keep className="groups num" aria-label={plain(t('confirm-form.number'))} data-personal>
        {groupStarts.map((start) => (
          <span
            key={start}
            className={
              digits.length >= start && digits.length < start + 4 && left > 0 ? 'group now' : 'group'
            }
            data-size={Math.min(4, formIdLength - start)}
          >
            {digits.slice(start, start + 4)}
          </span>
        ))}
      </fieldset>
      <p className="echo" aria-live="polite">
        <Rich>{left > 0 ? t('scan.typing.left', { left }) : t('scan.typing.second.say')}</Rich>
      </p>
    </Frame>
  )
}
