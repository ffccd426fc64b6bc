import type { DeviceKind, FaultCode } from '../../hardware/catalogue.ts'
import { screenNames, type ScreenName } from '../service/contract.ts'
import type { SessionContext } from './context.ts'

/** The last step that needs a device; a fault matters up to there, for nobody should pay before a dead camera. */
const neededUpTo: Partial<Record<DeviceKind, ScreenName>> = {
  'code-reader': 'scan',
  payment: 'pay',
  camera: 'capture',
}

const stepIndex = (step: ScreenName): number => screenNames.indexOf(step)

/** The fault that keeps this applicant from going on, if any. Typing staff need no reader. */
export function troubleOf(context: SessionContext): FaultCode | null {
  for (const [kind, last] of Object.entries(neededUpTo) as [DeviceKind, ScreenName][]) {
    const fault = context.faults[kind]
    if (fault === undefined || stepIndex(context.step) > stepIndex(last)) continue
    if (kind === 'payment' && context.settings.price === 0) continue
    return fault
  }
  return null
}
