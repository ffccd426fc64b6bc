import { useEffect } from 'react'
import type { CameraView } from '../../main/service/contract.ts'
import type { Client } from '../client.ts'
import type { FrameSource } from '../guidance/frame-source.ts'
import { usePageCamera } from '../guidance/use-page-camera.ts'
import '../guidance/mirror.css'
import { useStaffWords } from './words.ts'

/** How often the page says what it sees: well within a heartbeat. */
const reportMs = 500

/** The camera's picture, whichever side holds it. A camera of the page is open while this is shown. */
export function LiveCamera({
  client,
  camera: view,
  onSource,
}: Readonly<{ client: Client; camera: CameraView; onSource: (source: FrameSource | null) => void }>) {
  const { t } = useStaffWords()
  const { attach, report, source } = usePageCamera(view, (signal) =>
    client.request('api/preview', { signal }),
  )
  useEffect(() => {
    onSource(source)
    return () => onSource(null)
  }, [source, onSource])
  useEffect(() => {
    if (view.held !== 'page') return
    const tell = () => client.reportCamera(report())
    tell()
    const timer = setInterval(tell, reportMs)
    return () => {
      clearInterval(timer)
      client.reportCamera(null)
    }
  }, [client, report, view.held])
  return (
    <figure className="mirror live-picture" aria-label={t('technician.live')}>
      <div className="mirror-place" ref={attach} />
    </figure>
  )
}
