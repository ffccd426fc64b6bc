import type { Camera } from '../../hardware/camera/contract.ts'
import { err, ok, type Result } from '../../hardware/result.ts'
import {
  measureBackdrop,
  measureChart,
  measureExposure,
  type CalibrationFault,
  type CalibrationName,
  type CalibrationReading,
} from '../photo/calibration.ts'
import { withinLimits, type Measure } from './contract.ts'
import type { FindingCode } from './findings.ts'

/** What a technician puts before the camera: nobody, or the printed chart (`booth chart`). */
export type CameraTestName = 'seat' | 'chart'

export type CameraTested = Readonly<{ measures: readonly Measure[]; code?: FindingCode }>

/** A folder's camera waits for somebody to press its shutter; any other takes a moment. */
const shotWithinMs = 20_000

/** One still, measured and dropped: exposure and backdrop with an empty seat, sharpness on the chart. */
export const testCamera = async (
  camera: Camera,
  test: CameraTestName,
  signal: AbortSignal = AbortSignal.timeout(shotWithinMs),
): Promise<CameraTested> => {
  const still = await camera.capture({ notBefore: new Date(), signal })
  if (!still.ok) return { measures: [], code: still.error.code }
  const { bytes } = still.value
  const measured = await (test === 'seat' ? measureSeat(bytes) : measureChart(bytes))
  if (!measured.ok) {
    const code = measured.error === 'no-edges' ? 'chart-not-seen' : 'camera-capture-failed'
    return { measures: [], code }
  }
  const missed = measured.value.find((reading) => !withinLimits(reading))
  return { measures: measured.value, ...(missed && { code: meanings[missed.name] }) }
}

const measureSeat = async (
  bytes: Uint8Array,
): Promise<Result<readonly CalibrationReading[], CalibrationFault>> => {
  const exposure = await measureExposure(bytes)
  if (!exposure.ok) return exposure
  const backdrop = await measureBackdrop(bytes)
  return backdrop.ok ? ok([...exposure.value, ...backdrop.value]) : err(backdrop.error)
}

/** What a missed limit means for whoever stands before the booth. */
const meanings = {
  exposure: 'light-off',
  burntOut: 'light-off',
  wallLightness: 'light-off',
  wallUnevenness: 'wall-uneven',
  wallTint: 'wall-uneven',
  wallHalves: 'light-one-sided',
  sharpness: 'picture-unsharp',
  sharpnessAround: 'picture-unsharp',
} as const satisfies Record<CalibrationName, FindingCode>
