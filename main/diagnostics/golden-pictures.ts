import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ReasonCode } from '../photo/contract.ts'
import type { GoldenPicture } from './photo-probe.ts'

/** Drawn people (scripts/draw-golden-pictures.ts) and what must be said of each; nothing expected is "accept". */
export const goldenExpectations = [
  { name: 'compliant', expected: [] },
  { name: 'two-people', expected: ['several-faces'] },
  { name: 'empty-seat', expected: ['no-face'] },
  { name: 'striped-wall', expected: ['background-not-plain'] },
  { name: 'too-far-away', expected: ['face-too-small'] },
  { name: 'head-tilted', expected: ['tilted'] },
] as const satisfies readonly Readonly<{ name: string; expected: readonly ReasonCode[] }>[]

export type GoldenName = (typeof goldenExpectations)[number]['name']

export const goldenFile = (name: GoldenName): string =>
  fileURLToPath(new URL(`golden/${name}.jpg`, import.meta.url))

export const loadGoldenPictures = (): Promise<GoldenPicture[]> =>
  Promise.all(
    goldenExpectations.map(async ({ name, expected }) => ({
      name,
      expected,
      bytes: await readFile(goldenFile(name)),
    })),
  )
