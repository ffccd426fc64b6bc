import type { CameraReport } from '../../main/service/contract.ts'

export type OpeningFault = Extract<CameraReport['state'], 'missing' | 'denied' | 'held' | 'lost'>

/** Exact device id, else a substring of the label in any case; an empty wish takes the first. */
export function chooseCamera<D extends Readonly<{ deviceId: string; label: string }>>(
  cameras: readonly D[],
  wish: string,
): D | undefined {
  if (wish === '') return cameras[0]
  const label = wish.toLowerCase()
  return (
    cameras.find((camera) => camera.deviceId === wish) ??
    cameras.find((camera) => camera.label.toLowerCase().includes(label))
  )
}

/** `DOMException` names of getUserMedia (W3C Media Capture and Streams §10.2). */
export function stateOfFailure(error: unknown): OpeningFault {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotReadableError':
      return 'held'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing'
    default:
      return 'lost'
  }
}
