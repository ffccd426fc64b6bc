import { describe, expect, it } from 'vitest'
import { photoProbe, type GoldenPicture } from '../../../main/diagnostics/photo-probe.ts'
import type { CheckedPhoto, PhotoChecker, ReasonCode } from '../../../main/photo/contract.ts'

const golden: GoldenPicture[] = [
  { name: 'good', bytes: Uint8Array.of(1), expected: [] },
  { name: 'empty', bytes: Uint8Array.of(2), expected: ['no-face'] },
]
const answer = (codes: readonly ReasonCode[], milliseconds = 60): CheckedPhoto => ({
  check: {
    verdict: codes.length === 0 ? 'accept' : 'reject',
    reasons: codes.map((code) => ({ code, severity: 'block', measured: null, limit: null, unit: '' })),
    notChecked: [],
    face: null,
    crop: null,
    milliseconds,
  },
  portrait: null,
})
const checker = (check: PhotoChecker['check']): PhotoChecker => ({
  warmUp: async () => {},
  check,
  purge: async () => {},
  close: async () => {},
})
const run = (photo: PhotoChecker) => photoProbe(photo, async () => golden).run(new AbortController().signal)

describe('the photo check on golden pictures', () => {
  it('passes when each is judged as expected', async () => {
    const probed = await run(checker(async ([first]) => answer(first === 1 ? [] : ['no-face'])))
    expect(probed.findings).toEqual([])
    expect(probed.measures.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'goldenPictures 2',
      'goldenAgreeing 2',
      'checkTime 60',
    ])
  })

  it('names the pictures it judges otherwise: one that must pass and one that must not', async () => {
    const probed = await run(checker(async ([first]) => answer(first === 1 ? ['blurred'] : [])))
    expect(probed.findings).toEqual([{ code: 'photo-check-disagrees', detail: 'good, empty' }])
  })

  it('says that it does not run, or that it is slow', async () => {
    expect((await run(checker(() => Promise.reject(new TypeError('no network'))))).findings).toEqual([
      { code: 'photo-check-failed', detail: 'no network' },
    ])
    expect(
      (await run(checker(async ([first]) => answer(first === 1 ? [] : ['no-face'], 5_000)))).findings,
    ).toEqual([{ code: 'photo-check-slow' }])
  })
})
