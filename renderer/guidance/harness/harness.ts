import { type CameraReport, captureHeader } from '../../../main/service/contract.ts'
import type { Guidance, Observation } from '../hint-engine.ts'
import { guideLive, type LiveGuidance } from '../live-guidance.ts'
import { PageCamera } from '../page-camera.ts'
import { showBooth } from './booth-view.tsx'

/*
 * A page with nothing but the camera and the guidance: driven by the browser tests and the benches through
 * `globalThis.harness`. It is no part of the booth's build.
 */

/** Quicker than the booth's page, so that tests need not wait. */
const beatMs = 100
let camera: PageCamera | null = null
let live: LiveGuidance | null = null
let backend: string | null = null
/** The track of the camera closed last. */
let track: MediaStreamTrack | null = null
const states: CameraReport['state'][] = []
const seen: Observation[] = []
const told: Guidance[] = []
const longTasks: number[] = []

const harness = {
  showBooth,
  open(device: string, width: number, height: number): void {
    camera?.close()
    states.length = 0
    camera = new PageCamera({ held: 'page', device, width, height, frameRate: 30 })
    states.push(camera.report().state)
    camera.onReport((report) => states.push(report.state))
  },
  report: () => camera?.report(),
  states: () => states,
  now: () => performance.now(),
  async takeStill(captureId: string, notBefore?: number) {
    const outcome = await camera?.takeStill({ captureId, ...(notBefore !== undefined && { notBefore }) })
    if (!outcome?.ok) return outcome
    const { jpeg, ...still } = outcome.still
    return { ok: true, still: { ...still, jpeg: await base64(jpeg) } }
  },
  /** Opens the camera anew, posts one still to the page's server, and says how the camera was. */
  async shoot(width: number, height: number): Promise<CameraReport['state']> {
    harness.open('', width, height)
    const opened = camera
    if (!opened) throw new Error('No camera was opened.')
    await new Promise<void>((resolve) => opened.onReport(() => resolve()))
    const outcome = opened.report().state === 'live' ? await opened.takeStill({ captureId: 'shot' }) : null
    if (outcome?.ok) {
      const headers = { 'content-type': outcome.still.jpeg.type }
      await fetch('still', { method: 'POST', headers, body: outcome.still.jpeg })
    }
    const { state } = opened.report()
    opened.close()
    return state
  },
  /** The page's side of the service's routes: tells of the camera and takes what is asked for. */
  beat(): void {
    let taken: string | null = null
    const once = async () => {
      const answer = await fetch('beat', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(camera?.report() ?? null),
      })
      const { captureId } = (await answer.json()) as { captureId: string | null }
      if (captureId === null || captureId === taken) return
      taken = captureId
      await harness.send(captureId)
    }
    setInterval(() => void once(), beatMs)
  },
  async send(captureId: string): Promise<void> {
    const outcome = await camera?.takeStill({ captureId })
    if (!outcome?.ok) return
    const headers = { 'content-type': outcome.still.jpeg.type, [captureHeader]: captureId }
    await fetch('still', { method: 'POST', headers, body: outcome.still.jpeg })
  },
  attach(): void {
    camera?.attachTo(document.body)
  },
  /** As an unplugged camera: stopping alone would raise no event. */
  endTrack(): void {
    const stream = camera?.element.srcObject
    if (!(stream instanceof MediaStream)) return
    for (const track of stream.getTracks()) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
  },
  trackState: () => track?.readyState,
  constraints(): MediaTrackConstraints | undefined {
    const stream = camera?.element.srcObject
    return stream instanceof MediaStream ? stream.getVideoTracks()[0]?.getConstraints() : undefined
  },
  guide(specialReason = false): void {
    if (!camera) return
    live?.close()
    seen.length = told.length = 0
    live = guideLive(camera, {
      specialReason,
      onGuidance: (guidance) => told.push(guidance),
      onObservation: (observation) => seen.push(observation),
      onReady: (name) => (backend = name),
    })
  },
  seen: () => seen,
  /** Milliseconds of each task of the page's own thread that took longer than 50 ms, from now on. */
  watchLongTasks(): void {
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longTasks.push(duration)
    }).observe({ type: 'longtask' })
  },
  longTasks: () => longTasks,
  told: () => told,
  backend: () => backend,
  close(): void {
    const stream = camera?.element.srcObject
    track = stream instanceof MediaStream ? (stream.getVideoTracks()[0] ?? null) : null
    live?.close()
    camera?.close()
  },
}

/** Pictures leave the page as text. */
async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}

Object.assign(globalThis, { harness })
