import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Camera } from '../../hardware/camera/contract.ts'
import { openGphoto2Camera } from '../../hardware/camera/gphoto2.ts'
import type { Gphoto2Limits } from '../../hardware/camera/gphoto2-limits.ts'
import type { Gphoto2Mode } from './stand-ins/gphoto2-program.ts'
import { standInGphoto2 } from './stand-ins/gphoto2-program.ts'
import { until } from './until.ts'

const never = new AbortController().signal

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

describe('gphoto2', () => {
  let folder: string
  let program: string
  let mode: (mode: Gphoto2Mode) => Promise<void>
  let camera: Camera

  async function openOnline(limits: Partial<Gphoto2Limits> = {}): Promise<void> {
    // The program is a Node that has to start: on busy cores that alone can take a second.
    const usual = { detectMs: 20_000, captureMs: 20_000, frameMs: 20_000, idleCheckMs: 600_000 }
    camera = openGphoto2Camera({ id: 'camera', command: program, limits: { ...usual, ...limits } })
    await until(() => camera.status().state === 'online', 'online')
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'machinaka-gphoto2-'))
    ;({ program, mode } = await standInGphoto2(folder, { frame: small, shot: large }))
  })
  afterEach(async () => {
    await camera.close()
    await rm(folder, { recursive: true, force: true })
  })
  const shoot = () => camera.capture({ notBefore: new Date(), signal: never })

  test('names the camera, and drives it by its port', async () => {
    await openOnline()
    expect(camera.capabilities().model).toBe('Canon EOS 1500D')
    await shoot()
    const calls = await readFile(join(folder, 'calls'), 'utf8')
    expect(calls).toContain('--port usb:001,004 --stdout --capture-image-and-download')
  })

  test('says that another program holds the camera', async () => {
    await openOnline()
    await mode('held')
    expect(await shoot()).toMatchObject({
      ok: false,
      error: { code: 'camera-held', detail: expect.stringContaining('gvfs') },
    })
    expect(camera.status().fault?.code).toBe('camera-held')
  })

  test('kills a shot that hangs', async () => {
    await openOnline({ captureMs: 300 })
    await mode('hang')
    expect(await shoot()).toMatchObject({ ok: false, error: { code: 'camera-capture-failed' } })
    expect(camera.status().state).toBe('hardware-error')
  })

  test('bears with a camera that finds no focus, for a while', async () => {
    await openOnline()
    await mode('no-focus')
    for (const state of ['online', 'online', 'hardware-error']) {
      expect(await shoot()).toMatchObject({
        ok: false,
        error: { code: 'camera-capture-failed', detail: 'no focus' },
      })
      expect(camera.status().state).toBe(state)
    }
  })

  test('says that a camera set to RAW gives no picture', async () => {
    await openOnline()
    await mode('raw')
    expect(await shoot()).toMatchObject({ ok: false, error: { detail: expect.stringContaining('RAW') } })
  })

  test('kills a program that does not stop showing live pictures', async () => {
    await openOnline()
    await mode('deaf')
    const preview = camera.preview()
    if (preview.held !== 'service') throw new Error('held by the page')
    let frames = 0
    const stop = preview.onFrame(() => (frames += 1))
    await until(() => frames > 0, 'a live picture')
    await mode('well')
    expect((await shoot()).ok).toBe(true)
    stop()
  })

  test.each([
    ['frozen', 'camera-frozen'],
    ['unplugged', 'camera-lost'],
  ] as const)('names a live picture that is %s', async (trouble, code) => {
    await openOnline({ frameMs: 2_000 })
    const preview = camera.preview()
    if (preview.held !== 'service') throw new Error('held by the page')
    let frames = 0
    preview.onFrame(() => (frames += 1))
    await until(() => frames > 0, 'a live picture')
    await mode(trouble)
    await until(() => camera.status().fault !== undefined, 'a fault')
    expect(camera.status().fault?.code).toBe(code)
  })
})

test('gphoto2 that is not installed is named', async () => {
  const camera = openGphoto2Camera({ id: 'camera', command: '/nonexistent/gphoto2' })
  await until(() => camera.status().fault !== undefined, 'a fault')
  expect(camera.status().fault).toMatchObject({
    code: 'camera-missing',
    detail: expect.stringContaining('not installed'),
  })
  await camera.close()
})
