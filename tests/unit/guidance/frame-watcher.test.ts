import { beforeAll, describe, expect, it } from 'vitest'
import { type ApplicantDrawing, drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import type { FaceAnalyser } from '../../../main/photo/analysis/face-analyser.ts'
import type { Raster } from '../../../main/photo/analysis/raster.ts'
import { decodeOverview } from '../../../main/photo/decode.ts'
import { createNodeAnalyser } from '../../../main/photo/model-files.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'
import { lookedAtHeight, watchFrames } from '../../../renderer/guidance/frame-watcher.ts'
import { type HintCode, hintCodes } from '../../../renderer/guidance/hints.ts'

/* The worker's inside in Node: the real analyser on drawn frames, in simulated time. */

const picture = { width: 1280, height: 960 }
const overview = { width: (picture.width / picture.height) * lookedAtHeight, height: lookedAtHeight }
const frameMs = 40
/** The networks take their time on a busy machine; nothing is measured by it. */
const patience = 60_000
let analyser: FaceAnalyser
let open: Raster
let closed: Raster
let tilted: Raster
let empty: Raster

const draw = async (drawing: Partial<ApplicantDrawing>): Promise<Raster> =>
  decodeOverview(await renderSvg(drawApplicant({ ...overview, headHeight: 0.6, ...drawing })))

beforeAll(async () => {
  analyser = await createNodeAnalyser()
  open = await draw({})
  closed = await draw({ eyesOpen: 0 })
  tilted = await draw({ tilt: 14 })
  empty = await draw({ empty: true })
})

/** A sensor's noise, another in each frame; from a fixed seed. */
function noisy({ data, ...raster }: Raster, seed: number): Raster {
  let state = seed * 2_654_435_761 + 1
  return {
    ...raster,
    data: data.map((value) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.min(255, Math.max(0, value + ((state >>> 28) - 8) / 2))
    }),
  }
}

function watch(frames: readonly Raster[], specialReason = false) {
  const counts = { fitted: 0, whole: 0, followed: 0, eyes: 0 }
  const counting: FaceAnalyser = {
    ...analyser,
    mesh: (raster, detection) => {
      counts.fitted++
      return analyser.mesh(raster, detection)
    },
    mask: (raster) => {
      counts.whole++
      return analyser.mask(raster)
    },
    follow: (raster, mesh, eyes) => {
      counts.followed++
      if (eyes === undefined) counts.eyes++
      return analyser.follow(raster, mesh, eyes)
    },
  }
  const look = watchFrames(counting)
  const blocking: (readonly HintCode[])[] = frames.map(
    (frame, index) =>
      look({ overview: noisy(frame, index), picture, at: index * frameMs, specialReason }).blocking,
  )
  return { counts, blocking }
}

const times = (count: number, raster: Raster): Raster[] => Array.from({ length: count }, () => raster)

describe('frames of a video', { timeout: patience }, () => {
  it('are observed wholly twice a second; between, the mesh follows the face, and its eyes in every third', () => {
    const { counts, blocking } = watch(times(30, open))
    expect(blocking.flat()).toEqual([])
    expect(counts.whole).toBe(Math.ceil(30 / Math.ceil(500 / frameMs)))
    expect(counts.followed).toBeGreaterThan(3 * counts.whole)
    expect(counts.eyes).toBeLessThan(counts.followed / 2)
  })

  it('keep the mesh that followed a face when the face is looked for again', () => {
    const seconds = 3
    expect(watch(times((seconds * 1_000) / frameMs, open)).counts.fitted).toBe(1)
  })

  it('tell of closed eyes soon, and of opened ones as soon', () => {
    const { blocking } = watch([...times(5, open), ...times(8, closed), ...times(8, open)])
    expect(blocking.slice(0, 5).flat()).toEqual([])
    const shut = blocking.findIndex((hints) => hints.includes('eyes'))
    const opened = blocking.findIndex((hints, index) => index > shut && hints.length === 0)
    expect(shut).toBeGreaterThanOrEqual(5)
    expect(shut - 5).toBeLessThanOrEqual(200 / frameMs)
    expect(opened).toBeGreaterThanOrEqual(13)
    expect(opened - 13).toBeLessThanOrEqual(200 / frameMs)
  })

  it('tell of who leaves and of who comes back', () => {
    const { blocking } = watch([...times(3, open), ...times(6, empty), ...times(6, open)])
    expect(blocking[8]).toEqual(['nobody'])
    expect(blocking.at(-1)).toEqual([])
  })

  it('tell within a second of somebody who looks in later', async () => {
    const joined = await draw({ companion: true })
    const { blocking } = watch([...times(5, open), ...times(1_000 / frameMs, joined)])
    expect(blocking.slice(0, 5).flat()).toEqual([])
    expect(blocking.at(-1)).toContain('several')
  })

  it('hold nobody to the outline or the pose who has a special reason', () => {
    expect(watch(times(3, tilted)).blocking.at(-1)).toEqual(['straighten'])
    expect(watch(times(3, tilted), true).blocking.at(-1)).toEqual([])
  })

  // Nobody, each distance and side, a tilt and closed eyes are seen through the whole camera in the browser's tests.
  it.each<[string, Partial<ApplicantDrawing>, HintCode]>([
    ['a second person looks in', { companion: true }, 'several'],
    ['too low', { eyesY: 0.6 }, 'up'],
    ['too high', { eyesY: 0.36 }, 'down'],
    ['hair over the eyes', { fringe: true }, 'hair'],
    ['dark glasses', { glasses: 'dark' }, 'glasses'],
    ['a mask', { mask: true }, 'mask'],
    ['a hat', { hat: true }, 'hat'],
    ['the mouth open', { mouth: 'open' }, 'mouth'],
  ])('are answered by one thing first: %s', async (_, drawing, hint) => {
    const { blocking } = watch(times(2, await draw(drawing)))
    expect(hintCodes.find((code) => blocking.at(-1)?.includes(code))).toBe(hint)
  })
})
