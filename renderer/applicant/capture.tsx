import { useEffect } from 'react'
import { type ScreenProps, useBooth } from './booth.ts'
import { useCamera } from './camera.ts'
import { Frame } from './frame.tsx'
import { Mirror } from './mirror.tsx'
import { Rich, useText } from './text.tsx'

/** Takes what the service asks for: the next frame after each capture id. */
export function Capture({ screen }: ScreenProps<'capture'>) {
  const { client } = useBooth()
  const { takeStill } = useCamera()
  const { t } = useText()
  const { captureId, shot, of } = screen

  useEffect(() => {
    if (captureId === null || takeStill === null) return
    void takeStill(captureId).then(async (outcome) => {
      if (outcome.ok) await client.postStill(captureId, outcome.still.jpeg)
    })
  }, [captureId, takeStill, client])

  const taking = captureId !== null
  return (
    <Frame
      name="capture"
      title={taking || shot < of ? t('capture.title') : t('capture.checking')}
      say={t('capture.say')}
    >
      <Mirror arrow={null} />
      <p className="shots-taken num" role="status">
        <Rich>{t('capture.shot', { shot, of })}</Rich>
      </p>
    </Frame>
  )
}
