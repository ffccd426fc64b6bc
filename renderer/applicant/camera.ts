import { createContext, use } from 'react'
import type { BoothCamera } from '../guidance/use-page-camera.ts'

/** The camera runs on from one photo screen to the next: it is held above them. */
export const CameraContext = createContext<BoothCamera | null>(null)

export function useCamera(): BoothCamera {
  const camera = use(CameraContext)
  if (camera === null) throw new Error('useCamera outside of the photo screens')
  return camera
}
