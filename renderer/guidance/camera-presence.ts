import type { CameraReport } from '../../main/service/contract.ts'
import { chooseCamera } from './camera-choice.ts'
import { listCameras } from './camera-device.ts'

/** Changes on the bus are announced; where an announcement is lost, this is how long an unplug goes unnoticed. */
const lookEveryMs = 30_000

const missing: CameraReport = {
  state: 'missing',
  label: '',
  width: 0,
  height: 0,
  framesPerSecond: 0,
  frameAge: 0,
  reconnects: 0,
}

/**
 * Looks after a camera that nobody needs now, so that nobody begins at a booth without one. `tell` hears
 * "missing" or null: nothing against it. Returns what ends it.
 */
export function watchPresence(device: string, tell: (report: CameraReport | null) => void): () => void {
  let over = false
  const look = async (): Promise<void> => {
    const cameras = await listCameras().catch(() => null)
    if (over || cameras === null) return
    // Without labels a camera cannot be told from another: that some camera is there must do.
    const named = cameras.every(({ label }) => label !== '')
    const there = named ? chooseCamera(cameras, device) !== undefined : cameras.length > 0
    tell(there ? null : missing)
  }
  const lookAgain = () => void look()
  lookAgain()
  const timer = setInterval(lookAgain, lookEveryMs)
  navigator.mediaDevices.addEventListener('devicechange', lookAgain)
  return () => {
    over = true
    clearInterval(timer)
    navigator.mediaDevices.removeEventListener('devicechange', lookAgain)
  }
}
