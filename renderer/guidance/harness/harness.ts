import type { CameraReport } from '../../../main/service/contract.ts'
import { PageCamera } from '../page-camera.ts'

/*
 * A page with nothing but the camera and the guidance: driven by the browser tests and the benches through
 * `globalThis.harness`. It is no part of the booth's build.
 */

let camera: PageCamera | null = null
const states: CameraReport['state'][] = []

const harness = {
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
    const bytes = new Uint8Array(await jpeg.arrayBuffer())
    return { ok: true, still: { ...still, jpeg: bytes.toBase64() } }
  },
  attach(): void {
    camera?.attachTo(document.body)
  },
  endTrack(): void {
    const stream = camera?.element.srcObject
    if (!(stream instanceof MediaStream)) return
    for (const track of stream.getTracks()) {
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
  },
  close(): void {
    camera?.close()
  },
}

Object.assign(globalThis, { harness })
