import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../main/photo/analysis/observation.ts'
import type { Reason, ReasonCode, Severity } from '../../../main/photo/contract.ts'
import { reasonHints } from '../../../renderer/guidance/reason-hints.ts'
import { retryDelay } from '../../../renderer/guidance/retry-delay.ts'

const reason = (code: ReasonCode, severity: Severity = 'block'): Reason => ({
  code,
  severity,
  measured: 0,
  limit: 0,
  unit: '',
})
type Seen = Pick<Observation, 'face' | 'eyes'>
const nothing: Seen = { face: null, eyes: null }
const nodding = (pitch: number) => ({ ...nothing, face: { geometry: { pitch } } }) as Seen
const lookingOut = (underEye: number, browBand: number) =>
  ({ ...nothing, eyes: { underEye, browBand } }) as Seen

describe('what a reason asks the person to do', () => {
  it('only a block asks for anything', () => {
    expect(
      reasonHints([reason('mouth-open'), reason('smile', 'warn'), reason('greyscale', 'info')], nothing),
    ).toEqual(['mouth'])
  })

  it('the chin goes up or down, whichever way the head nods', () => {
    expect(reasonHints([reason('nodding')], nodding(12))).toEqual(['chin-up'])
    expect(reasonHints([reason('nodding')], nodding(-12))).toEqual(['chin-down'])
  })

  it('hidden eyes are behind hair or behind dark glasses', () => {
    // Figures of the labelled pictures: a fringe, dark glasses.
    expect(reasonHints([reason('eyes-hidden')], lookingOut(0.9, 0.1))).toEqual(['hair'])
    expect(reasonHints([reason('eyes-hidden')], lookingOut(0.2, 0.8))).toEqual(['glasses'])
  })

  it('nothing is asked that nobody can mend before the camera', () => {
    expect(
      reasonHints([reason('background-not-plain'), reason('file-not-jpeg'), reason('noisy')], nothing),
    ).toEqual([])
  })
})

describe('when a camera is tried again', () => {
  it('later each time up to 20 s, never at once, spread by chance', () => {
    const longest = [0, 1, 2, 3, 4, 50].map((tries) => retryDelay(tries, () => 1))
    expect(longest).toEqual([2_000, 4_000, 8_000, 16_000, 20_000, 20_000])
    expect(retryDelay(3, () => 0)).toBe(200)
    expect(retryDelay(3, () => 0.5)).toBe(8_000)
  })
})
