import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CameraReport, CameraView } from '../../main/service/contract.ts'
import type { FrameSource } from './frame-source.ts'
import { PageCamera, type StillOutcome } from './page-camera.ts'
import { ServicePreview, type PreviewRequest } from './service-preview.ts'

export type BoothCamera = Readonly<{
  /** Ref of the element that is to hold the mirror picture; give it the class `mirror`. */
  attach: (place: HTMLElement | null) => void
  /** Frames for the guidance; null while no camera is asked for. */
  source: FrameSource | null
  /** For the heartbeat; null where the page holds no camera. */
  report: () => CameraReport | null
  /** Changes with the camera's state; null where the page holds no camera. */
  state: CameraReport['state'] | null
  /** The next frame taken after the call. A camera held by the service takes its own: `null`. */
  takeStill: ((captureId: string) => Promise<StillOutcome>) | null
}>

/**
 * The camera of the position and capture screens. Call it once, above both of them, so that the stream
 * runs on from one to the other; with `null` the camera is let go of.
 */
export function usePageCamera(view: CameraView | null, requestPreview: PreviewRequest): BoothCamera {
  const place = useRef<HTMLElement | null>(null)
  const request = useRef(requestPreview)
  useEffect(() => {
    request.current = requestPreview
  }, [requestPreview])
  const [source, setSource] = useState<PageCamera | ServicePreview | null>(null)
  const [state, setState] = useState<CameraReport['state'] | null>(null)
  // The view is a new object in each line of the stream: only what it says may reopen the camera.
  const wish = view === null ? null : JSON.stringify(view)

  useEffect(() => {
    if (wish === null) return
    const wanted = JSON.parse(wish) as CameraView
    const opened =
      wanted.held === 'page'
        ? new PageCamera(wanted)
        : new ServicePreview((signal) => request.current(signal))
    if (opened instanceof PageCamera) {
      setState(opened.report().state)
      opened.onReport((report) => setState(report.state))
    }
    if (place.current) opened.attachTo(place.current)
    setSource(opened)
    return () => {
      opened.close()
      setSource(null)
      setState(null)
    }
  }, [wish])

  const attach = useCallback(
    (element: HTMLElement | null) => {
      place.current = element
      if (element) source?.attachTo(element)
    },
    [source],
  )
  const camera = source instanceof PageCamera ? source : null
  const report = useCallback(() => camera?.report() ?? null, [camera])
  const takeStill = useMemo(
    () => camera && ((captureId: string) => camera.takeStill({ captureId })),
    [camera],
  )

  return useMemo(
    () => ({ attach, source, report, state, takeStill }),
    [attach, source, report, state, takeStill],
  )
}
