import type { CameraView } from '../../main/service/contract.ts'
import { chooseCamera, type OpeningFault, stateOfFailure } from './camera-choice.ts'

export type PageCameraView = Extract<CameraView, { held: 'page' }>

export type OpenedCamera =
  | Readonly<{ ok: true; stream: MediaStream; track: MediaStreamTrack }>
  | Readonly<{ ok: false; state: OpeningFault }>

/** What browsers know of a camera beyond the DOM library's types (Media Capture: Image Capture, resizeMode). */
type CameraTrackSettings = MediaTrackSettings & {
  exposureMode?: string
  exposureTime?: number
  whiteBalanceMode?: string
  colorTemperature?: number
}
type CameraTrackCapabilities = MediaTrackCapabilities & {
  exposureMode?: readonly string[]
  whiteBalanceMode?: readonly string[]
}
type CameraTrackConstraintSet = MediaTrackConstraintSet & Omit<CameraTrackSettings, keyof MediaTrackSettings>

export const stopStream = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

/** Opens the camera that the booth is configured for, at its native pixels. Faults come back as camera states. */
export async function openCamera(wanted: PageCameraView): Promise<OpenedCamera> {
  try {
    const device = chooseCamera(await labelledCameras(), wanted.device)
    if (!device) return { ok: false, state: 'missing' }
    const video: MediaTrackConstraints & { resizeMode: ConstrainDOMString } = {
      deviceId: { exact: device.deviceId },
      width: { ideal: wanted.width },
      height: { ideal: wanted.height },
      frameRate: { ideal: wanted.frameRate },
      // The browser would otherwise crop or scale to the wanted size: never padded, never upscaled.
      resizeMode: { exact: 'none' },
    }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video })
    const track = stream.getVideoTracks()[0]
    return track ? { ok: true, stream, track } : { ok: false, state: 'missing' }
  } catch (error) {
    return { ok: false, state: stateOfFailure(error) }
  }
}

export const listCameras = async (): Promise<MediaDeviceInfo[]> =>
  (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput')

/** Labels are empty until a page has been allowed a camera once: then the first one is opened to learn them. */
async function labelledCameras(): Promise<MediaDeviceInfo[]> {
  const cameras = await listCameras()
  if (cameras.length === 0 || cameras.some((camera) => camera.label !== '')) return cameras
  const probe = await navigator.mediaDevices.getUserMedia({ audio: false, video: true })
  try {
    return await listCameras()
  } finally {
    stopStream(probe)
  }
}

/**
 * Fixes exposure and white balance at what the automatics found during warm-up, where the track offers
 * it: the booth's lamp is constant, and pictures must not change with the colour of a jacket.
 * True where something was locked.
 */
export async function lockLight(track: MediaStreamTrack): Promise<boolean> {
  const offered: CameraTrackCapabilities = track.getCapabilities()
  const found: CameraTrackSettings = track.getSettings()
  const wanted: CameraTrackConstraintSet = {
    ...(offered.exposureMode?.includes('manual') && {
      exposureMode: 'manual',
      ...(found.exposureTime && { exposureTime: found.exposureTime }),
    }),
    ...(offered.whiteBalanceMode?.includes('manual') && {
      whiteBalanceMode: 'manual',
      ...(found.colorTemperature && { colorTemperature: found.colorTemperature }),
    }),
  }
  return applied(track, wanted)
}

/** Hands exposure and white balance back to the camera. */
export async function freeLight(track: MediaStreamTrack): Promise<void> {
  const offered: CameraTrackCapabilities = track.getCapabilities()
  await applied(track, {
    ...(offered.exposureMode?.includes('continuous') && { exposureMode: 'continuous' }),
    ...(offered.whiteBalanceMode?.includes('continuous') && { whiteBalanceMode: 'continuous' }),
  })
}

/** One call with nothing but light in it: each call replaces the last, and Chromium refuses a mixture with sizes. */
async function applied(track: MediaStreamTrack, set: CameraTrackConstraintSet): Promise<boolean> {
  if (Object.keys(set).length === 0) return false
  try {
    await track.applyConstraints({ advanced: [set] })
    return true
  } catch {
    // A camera that names a mode and then refuses it stays on its automatics: usable all the same.
    return false
  }
}
