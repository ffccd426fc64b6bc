import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Camera } from '../../hardware/camera/contract.ts'
import { openFolderCamera } from '../../hardware/camera/folder.ts'
import { openGphoto2Camera } from '../../hardware/camera/gphoto2.ts'
import type { PageCamera, PageCameraReport } from '../../hardware/camera/page-camera.ts'
import { openPageCamera } from '../../hardware/camera/page-camera.ts'
import { simulateCamera } from '../../hardware/camera/simulator.ts'
import { standInGphoto2 } from './stand-ins/gphoto2-program.ts'
import { aWhile, sleep, until } from './until.ts'

type Rig = {
  open(): Camera
  /** Does the camera show live pictures through the service? */
  live: boolean
  unplug(): Promise<void> | void
  plugIn(): Promise<void> | void
  stop(): Promise<void> | void
}

let small: Buffer
let large: Buffer
beforeAll(async () => {
  const grey = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#777' } })
      .jpeg()
      .toBuffer()
  small = await grey(64, 48)
  large = await grey(640, 480)
})

const lively: PageCameraReport = {
  state: 'live',
  label: 'HD Webcam',
  width: 1280,
  height: 960,
  framesPerSecond: 30,
  frameAge: 20,
  reconnects: 0,
}

/** A page that beats ten times a second and answers each shot with a new picture. */
function standInPage(camera: PageCamera, plugged: () => boolean): () => void {
  let count = 0
  const beat = setInterval(() => camera.report(plugged() ? lively : { ...lively, state: 'lost' }), 20)
  camera.report(plugged() ? lively : { ...lively, state: 'missing' })
  camera.onCaptureWanted((id) => {
    if (id === undefined) return
    const deliver = (): void => {
      if (camera.pendingCapture() !== id || !plugged()) return
      count += 1
      const answer = camera.deliver(id, Buffer.concat([large, Buffer.of(count)]), new Date())
      // Too old: the page waits for the next frame.
      if (!answer.ok) setTimeout(deliver, 10)
    }
    setTimeout(deliver, 10)
  })
  return () => clearInterval(beat)
}

const rigs: Record<string, (folder: string) => Promise<Rig>> = {
  'page camera': async () => {
    let plugged = true
    const stops: (() => void)[] = []
    return {
      live: false,
      open() {
        const constraints = { device: '', width: 1280, height: 960, frameRate: 30 }
        const camera = openPageCamera({
          id: 'camera',
          constraints,
          reportWithinMs: 2_000,
          captureWithinMs: 500,
        })
        queueMicrotask(() => stops.push(standInPage(camera, () => plugged)))
        return camera
      },
      unplug: () => void (plugged = false),
      plugIn: () => void (plugged = true),
      stop: () => stops.forEach((stop) => stop()),
    }
  },
  folder: async (folder) => {
    const drop = join(folder, 'drop')
    const elsewhere = join(folder, 'gone')
    await mkdir(drop)
    let count = 0
    // Whoever tethers: a new picture every now and then, written in two pieces.
    const shoot = setInterval(() => {
      const path = join(drop, `IMG_${count++}.JPG`)
      void writeFile(path, large.subarray(0, 100)).then(
        () => setTimeout(() => void writeFile(path, large).catch(() => undefined), 20),
        () => undefined,
      )
    }, 120)
    return {
      live: false,
      open: () =>
        openFolderCamera({ id: 'camera', folder: drop, everyMs: 10, settledMs: 40, captureWithinMs: 3_000 }),
      unplug: () => rename(drop, elsewhere),
      plugIn: () => rename(elsewhere, drop),
      stop: () => clearInterval(shoot),
    }
  },
  gphoto2: async (folder) => {
    const { program, mode } = await standInGphoto2(folder, { frame: small, shot: large })
    const limits = { detectMs: 5_000, captureMs: 5_000, frameMs: 3_000, idleCheckMs: 100 }
    return {
      live: true,
      open: () => openGphoto2Camera({ id: 'camera', command: program, limits }),
      unplug: () => mode('missing'),
      plugIn: () => mode('well'),
      stop: () => undefined,
    }
  },
  simulator: async () => {
    const unit = simulateCamera({
      id: 'camera',
      pictures: () => Promise.resolve([small, large]),
      openingMs: 5,
      capturingMs: 40,
      framesPerSecond: 50,
    })
    return {
      live: true,
      open: () => unit.open(),
      unplug: () => unit.fail('camera-lost'),
      plugIn: () => unit.recover(),
      stop: () => undefined,
    }
  },
}

const never = new AbortController().signal

describe.each(Object.entries(rigs))('camera: %s', (name, start) => {
  let folder: string
  let rig: Rig
  let opened: Camera[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machinaka-camera-'))
    rig = await start(folder)
    opened = []
  })
  afterEach(async () => {
    for (const camera of opened) await camera.close()
    await rig.stop()
    await sleep(30)
    await rm(folder, { recursive: true, force: true })
  })

  function open(): Camera {
    const camera = rig.open()
    opened.push(camera)
    return camera
  }
  async function openOnline(): Promise<Camera> {
    const camera = open()
    await until(() => camera.status().state === 'online', 'online')
    return camera
  }

  test('starts, and is online when the camera answers', async () => {
    const camera = open()
    expect(camera.status().state).toBe('starting')
    const states: string[] = []
    camera.onStatus(({ state }) => states.push(state))
    await until(() => states.length > 0, 'a status')
    expect(states).toEqual(['online'])
    expect(camera.capabilities().kind).toBe('camera')
  })

  test('opens without a camera, and says that it is missing', async () => {
    await rig.unplug()
    const camera = open()
    await until(() => camera.status().fault !== undefined, 'a fault')
    expect(camera.status()).toMatchObject({ state: 'no-device', fault: { code: 'camera-missing' } })
  })

  test('takes a still, no older than asked for', async () => {
    const camera = await openOnline()
    const notBefore = new Date(Date.now() + 150)
    const still = await camera.capture({ notBefore, signal: never })
    if (!still.ok) throw new Error(still.error.detail)
    expect(still.value.takenAt.getTime()).toBeGreaterThanOrEqual(notBefore.getTime())
    expect([...still.value.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
    expect((await sharp(still.value.bytes, { failOn: 'none' }).metadata()).format).toBe('jpeg')
  })

  test('takes one still after another', async () => {
    const camera = await openOnline()
    for (let count = 0; count < 3; count++) {
      expect((await camera.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
    }
    await until(() => camera.status().state === 'online', 'online')
  })

  test("gives stills that are their taker's own: wiping one spoils no later one", async () => {
    const camera = await openOnline()
    // More than any of the cameras has different pictures.
    for (let count = 0; count < 4; count++) {
      const still = await camera.capture({ notBefore: new Date(), signal: never })
      if (!still.ok) throw new Error(still.error.detail)
      expect([...still.value.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
      still.value.bytes.fill(0)
    }
  })

  test('gives a shot up when it is called off', async () => {
    const camera = await openOnline()
    const controller = new AbortController()
    const shot = camera.capture({ notBefore: new Date(Date.now() + 60_000), signal: controller.signal })
    await sleep(20)
    controller.abort()
    expect(await shot).toMatchObject({ ok: false, error: { code: 'camera-capture-failed' } })
    expect(await camera.capture({ notBefore: new Date(), signal: controller.signal })).toMatchObject({
      ok: false,
    })
    expect((await camera.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
  })

  test('takes no still without a camera', async () => {
    const camera = await openOnline()
    await rig.unplug()
    const still = await camera.capture({ notBefore: new Date(Date.now() + 50), signal: never })
    expect(still.ok).toBe(false)
  })

  test('is lost when it is unplugged while nobody looks', async () => {
    const camera = await openOnline()
    await rig.unplug()
    await until(() => camera.status().fault !== undefined, 'a fault')
    expect(camera.status()).toMatchObject({ state: 'offline', fault: { code: 'camera-lost' } })
    expect(await camera.capture({ notBefore: new Date(), signal: never })).toMatchObject({ ok: false })
    expect(await camera.reset()).toMatchObject({ ok: false })
  })

  test('is there again when it is plugged in and opened again', async () => {
    const first = await openOnline()
    await rig.unplug()
    await until(() => first.status().fault !== undefined, 'a fault')
    await first.close()
    await rig.plugIn()
    const second = await openOnline()
    expect((await second.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
  })

  test('shows live pictures, one after another, if it has them', async () => {
    const camera = await openOnline()
    const preview = camera.preview()
    if (preview.held !== 'service' || !rig.live) return
    const times: number[] = []
    const stop = preview.onFrame((frame) => {
      expect([...frame.jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8])
      times.push(frame.presentedAt.getTime())
    })
    await until(() => times.length >= 5, 'live pictures')
    stop()
    await sleep(20)
    const seen = times.length
    await aWhile()
    expect(times).toHaveLength(seen)
    expect(times.toSorted((a, b) => a - b)).toEqual(times)
  })

  test('shows live pictures again after a still', async () => {
    const camera = await openOnline()
    const preview = camera.preview()
    if (preview.held !== 'service' || !rig.live) return
    let frames = 0
    const stop = preview.onFrame(() => (frames += 1))
    await until(() => frames > 1, 'live pictures')
    expect((await camera.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
    frames = 0
    await until(() => frames > 1, 'live pictures again')
    stop()
  })

  test('tells its health while it works', async () => {
    const camera = await openOnline()
    expect(await camera.checkHealth('internal', never)).toMatchObject({
      ok: true,
      value: { level: 'internal' },
    })
    expect(await camera.reset()).toMatchObject({ ok: true })
  })

  test.each(['idle', 'taking a still'] as const)(
    'closes twice while %s, and says nothing afterwards',
    async (when) => {
      const camera = await openOnline()
      const shot =
        when === 'idle'
          ? undefined
          : camera.capture({ notBefore: new Date(Date.now() + 60_000), signal: never })
      await sleep(20)
      const states: string[] = []
      camera.onStatus(({ state }) => states.push(state))
      await Promise.all([camera.close(), camera.close()])
      await camera.close()
      if (shot !== undefined) expect(await shot).toMatchObject({ ok: false })
      await rig.unplug()
      await aWhile()
      expect(states).toEqual([])
      expect(await camera.capture({ notBefore: new Date(), signal: never })).toMatchObject({ ok: false })
    },
  )

  test('closes while it opens', async () => {
    const camera = open()
    const states: string[] = []
    camera.onStatus(({ state }) => states.push(state))
    await camera.close()
    await aWhile()
    expect(states).toEqual([])
    expect((await (await openOnline()).capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
  })

  test('leaves no picture behind', async () => {
    if (name !== 'folder') return
    const camera = await openOnline()
    expect((await camera.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
    // Those that nobody asked for go with the next shot.
    await sleep(200)
    expect((await camera.capture({ notBefore: new Date(), signal: never })).ok).toBe(true)
    const health = await camera.checkHealth('internal', never)
    expect(health).toMatchObject({ ok: true })
    if (health.ok) expect(health.value.facts['waitingFiles']).toBeLessThan(3)
  })
})

test("a folder with somebody else's pictures is not taken over", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'machinaka-album-'))
  await writeFile(join(folder, 'holiday.jpg'), small)
  const camera = openFolderCamera({ id: 'camera', folder })
  await until(() => camera.status().fault !== undefined, 'a fault')
  expect(camera.status().fault?.code).toBe('camera-denied')
  await camera.close()
  expect(await readFile(join(folder, 'holiday.jpg'))).toEqual(small)
  await rm(folder, { recursive: true })
})
