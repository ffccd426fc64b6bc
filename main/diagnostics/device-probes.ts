import type { Camera } from '../../hardware/camera/contract.ts'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import type { Device, HealthReport } from '../../hardware/device.ts'
import type { Lamp } from '../../hardware/lamp/contract.ts'
import type { Payment } from '../../hardware/payment/contract.ts'
import type { Printer } from '../../hardware/printer/contract.ts'
import type { PresenceSensor } from '../../hardware/sensor/contract.ts'
import type { Measure } from './contract.ts'
import { found, nothing, type Probe, type Probed, type ProbeFinding } from './probe.ts'

/** The booth's devices; `null` where it has none of that kind. */
export type BoothDevices = Readonly<{
  reader: CodeReader
  camera: Camera
  printer: Printer | null
  payment: Payment | null
  lamp: Lamp | null
  sensor: PresenceSensor | null
}>

export const deviceList = ({ reader, camera, printer, payment, lamp, sensor }: BoothDevices): Device[] =>
  [reader, camera, printer, payment, lamp, sensor].filter((device) => device !== null)

/** A device that was just opened gets so long to come up; the slowest, a DSLR, has its own longer wait. */
const settlingMs = 3_000
/** Long enough for a frame rate that a person would call the same. */
const watchingMs = 1_000
/**
 * The first live picture of a DSLR takes about 2 s (hardware/camera/gphoto2-limits); with the waits before and after
 * it this stays within a probe's 8 s.
 */
const firstFrameMs = 3_000

/** Units and limits of the facts that drivers report; the rest is shown as it is. */
const facts: Readonly<Record<string, Omit<Measure, 'name' | 'value'>>> = {
  /** Below this the live hints lag behind the person. */
  framesPerSecond: { unit: 'fps', least: 10 },
  /** Half a second is seen as a frozen mirror. */
  frameAge: { unit: 'ms', most: 500 },
  reconnects: { unit: '' },
  width: { unit: 'px' },
  height: { unit: 'px' },
  baudRate: { unit: 'baud' },
  lastReadAt: { unit: 'time' },
}

const measured = (report: HealthReport): Measure[] =>
  Object.entries(report.facts)
    // Capabilities say that already.
    .filter(([name]) => name !== 'simulated')
    .map(([name, value]) => ({ name, value: tenth(value), ...(facts[name] ?? { unit: '' }) }))

/** Nobody reads a frame rate to fifteen places. */
const tenth = <T>(value: T): T | number => (typeof value === 'number' ? Math.round(value * 10) / 10 : value)

/** Every test of the devices that diagnostics runs by itself. `testPage` is what an external test prints. */
export const deviceProbes = (devices: BoothDevices, testPage: () => Promise<Uint8Array>): Probe[] => {
  const { camera, printer, lamp } = devices
  const probes = deviceList(devices).map((device) => selfProbe(device, device === camera ? camera : null))
  probes.push({
    section: 'camera',
    test: 'shot',
    level: 'external',
    async run(signal) {
      if (isUnopened(camera)) return notTested
      const began = performance.now()
      const still = await camera.capture({ notBefore: new Date(), signal })
      if (!still.ok) return found(still.error)
      // The picture ends here: whoever happened to sit there is not looked at.
      const milliseconds = Math.round(performance.now() - began)
      return { measures: [{ name: 'shotTime', value: milliseconds, unit: 'ms' }], findings: [] }
    },
  })
  if (printer !== null) {
    probes.push({
      section: 'printer',
      test: 'print',
      level: 'external',
      async run(signal) {
        const printed = await printer.print(await testPage(), signal)
        return printed.ok ? nothing : found(printed.error)
      },
    })
  }
  if (lamp !== null) {
    probes.push({
      section: 'lamp',
      test: 'light',
      level: 'external',
      async run() {
        for (const brightness of [1, 0]) {
          const set = await lamp.set(brightness)
          if (!set.ok) return found(set.error)
        }
        return nothing
      },
    })
  }
  return probes
}

/** A page opens its camera only while somebody needs it: then what counts is the last test. */
const notTested = found({ code: 'camera-not-tested' })
const isUnopened = (camera: Camera): boolean => {
  const preview = camera.preview()
  return preview.held === 'page' && !preview.open && camera.status().fault === undefined
}

const selfProbe = (device: Device, camera: Camera | null): Probe => ({
  section: device.capabilities().kind,
  test: 'self',
  level: 'internal',
  async run(signal) {
    if (camera !== null && isUnopened(camera)) return notTested
    await settled(device, signal)
    const { state, fault } = device.status()
    if (state === 'starting' && fault === undefined) return found({ code: 'device-still-starting' })
    const health = await device.checkHealth('internal', signal)
    if (!health.ok) return found(health.error)
    const watched = camera === null ? nothing : await watchPreview(camera, signal)
    const measures = [...measured(health.value), ...watched.measures]
    const findings: ProbeFinding[] = [...watched.findings]
    // A device can work and yet report something, as a reader that does not fit its settings does.
    if (fault !== undefined) findings.push(fault)
    const limited =
      camera === null ? [] : measures.filter(({ name }) => name === 'framesPerSecond' || name === 'frameAge')
    if (findings.length === 0 && limited.some(missesLimit)) findings.push({ code: 'camera-slow' })
    return { measures, findings }
  },
})

const missesLimit = ({ value, least, most }: Measure): boolean =>
  typeof value === 'number' &&
  ((least !== undefined && value < least) || (most !== undefined && value > most))

/** Counts the frames of a camera that the service holds. */
const watchPreview = async (camera: Camera, signal: AbortSignal): Promise<Probed> => {
  const preview = camera.preview()
  if (preview.held !== 'service') return nothing
  const arrivals: number[] = []
  const began = performance.now()
  const live = new AbortController()
  const unsubscribe = preview.onFrame(() => {
    arrivals.push(performance.now())
    live.abort()
  })
  try {
    await passed(firstFrameMs, AbortSignal.any([signal, live.signal]))
    if (live.signal.aborted) await passed(watchingMs, signal)
  } finally {
    unsubscribe()
  }
  const last = arrivals.at(-1)
  if (last === undefined)
    return found({ code: 'camera-frozen', detail: `no frame within ${firstFrameMs} ms` })
  const first = arrivals[0] ?? began
  // Between the first and the last frame: how long the first one took says nothing of the rate.
  const rate = arrivals.length < 2 ? 1 : ((arrivals.length - 1) * 1000) / Math.max(1, last - first)
  return {
    measures: [
      {
        name: 'framesPerSecond',
        value: Math.round(rate * 10) / 10,
        ...facts['framesPerSecond'],
        unit: 'fps',
      },
      { name: 'frameAge', value: Math.round(performance.now() - last), ...facts['frameAge'], unit: 'ms' },
    ],
    findings: [],
  }
}

const passed = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, milliseconds)
    signal.addEventListener('abort', finish)
  })

/** Resolves once a device is no longer starting, or has had its time. */
const settled = (device: Device, signal: AbortSignal): Promise<void> => {
  const starting = (): boolean => device.status().state === 'starting'
  if (!starting()) return Promise.resolve()
  const over = new AbortController()
  const unsubscribe = device.onStatus(() => {
    if (!starting()) over.abort()
  })
  return passed(settlingMs, AbortSignal.any([signal, over.signal])).finally(unsubscribe)
}
