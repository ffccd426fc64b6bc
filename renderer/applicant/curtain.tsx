import { EyeOff } from 'lucide-react'
import { Key } from '../design/key.tsx'
import { useBooth } from './booth.ts'
import { Rich, useText } from './text.tsx'

/** The screen hidden for whoever listens: what is behind it works on by key pad and voice. */
export function Curtain() {
  const { act } = useBooth()
  const { t } = useText()
  return (
    <aside className="curtain">
      <EyeOff className="icon" aria-hidden />
      <p className="title">
        <Rich>{t('curtain.title')}</Rich>
      </p>
      <p className="say">
        <Rich>{t('curtain.say')}</Rich>
      </p>
      <Key
        act="curtain-end"
        onPress={() => void act({ type: 'set-preferences', preferences: { curtain: false } })}
      >
        <Rich>{t('voice.curtain-end')}</Rich>
      </Key>
    </aside>
  )
}
