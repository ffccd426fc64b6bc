import { existsSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { type Compared, compareThroughCamera, labelledPhotos, photosFolder } from './camera/camera-path.ts'

/* Pictures get the same verdict through the camera as from their file: a few by default, all in the full run. */

const full = process.env.MACHINAKA_FULL === '1'
/** Studio stills of one size, so that one browser serves: accepted, mildly changed and defective ones. */
const sample = (files: readonly string[]): string[] =>
  files.filter((file) => /^(accept|mild|defect)\/frll/.test(file)).filter((_, index) => index % 40 === 0)

test('verdicts by file and through the camera agree', async () => {
  test.skip(!existsSync(photosFolder), `the labelled photos are not here (${photosFolder})`)
  test.setTimeout(full ? 60 * 60_000 : 180_000)
  const all = await labelledPhotos()
  const compared: Compared[] = []
  await compareThroughCamera(full ? all : sample(all), (one) => compared.push(one))
  const differing = compared.filter(({ agree }) => !agree)
  expect(compared.length).toBeGreaterThanOrEqual(full ? 300 : 6)
  // Of a few pictures one may lie on a limit; of all of them 2 %.
  expect(differing.length).toBeLessThanOrEqual(full ? 0.02 * compared.length : 1)
  // Whatever a limit does, nobody is accepted one way and rejected the other in the sample.
  const opposite = differing.filter(({ byFile, byCamera }) =>
    [byFile.verdict, byCamera?.verdict].every((verdict) => verdict !== 'warn'),
  )
  if (!full) expect(opposite).toEqual([])
})
