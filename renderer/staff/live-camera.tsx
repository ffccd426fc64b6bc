import { useEffect } from 'react'
import type { CameraView } from '../../main/service/contract.ts'
import type { Client } from '../client.ts'
import { usePageCamera } from '../guidance/use-page-camera.ts'
import '../guidance/mirror.css'
import type { StaffClient } from './staff-client.ts'
import { useStaffWords } from './words.ts'

/** How often the page says what it sees: well within a heartbeat. */
const reportMs = 500

/**
 * The camera's picture, whichever side holds it. A camera of the page is open while this is shown, and takes
 * the stills that its tests ask for.
 */
export function LiveCamera({
  client,
  staff,
  camera: view,
}: Readonly<{ client: Client; staff: StaffClient; camera: CameraView }>) {
  const { t } = useStaffWords()
  const { attach, report, takeStill } = usePageCamera(view, (signal) =>
    client.request('api/preview', { signal }),
  )
  useEffect(() => {
    if (takeStill === null) return
    let over = false
    const serve = async (): Promise<void> => {
      const wanted = await staff.stillWanted()
      const id = wanted.ok ? wanted.value.captureId : null
      if (id !== null) {
        const taken = await takeStill(id)
        if (taken.ok) await client.postStill(id, taken.still.jpeg)
      }
      if (!over) timer = setTimeout(() => void serve(), reportMs)
    }
    let timer = setTimeout(() => void serve(), reportMs)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [client, staff, takeStill])
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
