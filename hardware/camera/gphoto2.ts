import type { Clock } from '../clock.ts'
import { systemClock, waitUntil } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import { Program, runProgram } from '../program.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { StatusHolder } from '../status-holder.ts'
import type { Camera, PreviewFrame, Still } from './contract.ts'
import type { Gphoto2Limits } from './gphoto2-limits.ts'
import { maxFrameBytes, maxStillBytes, toleratedFailures, usualLimits } from './gphoto2-limits.ts'
import type { DetectedCamera } from './gphoto2-messages.ts'
import { detectedCameras, gphoto2Fault } from './gphoto2-messages.ts'
import { JpegStream } from './jpeg-stream.ts'

export type Gphoto2Options = Readonly<{
  id: string
  /** Part of the model's name, where several cameras are connected. */
  model?: string
  /** As `--auto-detect` prints it ('usb:001,004'), where several of one model are connected. It changes with each replug. */
  port?: string
  /** The program; tests put one of their own here. */
  command?: string
  clock?: Clock
  limits?: Partial<Gphoto2Limits>
}>

/**
 * A DSLR driven by the `gphoto2` program: live pictures from `--capture-movie`, shots from
 * `--capture-image-and-download`, both to standard output, so that no picture is ever written to a disk. The
 * program is the sole user of the camera, hence one at a time; one that hangs is killed.
 */
export function openGphoto2Camera(options: Gphoto2Options): Camera {
  const { id, command = 'gphoto2', clock = systemClock } = options
  const limits = { ...usualLimits, ...options.limits }
  const status = new StatusHolder('camera', clock)
  const listeners = new Set<(frame: PreviewFrame) => void>()
  const closing = new AbortController()
  let camera: DetectedCamera | undefined
  let movie: Program | undefined
  let shooting = false
  let failures = 0
  /** The camera's one user of the moment. */
  let turn: Promise<unknown> = Promise.resolve()
  let callOffCheck: () => void = () => undefined
  let callOffStale: () => void = () => undefined

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act)
    turn = mine.catch(() => undefined)
    return mine
  }
  const port = (): string[] => (camera === undefined ? [] : ['--port', camera.port])

  async function detect(): Promise<DetectedCamera | DeviceFault> {
    const limitsOfRun = { withinMs: limits.detectMs, maxBytes: 64 * 1024, signal: closing.signal }
    const run = await runProgram(command, ['--auto-detect'], limitsOfRun)
    if (run.end.how === 'not-started')
      return { code: 'camera-missing', detail: `the program ${command} is not installed` }
    if (run.end.how !== 'exit') return { code: 'camera-missing', detail: 'gphoto2 --auto-detect hangs' }
    if (run.end.code !== 0) return gphoto2Fault(run.errors)
    const found = detectedCameras(run.output.toString('utf8'))
    const wanted = found.find(
      (one) =>
        (options.model === undefined || one.model.includes(options.model)) &&
        (options.port === undefined || one.port === options.port),
    )
    return wanted ?? { code: 'camera-missing', detail: 'gphoto2 finds no camera' }
  }

  /** Looks whether the camera is (still) there; at the first look, opens. */
  async function check(): Promise<void> {
    // Who looks or shoots will notice by himself.
    if (movie !== undefined) return
    const found = await detect()
    if (closing.signal.aborted || status.status.fault !== undefined) return
    if ('code' in found) {
      const lost = camera !== undefined && found.code === 'camera-missing'
      return fail(lost ? { code: 'camera-lost', detail: 'gone from USB' } : found)
    }
    // The port of a replugged camera has another number.
    camera = found
    if (status.status.state === 'starting') status.become('online')
    callOffCheck = clock.after(limits.idleCheckMs, () => void inTurn(check))
    startPreview()
  }

  function fail(fault: DeviceFault): void {
    callOffCheck()
    callOffStale()
    status.fail(fault)
    const program = movie
    movie = undefined
    void program?.kill()
  }

  /** Only in turn: a program that is still ending holds the camera. */
  function startPreview(): void {
    if (
      listeners.size === 0 ||
      movie !== undefined ||
      shooting ||
      !status.usable.ok ||
      closing.signal.aborted
    )
      return
    callOffCheck()
    const stream = new JpegStream(maxFrameBytes)
    const program = new Program(command, [...port(), '--stdout', '--capture-movie'], (bytes) => {
      for (const jpeg of stream.push(bytes)) {
        watch()
        const frame = { jpeg, presentedAt: clock.now() }
        for (const listener of listeners) listener(frame)
      }
    })
    movie = program
    let stale = false
    const watch = (): void => {
      callOffStale()
      callOffStale = clock.after(limits.frameMs, () => {
        stale = true
        void program.kill()
      })
    }
    watch()
    void program.ended.then(() => {
      callOffStale()
      if (movie !== program) return
      movie = undefined
      if (stale) return fail({ code: 'camera-frozen', detail: `no live picture for ${limits.frameMs} ms` })
      // It ends by itself only when something is wrong.
      fail(gphoto2Fault(program.errors))
    })
  }

  async function stopPreview(): Promise<void> {
    const program = movie
    movie = undefined
    callOffStale()
    await program?.stop()
  }

  async function shoot(notBefore: Date, signal: AbortSignal): Promise<Result<Still, DeviceFault>> {
    await stopPreview()
    await waitUntil(clock, notBefore, signal)
    if (signal.aborted) return err({ code: 'camera-capture-failed', detail: 'called off' })
    if (!status.usable.ok) return status.usable
    const begun = clock.now()
    const run = await runProgram(command, [...port(), '--stdout', '--capture-image-and-download'], {
      withinMs: limits.captureMs,
      maxBytes: maxStillBytes * 2,
      signal,
    })
    const [bytes] = new JpegStream(maxStillBytes).push(run.output)
    // A picture that is whole is good, whatever was said about it.
    if (bytes !== undefined) {
      failures = 0
      return ok({ bytes, takenAt: begun })
    }
    if (signal.aborted) return err({ code: 'camera-capture-failed', detail: 'called off' })
    const fault: DeviceFault =
      run.end.how === 'too-long'
        ? { code: 'camera-capture-failed', detail: `no picture within ${limits.captureMs} ms` }
        : run.end.how === 'exit' && run.end.code === 0
          ? { code: 'camera-capture-failed', detail: 'no JPEG came: is the camera set to RAW?' }
          : gphoto2Fault(run.errors)
    failures += 1
    const grave =
      fault.code !== 'camera-capture-failed' || run.end.how === 'too-long' || failures > toleratedFailures
    if (grave) fail(fault)
    return err(fault)
  }

  void inTurn(check)

  return {
    id,
    capabilities: () => ({
      kind: 'camera',
      model: camera?.model ?? 'DSLR (gphoto2)',
      driver: 'gphoto2',
      simulated: false,
    }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const usable = status.usable
      return usable.ok ? ok({ level, facts: { port: camera?.port ?? '', failedShots: failures } }) : usable
    },
    async reset() {
      failures = 0
      return status.usable
    },
    preview: () => ({
      held: 'service',
      onFrame(listener) {
        listeners.add(listener)
        void inTurn(async () => startPreview())
        return () => {
          listeners.delete(listener)
          void inTurn(async () => {
            if (listeners.size === 0) await stopPreview()
          })
        }
      },
    }),
    async capture({ notBefore, signal }) {
      const usable = status.usable
      if (!usable.ok) return usable
      if (shooting) return err({ code: 'camera-capture-failed', detail: 'another shot is open' })
      shooting = true
      status.become('busy')
      const until = AbortSignal.any([signal, closing.signal])
      const answer = await inTurn(() => shoot(notBefore, until))
      shooting = false
      if (status.usable.ok && !closing.signal.aborted) status.become('online')
      void inTurn(async () => startPreview())
      return answer
    },
    async close() {
      status.end()
      listeners.clear()
      callOffCheck()
      callOffStale()
      closing.abort()
      await inTurn(stopPreview)
    },
  }
}
