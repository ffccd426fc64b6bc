import {
  ALargeSmall,
  ArrowDownToLine,
  CircleQuestionMark,
  Contrast,
  Languages,
  type LucideIcon,
  Volume1,
  Volume2,
  VolumeX,
  X,
} from 'lucide-react'
import { useState } from 'react'
import type { Preferences } from '../../main/service/contract.ts'
import { isPortrait, useBooth } from './booth.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { LanguageDialog } from './language-dialog.tsx'
import { plain, Rich, useText } from './text.tsx'
import { VoiceDialog } from './voice-dialog.tsx'

type Open = 'cancel' | 'help' | 'language' | 'voice' | null

const nextSize = { normal: 'larger', larger: 'largest', largest: 'normal' } as const

function BarKey(
  props: Readonly<{
    act: string
    icon: LucideIcon
    children: string
    lang?: string
    /** What it stands at now, for whoever does not see it. */
    state?: string
    pressed?: boolean
    onPress: () => void
  }>,
) {
  const Icon = props.icon
  return (
    <button
      type="button"
      className="bar-key"
      data-act={props.act}
      lang={props.lang}
      aria-pressed={props.pressed}
      onClick={props.onPress}
    >
      <Icon className="icon" aria-hidden />
      <span>
        <Rich>{props.children}</Rich>
        {props.state !== undefined && <span className="unseen">: {props.state}</span>}
      </span>
    </button>
  )
}

/** The row that never changes: cancel, help, language, voice, text size, colours, lower. */
export function Bar() {
  const { view, act } = useBooth()
  const { t, language } = useText()
  const [open, setOpen] = useState<Open>(null)
  const { preferences, screen } = view
  const set = (change: Partial<Preferences>) => void act({ type: 'set-preferences', preferences: change })
  const close = () => setOpen(null)
  const portrait = isPortrait(view)
  const japanese = language === 'ja' || language === 'ja-easy'
  // Help, voice, text and colours are always there.
  const keys = 4 + [view.cancel, screen.name !== 'welcome', portrait].filter(Boolean).length
  const volumeIcon = preferences.volume === 0 ? VolumeX : preferences.volume === 1 ? Volume1 : Volume2

  return (
    <nav className="bar" data-keys={keys} aria-label={plain(t('bar.label'))}>
      {view.cancel && (
        <BarKey act="cancel" icon={X} onPress={() => setOpen('cancel')}>
          {t('bar.cancel')}
        </BarKey>
      )}
      <BarKey act="help" icon={CircleQuestionMark} onPress={() => setOpen('help')}>
        {t('bar.help')}
      </BarKey>
      {screen.name !== 'welcome' && (
        // Whoever is lost finds it: English among Japanese, Japanese among the others.
        <BarKey
          act="language"
          icon={Languages}
          lang={japanese ? 'en' : 'ja'}
          onPress={() => setOpen('language')}
        >
          {t('bar.language')}
        </BarKey>
      )}
      <BarKey act="voice" icon={volumeIcon} onPress={() => setOpen('voice')}>
        {t('bar.voice')}
      </BarKey>
      <BarKey
        act="text-size"
        icon={ALargeSmall}
        state={plain(t(`text-size.${preferences.textSize}`))}
        onPress={() => set({ textSize: nextSize[preferences.textSize] })}
      >
        {t('bar.text')}
      </BarKey>
      <BarKey
        act="colours"
        icon={Contrast}
        pressed={preferences.theme === 'dark'}
        onPress={() => set({ theme: preferences.theme === 'dark' ? 'standard' : 'dark' })}
      >
        {t('bar.colours')}
      </BarKey>
      {portrait && (
        <BarKey
          act="lower"
          icon={ArrowDownToLine}
          pressed={preferences.reach === 'low'}
          onPress={() => set({ reach: preferences.reach === 'low' ? 'usual' : 'low' })}
        >
          {t(preferences.reach === 'low' ? 'bar.usual-height' : 'bar.lower')}
        </BarKey>
      )}
      {open === 'cancel' && <CancelDialog onClose={close} />}
      {open === 'help' && <HelpDialog onClose={close} />}
      {open === 'language' && <LanguageDialog onClose={close} />}
      {open === 'voice' && <VoiceDialog onClose={close} />}
    </nav>
  )
}
