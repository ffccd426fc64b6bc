import { faultCatalogue } from '../../hardware/catalogue.ts'
import type { Device } from '../../hardware/device.ts'
import type { Finding } from '../diagnostics/contract.ts'
import { lastReport } from '../diagnostics/assemble-report.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import type { DeviceLine, Overview, StaffSessionView } from './contract.ts'
import type { StaffPorts } from './ports.ts'

type Light = DeviceLine['light']

/** A device in the operator's three colours: does it serve, does it want a look, does it stop the booth? */
export const deviceLine = (device: Device): DeviceLine => {
  const { kind, driver } = device.capabilities()
  const { state, since, fault } = device.status()
  return {
    id: device.id,
    kind,
    light: deviceLight(driver, state, fault && faultCatalogue[fault.code].severity),
    live: { state, since: since.toISOString() },
    ...(fault === undefined ? {} : { fault: fault.code }),
  }
}

const deviceLight = (
  driver: string,
  state: DeviceLine['live']['state'],
  severity: 'out-of-service' | 'degraded' | 'notice' | undefined,
): Light => {
  if (severity !== undefined) return severity === 'out-of-service' ? 'red' : 'yellow'
  // The page opens its camera only while somebody needs it.
  if (state === 'starting') return driver === 'uvc' ? 'green' : 'yellow'
  return state === 'online' || state === 'busy' ? 'green' : 'yellow'
}

/** Red: no applicant is served. Yellow: served, but have a look. */
export const boothLight = (
  options: Readonly<{
    inService: boolean
    devices: readonly DeviceLine[]
    findings: readonly Finding[]
    health: SubmissionHealth
  }>,
): Light => {
  const { inService, devices, findings, health } = options
  if (!inService) return 'red'
  const worry =
    devices.some(({ light }) => light !== 'green') ||
    findings.length > 0 ||
    health.held > 0 ||
    health.quarantined > 0 ||
    health.intake === 'refusing' ||
    health.intake === 'unreachable'
  return worry ? 'yellow' : 'green'
}

const queueLine = (health: SubmissionHealth, now: Date): Overview['queue'] => {
  const { queued, held, quarantined, oldestQueuedAt, intake } = health
  const oldestSeconds =
    oldestQueuedAt === null
      ? null
      : Math.max(0, Math.round((now.getTime() - oldestQueuedAt.getTime()) / 1000))
  return { queued, held, quarantined, oldestSeconds, intake }
}

/** The operator's screen as it is now. */
export const overviewOf = (session: StaffSessionView, ports: StaffPorts, now: Date): Overview => {
  const { diagnosed, tally, history } = ports
  const health = ports.health()
  const devices = diagnosed.devices.map(deviceLine)
  const { findings } = lastReport(diagnosed, now)
  const light = boothLight({ inService: ports.inService(), devices, findings, health })
  // What staff see now is part of the day, even if it lasted less than a minute.
  history.sample(light)
  return {
    session,
    booth: diagnosed.booth,
    now: now.toISOString(),
    camera: ports.cameraView,
    light,
    paused: ports.paused(),
    devices,
    queue: queueLine(health, now),
    findings,
    outcomes: tally.outcomes(),
    today: tally.today(),
    day: history.day(),
  }
}
