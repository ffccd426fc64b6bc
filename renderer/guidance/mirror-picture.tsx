import { type ReactNode, useEffect, useState } from 'react'
import type { FrameSource, SourceFrame } from './frame-source.ts'
import { HeadOutline } from './head-outline.tsx'
import type { HintCode } from './hints.ts'
import './mirror.css'
import type { PictureSize } from './portrait-frame.ts'
import type { BoothCamera } from './use-page-camera.ts'

/** Drawn until the first frame tells the camera's own size; 4:3, as booth cameras are set up. */
const presumedSize: PictureSize = { width: 1280, height: 960 }

export type MirrorPictureProps = Readonly<{
  camera: Pick<BoothCamera, 'attach' | 'source'>
  hint: HintCode | null
  /** What the picture is, for those who do not see it. */
  label: string
}>

/** The mirror picture with the portrait's corners, the head outline and the arrow. Fills its place. */
export function MirrorPicture({ camera: { attach, source }, hint, label }: MirrorPictureProps): ReactNode {
  const size = usePictureSize(source)
  return (
    <figure className="mirror" aria-label={label}>
      <div className="mirror-place" ref={attach} />
      <HeadOutline hint={hint} picture={size ?? presumedSize} />
    </figure>
  )
}

/** Size of the camera's picture in pixels; null until the first frame. */
function usePictureSize(source: FrameSource | null): PictureSize | null {
  const [size, setSize] = useState<PictureSize | null>(null)
  useEffect(() => {
    const learn = ({ width, height }: SourceFrame) =>
      setSize((known) => (known?.width === width && known.height === height ? known : { width, height }))
    return source?.onFrame(learn)
  }, [source])
  return size
}
