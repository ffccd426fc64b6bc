import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FaceAnalyser } from '../../../main/photo/analysis/face-analyser.ts'
import { createNodeAnalyser } from '../../../main/photo/model-files.ts'
import { lookedAtHeight, watchFrames } from '../../../renderer/guidance/frame-watcher.ts'
import type { HintCode } from '../../../renderer/guidance/hints.ts'

/* What the live guidance says to real faces at the size of video frames: studio stills, and defects added to them. */

const folder = resolve(
  process.env.MACHINAKA_PHOTOS ?? resolve(import.meta.dirname, '../../../../shared/photos'),
)
const there = existsSync(folder)
const full = process.env.MACHINAKA_FULL === '1'
const patience = full ? 600_000 : 120_000

/** Codes of the index, and what may be said first once the person sits in the outline. */
const asked: Readonly<Record<string, readonly HintCode[]>> = {
  tilted: ['straighten'],
  'eyes-closed': ['eyes'],
  'eyes-hidden': ['glasses', 'hair'],
  'eyes-hidden glare': ['glasses'],
  'eyes-hidden face-hidden': ['hair', 'hand'],
  'mouth-covered': ['mask', 'hand', 'eyes', 'straighten'],
  'face-hidden mouth-covered': ['mask', 'hand'],
  'head-covered': ['hat'],
  'mouth-open': ['mouth'],
  'several-faces': ['several'],
  'too-dark': ['light'],
  'too-bright': ['light'],
  'uneven-light': ['light'],
  'colour-cast': ['light'],
}
/** Where these studio people stand is not the question. */
const ofPosition: ReadonlySet<HintCode> = new Set(['back', 'closer', 'left', 'right', 'up', 'down'])

const rows = there
  ? readFileSync(join(folder, 'index.csv'), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',', 3))
      .map(([file = '', expected = '', codes = '']) => ({ file, expected, codes }))
  : []

let analyser: FaceAnalyser

async function hintsFor(file: string): Promise<HintCode[]> {
  const picture = sharp(join(folder, file))
  const { width, height } = await picture.metadata()
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace('srgb')
    .resize({ height: lookedAtHeight, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const overview = { width: info.width, height: info.height, channels: 3, data } as const
  const look = watchFrames(analyser)
  const frame = { overview, picture: { width, height }, specialReason: false }
  look({ ...frame, at: 0 })
  return look({ ...frame, at: 40 }).blocking.filter((hint) => !ofPosition.has(hint))
}

describe('live hints on labelled photos', { timeout: patience }, () => {
  beforeEach((context) => context.skip(!there, `the labelled photos are not here (${folder})`))

  beforeAll(async () => {
    analyser = await createNodeAnalyser()
  })

  it('compliant and mildly changed stills: nothing to mend, for 49 in 50', async () => {
    const compliant = rows.filter(
      ({ file, expected }) => /^(accept|mild)\//.test(file) && expected !== 'borderline',
    )
    const some = full ? compliant : compliant.filter((_, index) => index % 12 === 0)
    const wrong: string[] = []
    for (const { file } of some) if ((await hintsFor(file)).length > 0) wrong.push(file)
    expect(some.length).toBeGreaterThan(5)
    expect(wrong.length).toBeLessThanOrEqual(0.02 * some.length)
  })

  it.each(Object.entries(asked))('%s: %s', async (codes, hints) => {
    const defects = rows.filter((row) => row.file.startsWith('defect/') && row.codes === codes)
    const some = full ? defects : defects.slice(0, 1)
    expect(some.length).toBeGreaterThan(0)
    for (const { file } of some) expect(hints).toContain((await hintsFor(file))[0])
  })
})
