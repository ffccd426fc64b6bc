import type { CameraReport } from '../../main/service/contract.ts'
import { freeLight, lockLight, openCamera, stopStream, type PageCameraView } from './camera-device.ts'
import type { FrameSource, SourceFrame } from './frame-source.ts'
import { retryDelay } from './retry-delay.ts'
import { encodeStill, lookAt, type FrameSample } from './video-pixels.ts'
import { samplePeriodMs, watchStream, type StreamWatchdog } from './stream-watchdog.ts'

type CameraState = CameraReport['state']

/** Frames after opening that are thrown away: exposure and white balance still swing (UVC cameras settle in 5–15). */
const warmUpFrames = 15
/** The portrait's least real pixels (photo rules, group "person"): a smaller picture cannot hold it. */
const leastPixels = { width: 480, height: 617 } as const
/** Failed tries are forgotten after so long a good time. */
const goodTimeMs = 60_000
/** A replugged camera announces itself several times in a row. */
const replugSettleMs = 300
/** How far the brightness may move when exposure is locked: beyond it the lock took a stale value. */
const lockTolerance = 0.15
/** Long enough for a stream that must be opened anew meanwhile; the service gives a capture 10 s. */
const takeTimeoutMs = 9_000

export type PageStill = Readonly<{
  captureId: string
  /** JPEG at the track's full size, unmirrored. */
  jpeg: Blob
  width: number
  height: number
  /** Milliseconds on `performance.now()`'s clock; never before `notBefore`. */
  capturedAt: number
}>

export type StillOutcome =
  | Readonly<{ ok: true; still: PageStill }>
  /** `because` is the camera's state when the waiting ended ('live' where only time ran out). */
  | Readonly<{ ok: false; because: CameraState | 'closed' }>

export type StillRequest = Readonly<{
  captureId: string
  /** On `performance.now()`'s clock; frames taken before are passed over. The moment of the call if absent. */
  notBefore?: number
}>

type Waiting = Readonly<{
  notBefore: number
  take(frame: SourceFrame): void
  end(because: CameraState | 'closed'): void
}>

/**
 * The browser's half of the UVC camera: opens it, watches it, brings it back, and takes stills.
 * It runs from the constructor until `close()`.
 */
export class PageCamera implements FrameSource {
  readonly element: HTMLVideoElement
  readonly #wanted: PageCameraView
  readonly #reportListeners = new Set<(report: CameraReport) => void>()
  readonly #frameListeners = new Set<(frame: SourceFrame) => void>()
  readonly #waiting = new Set<Waiting>()
  readonly #watch: ReturnType<typeof setInterval>
  #watchdog: StreamWatchdog = watchStream(performance.now())
  #state: CameraState = 'starting'
  #stream: MediaStream | null = null
  #label = ''
  /** Each opening has a number: what an older one still has to say is not heard. */
  #opening = 0
  #framesSeen = 0
  #sampledAt = 0
  #sample: FrameSample | null = null
  #liveSince: number | null = null
  #everLive = false
  #failedTries = 0
  #reconnects = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(wanted: PageCameraView) {
    this.#wanted = wanted
    this.element = document.createElement('video')
    this.element.muted = true
    this.element.playsInline = true
    this.#watch = setInterval(() => this.#checkHealth(), samplePeriodMs)
    navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange)
    void this.#open()
  }

  report(): CameraReport {
    const now = performance.now()
    return {
      state: this.#state,
      label: this.#label.slice(0, 200),
      width: this.element.videoWidth,
      height: this.element.videoHeight,
      framesPerSecond: this.#watchdog.framesPerSecond(now),
      frameAge: this.#watchdog.frameAge(now),
      reconnects: this.#reconnects,
    }
  }

  /** Told at each change of state. */
  onReport(listener: (report: CameraReport) => void): () => void {
    this.#reportListeners.add(listener)
    return () => this.#reportListeners.delete(listener)
  }

  onFrame(listener: (frame: SourceFrame) => void): () => void {
    this.#frameListeners.add(listener)
    return () => this.#frameListeners.delete(listener)
  }

  /** Puts the picture into a place of the page. A moved video pauses: it is played again. */
  attachTo(place: HTMLElement): void {
    place.append(this.element)
    this.#play()
  }

  /** The first frame taken at or after `notBefore`, at the track's full size. Several may wait at once. */
  takeStill({ captureId, notBefore = performance.now() }: StillRequest): Promise<StillOutcome> {
    if (this.#closed) return Promise.resolve({ ok: false, because: 'closed' })
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.delete(waiting)
        clearTimeout(timer)
      }
      const waiting: Waiting = {
        notBefore,
        take: ({ capturedAt, width, height }) => {
          leave()
          encodeStill(this.element, width, height).then(
            (jpeg) => resolve({ ok: true, still: { captureId, jpeg, width, height, capturedAt } }),
            () => resolve({ ok: false, because: 'lost' }),
          )
        },
        end: (because) => {
          leave()
          resolve({ ok: false, because })
        },
      }
      const timer = setTimeout(() => waiting.end(this.#state), takeTimeoutMs)
      this.#waiting.add(waiting)
    })
  }

  /** Idempotent. The camera's light goes out; who waits for a still is told. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#watch)
    clearTimeout(this.#retry)
    navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange)
    this.#letGo()
    for (const waiting of this.#waiting) waiting.end('closed')
    this.#frameListeners.clear()
    this.#reportListeners.clear()
    this.element.remove()
  }

  async #open(): Promise<void> {
    clearTimeout(this.#retry)
    this.#letGo()
    const opening = this.#opening
    const opened = await openCamera(this.#wanted)
    if (opening !== this.#opening || this.#closed) {
      if (opened.ok) stopStream(opened.stream)
      return
    }
    if (!opened.ok) return this.#failed(opened.state)
    this.#stream = opened.stream
    this.#label = opened.track.label
    this.#framesSeen = 0
    this.#sample = null
    this.#watchdog = watchStream(performance.now())
    opened.track.addEventListener('ended', () => opening === this.#opening && this.#failed('lost'))
    this.element.srcObject = opened.stream
    this.#play()
    this.#awaitFrame(opening)
  }

  #play(): void {
    // Moving the element interrupts a pending play; whether pictures come is the watchdog's question.
    this.element.play().catch(() => undefined)
  }

  #awaitFrame(opening: number): void {
    this.element.requestVideoFrameCallback((now, metadata) => {
      if (opening !== this.#opening) return
      this.#awaitFrame(opening)
      this.#presented({
        capturedAt: metadata.captureTime ?? Math.min(now, metadata.presentationTime),
        width: metadata.width,
        height: metadata.height,
      })
    })
  }

  #presented(frame: SourceFrame): void {
    const now = performance.now()
    this.#watchdog.frame(now)
    this.#framesSeen++
    if (this.#framesSeen <= warmUpFrames || now - this.#sampledAt >= samplePeriodMs) {
      this.#sampledAt = now
      this.#sample = lookAt(this.element, frame.width, frame.height)
      this.#watchdog.sample(this.#sample.content, now)
    }
    if (this.#framesSeen <= warmUpFrames || this.#watchdog.health(now) !== 'alive') return
    if (this.#liveSince === null) this.#warmedUp(frame, now)
    if (this.#state !== 'live') return
    for (const waiting of this.#waiting) if (frame.capturedAt >= waiting.notBefore) waiting.take(frame)
    for (const listener of this.#frameListeners) listener(frame)
  }

  #warmedUp(frame: SourceFrame, now: number): void {
    this.#liveSince = now
    if (this.#everLive) this.#reconnects++
    this.#everLive = true
    void this.#lockLight()
    this.#enter(frame.width < leastPixels.width || frame.height < leastPixels.height ? 'too-small' : 'live')
  }

  /** Some drivers lock to a register that the automatics never wrote: a picture that jumps is set free again. */
  async #lockLight(): Promise<void> {
    const track = this.#stream?.getVideoTracks()[0]
    const before = this.#sample
    if (!track || !before || !(await lockLight(track))) return
    await new Promise((resolve) => setTimeout(resolve, 2 * samplePeriodMs))
    const after = this.#sample
    if (!after || Math.abs(after.brightness - before.brightness) <= lockTolerance * before.brightness) return
    await freeLight(track)
  }

  #checkHealth(): void {
    // A hidden page is given no frames: that says nothing of the camera.
    if (!this.#stream || document.visibilityState === 'hidden') return
    const now = performance.now()
    if (this.#liveSince !== null && now - this.#liveSince > goodTimeMs) this.#failedTries = 0
    const health = this.#watchdog.health(now)
    if (health === 'silent' || health === 'repeating') this.#failed('frozen')
  }

  #failed(state: CameraState): void {
    this.#letGo()
    this.#enter(state)
    const delay = retryDelay(this.#failedTries)
    this.#failedTries++
    this.#retry = setTimeout(() => void this.#open(), delay)
  }

  #letGo(): void {
    this.#opening++
    this.#liveSince = null
    if (this.#stream) stopStream(this.#stream)
    this.#stream = null
    this.element.srcObject = null
  }

  /** Something was plugged in or out: a camera that is being waited for may be back. */
  readonly #onDeviceChange = (): void => {
    if (this.#stream || this.#state === 'starting') return
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#open(), replugSettleMs)
  }

  #enter(state: CameraState): void {
    if (state === this.#state) return
    this.#state = state
    const report = this.report()
    for (const listener of this.#reportListeners) listener(report)
  }
}
