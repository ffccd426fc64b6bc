import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPageCamera } from '../../../hardware/camera/page-camera.ts'
import { simulateCamera } from '../../../hardware/camera/simulator.ts'
import { chartPdf } from '../../../main/diagnostics/chart-pdf.ts'
import { testCamera, type CameraTestName } from '../../../main/diagnostics/camera-test.ts'
import { deviceProbes } from '../../../main/diagnostics/device-probes.ts'
import { drawPose } from '../../../main/dock/poses.ts'
import { drawnStill } from '../photo/analyser.ts'

const tested = async (test: CameraTestName, picture: Uint8Array) => {
  const unit = simulateCamera({ id: 'camera', pictures: [picture], openingMs: 0, capturingMs: 0 })
  const camera = unit.open()
  await new Promise((resolve) => camera.onStatus(resolve))
  const answer = await testCamera(camera, test)
  await camera.close()
  return answer
}
const posed = async (name: string): Promise<Uint8Array> => (await drawPose(name))?.[0] ?? new Uint8Array()

describe('an empty seat', () => {
  it('passes with exposure, light and wall measured beside their limits', async () => {
    const { measures, code } = await tested('seat', await posed('empty seat'))
    expect(code).toBeUndefined()
    expect(measures.map(({ name }) => name)).toEqual([
      'exposure',
      'burntOut',
      'wallUnevenness',
      'wallLightness',
      'wallTint',
      'wallHalves',
    ])
    expect(measures.every(({ most }) => most !== undefined)).toBe(true)
  })

  it.each([
    ['light-off', { wall: '#606468' }],
    ['wall-uneven', { wall: '#a9dcae' }],
    ['light-one-sided', { sideLight: 0.25 }],
  ] as const)('names %s', async (code, drawing) => {
    const { code: found } = await tested('seat', await drawnStill({ empty: true, ...drawing }))
    expect(found).toBe(code)
  })
})

describe('the chart', () => {
  it('passes when it is sharp', async () => {
    const { measures, code } = await tested('chart', await posed('test chart'))
    expect(code).toBeUndefined()
    expect(measures.map(({ name }) => name)).toEqual(['sharpness', 'sharpnessAround'])
  })

  it('is what `booth chart` prints', async () => {
    const sheet = join(mkdtempSync(join(tmpdir(), 'machinaka-chart-')), 'chart')
    writeFileSync(`${sheet}.pdf`, await chartPdf('ja'))
    execFileSync('pdftoppm', ['-singlefile', '-jpeg', '-r', '120', `${sheet}.pdf`, sheet])
    const { measures, code } = await tested('chart', readFileSync(`${sheet}.jpg`))
    expect(code).toBeUndefined()
    expect(measures).toHaveLength(2)
  })

  it('is missed where nobody holds it up, and where there is no picture', async () => {
    expect((await tested('chart', await posed('empty seat'))).code).toBe('chart-not-seen')
    expect((await tested('chart', Uint8Array.of(1, 2, 3))).code).toBe('camera-capture-failed')
  })
})

describe('a camera of the page that nobody has open', () => {
  const constraints = { device: '', width: 1280, height: 960, frameRate: 30 }
  const live = {
    state: 'live',
    label: 'USB',
    width: 1280,
    height: 960,
    framesPerSecond: 30,
    frameAge: 20,
    reconnects: 0,
  } as const

  it('was not tested, whatever it was before: neither by asking it nor by a shot', async () => {
    const camera = openPageCamera({ id: 'camera', constraints })
    const others = { printer: null, payment: null, lamp: null, sensor: null }
    const reader = { capabilities: () => ({ kind: 'code-reader' }) } as never
    const probes = deviceProbes({ reader, camera, ...others }, async () => new Uint8Array()).filter(
      ({ section }) => section === 'camera',
    )
    const found = async () =>
      (await Promise.all(probes.map((probe) => probe.run(AbortSignal.timeout(500))))).flatMap(
        ({ findings }) => findings.map(({ code }) => code),
      )
    expect(await found()).toEqual(['camera-not-tested', 'camera-not-tested'])
    camera.report(live)
    // The page does not deliver here, so that the shot fails; the camera itself answers.
    expect(await found()).toEqual(['camera-capture-failed'])
    camera.report(null)
    expect(await found()).toEqual(['camera-not-tested', 'camera-not-tested'])
    camera.report({ ...live, state: 'missing' })
    expect((await found())[0]).toBe('camera-missing')
    await camera.close()
  })
})
