import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PageCamera, PageCameraReport } from '../../../hardware/camera/page-camera.ts'
import { openPageCamera } from '../../../hardware/camera/page-camera.ts'
import { ManualClock, settle } from '../../contract/manual-clock.ts'

const live: PageCameraReport = {
  state: 'live',
  label: 'HD Webcam',
  width: 1280,
  height: 960,
  framesPerSecond: 30,
  frameAge: 20,
  reconnects: 0,
}
const never = new AbortController().signal
const picture = (text: string): Uint8Array => Buffer.from(text)

let clock: ManualClock
let camera: PageCamera
beforeEach(() => {
  clock = new ManualClock()
  const constraints = { device: '', width: 1280, height: 960, frameRate: 30 }
  camera = openPageCamera({ id: 'camera', clock, constraints })
})
afterEach(() => camera.close())

/** A shot that is asked for, and the id the page gets. */
function shoot(notBefore = clock.now()) {
  const still = camera.capture({ notBefore, signal: never })
  const id = camera.pendingCapture()
  if (id === undefined) throw new Error('no shot is open')
  return { still, id }
}

describe('what the page reports', () => {
  test.each([
    ['missing', 'camera-missing', 'no-device'],
    ['denied', 'camera-denied', 'offline'],
    ['held', 'camera-held', 'offline'],
    ['frozen', 'camera-frozen', 'hardware-error'],
    ['lost', 'camera-lost', 'offline'],
    ['too-small', 'camera-too-small', 'hardware-error'],
  ] as const)('%s is %s', (state, code, deviceState) => {
    camera.report({ ...live, state })
    expect(camera.status()).toMatchObject({ state: deviceState, fault: { code } })
  })

  test('live is online, and names the camera', () => {
    camera.report(live)
    expect(camera.status().state).toBe('online')
    expect(camera.capabilities().model).toBe('HD Webcam')
  })

  test('live with an old frame is frozen, whatever the page thinks', () => {
    camera.report({ ...live, frameAge: 4_000 })
    expect(camera.status().fault?.code).toBe('camera-frozen')
    camera.report(live)
    expect(camera.status().fault).toBeUndefined()
  })
})

describe('a page that falls silent', () => {
  test('loses its camera after two missed heartbeats, and not before', async () => {
    camera.report(live)
    await clock.pass(10_000)
    expect(camera.status().state).toBe('online')
    await clock.pass(2_000)
    expect(camera.status().fault?.code).toBe('camera-lost')
  })

  test('from the start has none', async () => {
    await clock.pass(20_000)
    expect(camera.status().fault?.code).toBe('camera-lost')
  })

  test('and comes back without need of a camera is no fault', async () => {
    camera.report(live)
    await clock.pass(20_000)
    camera.report(null)
    expect(camera.status().fault).toBeUndefined()
  })

  test.each(['missing', 'lost'] as const)(
    'and finds a camera that was %s plugged in is no fault',
    (state) => {
      camera.report({ ...live, state })
      expect(camera.status().fault?.code).toBe(`camera-${state}`)
      camera.report(null)
      expect(camera.status()).toMatchObject({ state: 'starting' })
    },
  )

  test('keeps a fault of the picture until there is a picture', () => {
    camera.report({ ...live, state: 'frozen' })
    camera.report(null)
    expect(camera.status().fault?.code).toBe('camera-frozen')
    camera.report(live)
    expect(camera.status().state).toBe('online')
  })

  test('but beats without need of the camera keeps what was known', async () => {
    camera.report(live)
    for (let beat = 0; beat < 5; beat++) {
      await clock.pass(5_000)
      camera.report(null)
    }
    expect(camera.status().state).toBe('online')
  })
})

describe('a still', () => {
  test('with the id of the shot is taken', async () => {
    const { still, id } = shoot()
    expect(camera.deliver(id, picture('one'), clock.now())).toEqual({ ok: true, value: undefined })
    expect(await still).toMatchObject({ ok: true, value: { captureId: id, takenAt: clock.now() } })
    expect(camera.pendingCapture()).toBeUndefined()
  })

  test('without a shot, or of another one, is refused', async () => {
    expect(camera.deliver('anything', picture('one'), clock.now())).toEqual({
      ok: false,
      error: 'not-wanted',
    })
    const first = shoot()
    camera.deliver(first.id, picture('one'), clock.now())
    const second = shoot()
    expect(second.id).not.toBe(first.id)
    expect(camera.deliver(first.id, picture('two'), clock.now())).toEqual({ ok: false, error: 'not-wanted' })
  })

  test('presented before the shot was asked for is refused; the next frame is taken', async () => {
    const { still, id } = shoot()
    const early = new Date(clock.now().getTime() - 1)
    expect(camera.deliver(id, picture('old'), early)).toEqual({ ok: false, error: 'too-old' })
    camera.deliver(id, picture('new'), clock.now())
    expect((await still).ok).toBe(true)
  })

  test('byte for byte the one before is refused', async () => {
    const first = shoot()
    camera.deliver(first.id, picture('same'), clock.now())
    const second = shoot()
    expect(camera.deliver(second.id, picture('same'), clock.now())).toEqual({
      ok: false,
      error: 'same-as-last',
    })
    expect(camera.deliver(second.id, picture('other'), clock.now()).ok).toBe(true)
    expect((await second.still).ok).toBe(true)
  })

  test('of no bytes is refused', () => {
    const { id } = shoot()
    expect(camera.deliver(id, new Uint8Array(), clock.now())).toEqual({ ok: false, error: 'empty' })
  })

  test('that does not come in time fails the shot', async () => {
    const { still } = shoot()
    await clock.pass(10_000)
    expect(await still).toMatchObject({ ok: false, error: { code: 'camera-capture-failed' } })
    expect(camera.pendingCapture()).toBeUndefined()
  })
})

test('one shot is open at a time', async () => {
  shoot()
  expect(await camera.capture({ notBefore: clock.now(), signal: never })).toMatchObject({ ok: false })
})

test('the view hears of each shot, and of its end', async () => {
  const heard: (string | undefined)[] = []
  camera.onCaptureWanted((id) => heard.push(id))
  const { id } = shoot()
  camera.deliver(id, picture('one'), clock.now())
  await settle()
  expect(heard).toEqual([id, undefined])
})

test('a reset ends the shot', async () => {
  camera.report(live)
  const { still } = shoot()
  expect(await camera.reset()).toMatchObject({ ok: true })
  expect(await still).toMatchObject({ ok: false })
})

test('nothing waits once it is closed', async () => {
  const { still } = shoot()
  await camera.close()
  expect((await still).ok).toBe(false)
  expect(clock.waiting).toBe(0)
})
