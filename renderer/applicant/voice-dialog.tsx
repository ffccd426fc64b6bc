import { RotateCcw } from 'lucide-react'
import { Key } from '../design/key.tsx'
import { useBooth } from './booth.ts'
import { CloseKey, Sheet } from './sheet.tsx'
import { plain, Rich, useText } from './text.tsx'
import { player } from './voice.ts'

const volumes = ['off', 'quiet', 'medium', 'loud'] as const

/** Say it again, how loud, and the screen hidden for whoever listens instead of looking. */
export function VoiceDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const { view, act } = useBooth()
  const { t } = useText()
  return (
    <Sheet
      name="voice"
      title={t('voice.title')}
      onClose={onClose}
      keys={
        <>
          <Key
            act="curtain"
            onPress={() => {
              onClose()
              void act({
                type: 'set-preferences',
                preferences: { curtain: true, volume: Math.max(view.preferences.volume, 2) },
              })
            }}
          >
            <Rich>{t('voice.curtain')}</Rich>
          </Key>
          <CloseKey onPress={onClose} />
        </>
      }
    >
      <p className="say">
        <Rich>{t('voice.say')}</Rich>
      </p>
      <div className="choices four" role="radiogroup" aria-label={plain(t('voice.volume'))}>
        {volumes.map((word, volume) => (
          <Key
            key={word}
            act={`volume-${volume}`}
            checked={view.preferences.volume === volume}
            onPress={() => void act({ type: 'set-preferences', preferences: { volume } })}
          >
            <Rich>{t(`voice.${word}`)}</Rich>
          </Key>
        ))}
      </div>
      <Key
        act="replay"
        before={<RotateCcw className="icon" aria-hidden />}
        disabled={view.preferences.volume === 0}
        onPress={player.replay}
      >
        <Rich>{t('voice.replay')}</Rich>
      </Key>
      <p className="note">
        <Rich>{t('voice.curtain-say')}</Rich>
      </p>
    </Sheet>
  )
}
