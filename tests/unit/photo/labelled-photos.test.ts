import { beforeAll, describe, expect, it } from 'vitest'
import { checkAll, geometryBars, verdictBars } from '../../../bench/photo-accuracy.ts'
import { hasPhotos, photosFolder } from '../../../bench/photo-labels.ts'
import { leftOutIf } from '../../left-out.ts'

describe.skipIf(!hasPhotos)(
  leftOutIf('the goals on labelled pictures', hasPhotos ? undefined : `there is no ${photosFolder}`),
  () => {
    let all: Awaited<ReturnType<typeof checkAll>> = []
    // 374 pictures: about half a minute on two free cores.
    beforeAll(async () => {
      all = await checkAll()
    }, 300_000)

    it('verdicts', () => {
      for (const { what, held, n, least } of verdictBars(all)) {
        expect(n, what).toBeGreaterThan(0)
        expect(held / n, `${what}: ${held} of ${n}`).toBeGreaterThanOrEqual(least)
      }
    })

    it('geometry', () => {
      for (const { what, held, n, least } of geometryBars(all)) {
        expect(n, what).toBe(72)
        expect(held / n, `${what}: ${held} of ${n}`).toBeGreaterThanOrEqual(least)
      }
    })
  },
)
