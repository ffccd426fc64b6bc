import { Camera } from 'lucide-react'
import { Key } from '../design/key.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame } from './frame.tsx'
import { Mirror } from './mirror.tsx'
import { Rich, useText } from './text.tsx'

/** The mirror picture, one hint at a time, and a button for whoever would rather press. */
export function Position({ screen }: ScreenProps<'position'>) {
  const { act } = useBooth()
  const { t } = useText()
  const ready = screen.cameraReady
  return (
    <Frame
      name="position"
      title={ready ? t('position.title') : t('position.camera-starting')}
      say={t('position.say')}
      main={
        <Key
          act="shutter"
          kind="main"
          disabled={!ready}
          before={<Camera className="icon" aria-hidden />}
          onPress={() => void act({ type: 'shutter' })}
        >
          <Rich>{t('position.shutter')}</Rich>
        </Key>
      }
    >
      <Mirror arrow={null} />
    </Frame>
  )
}
