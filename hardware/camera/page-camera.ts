import { createHash, randomUUID } from 'node:crypto'
import type { FaultCode } from '../catalogue.ts'
import type { Clock } from '../clock.ts'
import { systemClock } from '../clock.ts'
import type { DeviceFault, Unsubscribe } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { StatusHolder } from '../status-holder.ts'
import type { Camera, PageCameraConstraints, Still } from './contract.ts'

/** What the page tells of the camera it holds. */
export type PageCameraReport = Readonly<{
  state: 'starting' | 'live' | 'missing' | 'denied' | 'held' | 'frozen' | 'lost' | 'too-small'
  label: string
  width: number
  height: number
  framesPerSecond: number
  /** Milliseconds since the newest frame was presented. */
  frameAge: number
  reconnects: number
}>

/** Why a still of the page was not taken. */
export type StillRefusal =
  /** No shot is open, or it has another id. */
  | 'not-wanted'
  /** Presented before the shot was asked for. */
  | 'too-old'
  /** Byte for byte the still before: the camera stands. */
  | 'same-as-last'
  | 'empty'

/** The UVC camera that the page holds (getUserMedia), as the service sees it. */
export interface PageCamera extends Camera {
  /** The page's heartbeat. `null`: the page has no need of the camera now, and it is plugged in. */
  report(report: PageCameraReport | null): void
  /** The shot the page is to take now, if any. */
  pendingCapture(): string | undefined
  onCaptureWanted(listener: (captureId: string | undefined) => void): Unsubscribe
  /** `takenAt`: when the page presented the frame. A refused still leaves the shot open for the next frame. */
  deliver(captureId: string, bytes: Uint8Array, takenAt: Date): Result<void, StillRefusal>
}

export type PageCameraOptions = Readonly<{
  id: string
  constraints: PageCameraConstraints
  clock?: Clock
  /** Silence of the page after which its camera counts as lost, in milliseconds: two missed heartbeats of 5 s, and one second for the way. */
  reportWithinMs?: number
  /** A live camera shows 15 frames a second or more; without a new one for this many milliseconds it is frozen. */
  frameWithinMs?: number
  /** From asking for a shot to its still, in milliseconds: frames come at once, 25 MB over loopback in far less than a second. */
  captureWithinMs?: number
}>

type Shot = Readonly<{
  id: string
  notBefore: Date
  finish(answer: Result<Still, DeviceFault>): void
}>

/** Faults of a camera that is not there; they end when it is. Others end when it shows pictures. */
const away: ReadonlySet<FaultCode | undefined> = new Set(['camera-lost', 'camera-missing'])

export function openPageCamera(options: PageCameraOptions): PageCamera {
  const {
    id,
    constraints,
    clock = systemClock,
    reportWithinMs = 11_000,
    frameWithinMs = 3_000,
    captureWithinMs = 10_000,
  } = options
  const status = new StatusHolder('camera', clock)
  const listeners = new Set<(captureId: string | undefined) => void>()
  let shot: Shot | undefined
  let lastStill = ''
  let lastReport: PageCameraReport | undefined
  let inUse = false
  let closed = false

  const lost = (): void => {
    inUse = false
    status.fail({ code: 'camera-lost', detail: 'the page has fallen silent' })
  }
  let callOffSilence = clock.after(reportWithinMs, lost)

  const announce = (): void => {
    for (const listener of listeners) listener(shot?.id)
  }

  return {
    id,
    capabilities: () => ({
      kind: 'camera',
      model: lastReport === undefined || lastReport.label === '' ? 'USB camera' : lastReport.label,
      driver: 'uvc',
      simulated: false,
    }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    preview: () => ({ held: 'page', constraints, open: inUse }),

    async checkHealth(level) {
      const usable = status.usable
      if (!usable.ok) return usable
      if (lastReport === undefined) return ok({ level, facts: {} })
      const { width, height, framesPerSecond, frameAge, reconnects } = lastReport
      return ok({ level, facts: { width, height, framesPerSecond, frameAge, reconnects } })
    },
    async reset() {
      shot?.finish(err({ code: 'camera-capture-failed', detail: 'reset' }))
      lastStill = ''
      return status.usable
    },

    report(report) {
      if (closed) return
      callOffSilence()
      callOffSilence = clock.after(reportWithinMs, lost)
      inUse = report !== null
      if (report === null) {
        // It is there again, unused: what was said of it while it was away does not hold any more.
        if (away.has(status.status.fault?.code)) status.become('starting')
        return
      }
      lastReport = report
      const fault = faultOf(report, frameWithinMs)
      if (fault !== undefined) status.fail(fault)
      else status.become(report.state === 'starting' ? 'starting' : 'online')
    },
    pendingCapture: () => shot?.id,
    onCaptureWanted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    capture({ notBefore, signal }) {
      const refuse = (detail: string): Promise<Result<Still, DeviceFault>> =>
        Promise.resolve(err({ code: 'camera-capture-failed', detail }))
      if (closed || signal.aborted) return refuse('called off')
      if (shot !== undefined) return refuse('another shot is open')
      return new Promise((resolve) => {
        const callOffTimeout = clock.after(captureWithinMs, () =>
          opened.finish(
            err({ code: 'camera-capture-failed', detail: `no still within ${captureWithinMs} ms` }),
          ),
        )
        const abort = (): void => opened.finish(err({ code: 'camera-capture-failed', detail: 'called off' }))
        const opened: Shot = {
          id: randomUUID(),
          notBefore,
          finish(answer) {
            if (shot !== opened) return
            shot = undefined
            callOffTimeout()
            signal.removeEventListener('abort', abort)
            resolve(answer)
            announce()
          },
        }
        signal.addEventListener('abort', abort, { once: true })
        shot = opened
        announce()
      })
    },
    deliver(captureId, bytes, takenAt) {
      if (shot === undefined || shot.id !== captureId) return err('not-wanted')
      if (bytes.length === 0) return err('empty')
      if (takenAt.getTime() < shot.notBefore.getTime()) return err('too-old')
      // Only the digest is kept: a picture of an applicant does not stay in a driver.
      const digest = createHash('sha256').update(bytes).digest('base64')
      if (digest === lastStill) return err('same-as-last')
      lastStill = digest
      shot.finish(ok({ bytes, takenAt, captureId }))
      return ok(undefined)
    },

    async close() {
      closed = true
      callOffSilence()
      shot?.finish(err({ code: 'camera-capture-failed', detail: 'closed' }))
      listeners.clear()
      status.end()
    },
  }
}

function faultOf(report: PageCameraReport, frameWithinMs: number): DeviceFault | undefined {
  switch (report.state) {
    case 'missing':
    case 'denied':
    case 'held':
    case 'frozen':
    case 'lost':
      return { code: `camera-${report.state}` }
    case 'too-small':
      return { code: 'camera-too-small', detail: `${report.width}×${report.height}` }
    case 'live':
      return report.frameAge > frameWithinMs
        ? { code: 'camera-frozen', detail: `newest frame ${Math.round(report.frameAge)} ms old` }
        : undefined
    case 'starting':
      return undefined
  }
}
