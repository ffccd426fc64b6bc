import { type ReactNode, useState } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import type { CameraView } from '../../../main/service/contract.ts'
import { MirrorPicture } from '../mirror-picture.tsx'
import { useLiveGuidance } from '../use-live-guidance.ts'
import { usePageCamera } from '../use-page-camera.ts'
import './booth-view.css'

/** The position screen's picture with its hint as text, and what the automatic shutter did. */
function BoothView({ view }: Readonly<{ view: CameraView }>): ReactNode {
  const camera = usePageCamera(view, (signal) => fetch('api/preview', { signal }))
  const [shots, setShots] = useState(0)
  const { hint, available } = useLiveGuidance(camera.source, {
    specialReason: false,
    onShutter: () => setShots((count) => count + 1),
  })
  return (
    <main>
      <MirrorPicture camera={camera} hint={hint} label="Mirror" />
      <output id="hint">{hint ?? ''}</output>
      <output id="shots">{shots}</output>
      <output id="state">{camera.state ?? ''}</output>
      <output id="available">{String(available)}</output>
    </main>
  )
}

let root: Root | null = null

export function showBooth(view: CameraView | null): void {
  root?.unmount()
  root = null
  if (!view) return
  root = createRoot(document.body)
  root.render(<BoothView view={view} />)
}
