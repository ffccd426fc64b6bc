import { Camera } from 'lucide-react'
import { useEffect } from 'react'
import { MirrorPicture } from '../guidance/mirror-picture.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import { useCamera } from './camera.ts'
import { Frame } from './frame.tsx'
import { plain, Rich, useText } from './text.tsx'

/** Takes what the service asks for: the next frame after each capture id. */
export function Capture({ screen }: ScreenProps<'capture'>) {
  const { client } = useBooth()
  const camera = useCamera()
  const { takeStill } = camera
  const { t } = useText()
  const { captureId, shot, of } = screen

  useEffect(() => {
    if (captureId === null || takeStill === null) return undefined
    const leaving = new AbortController()
    const take = async () => {
      // A still that was not taken (byte for byte the one before, say) leaves the shot open: the next frame.
      while (!leaving.signal.aborted) {
        const outcome = await takeStill(captureId)
        if (!outcome.ok || (await client.postStill(captureId, outcome.still.jpeg))) return
      }
    }
    void take()
    return () => {
      leaving.abort()
    }
  }, [captureId, takeStill, client])

  const title = captureId === null && shot === of ? t('capture.checking') : t('capture.title')
  return (
    <Frame name="capture" title={title}>
      <div className="seen fill">
        <div className="live">
          <MirrorPicture camera={camera} hint="hold" label={plain(t('picture.mirror'))} />
        </div>
        <section className="hint" aria-live="polite">
          <span className="sign hold" aria-hidden>
            <Camera className="icon" />
          </span>
          <div>
            <p className="title">
              <Rich>{title}</Rich>
            </p>
            <p className="say">
              <Rich>{t('capture.say')}</Rich>
            </p>
            <p className="note num">
              <Rich>{t('capture.shot', { shot, of })}</Rich>
            </p>
          </div>
        </section>
      </div>
    </Frame>
  )
}
