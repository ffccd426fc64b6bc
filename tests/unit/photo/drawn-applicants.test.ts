import { describe, expect, it } from 'vitest'
import type { ApplicantDrawing } from '../../../main/demo/drawn-applicant.ts'
import { checkPhoto } from '../../../main/photo/check.ts'
import type { CheckOptions, PhotoCheck, ReasonCode, Verdict } from '../../../main/photo/contract.ts'
import { drawnStill, sharedAnalyser } from './analyser.ts'

async function check(drawing: Partial<ApplicantDrawing>, options: CheckOptions = {}): Promise<PhotoCheck> {
  return (await checkPhoto(await sharedAnalyser(), await drawnStill(drawing), options)).check
}

const firstCode = ({ reasons }: PhotoCheck): ReasonCode | null =>
  reasons.find(({ severity }) => severity !== 'info')?.code ?? null

describe('compliant drawings pass', () => {
  it.each<[string, Partial<ApplicantDrawing>]>([
    ['middling skin', {}],
    ['dark skin and black hair', { skin: '#5a3826', hair: '#0f0d0d' }],
    ['pale skin and fair hair', { skin: '#f0cdb6', hair: '#b98a4a' }],
    ['white hair', { hair: '#d9d6d2' }],
    ['narrow eyes', { eyesOpen: 0.45 }],
    ['clear glasses', { glasses: 'clear' }],
    ['a dark shirt on a pale blue wall', { shirt: '#16181c', wall: '#d6e2ee' }],
    ['a head tilted by 3°', { tilt: 3 }],
  ])('%s', async (_name, drawing) => {
    const result = await check(drawing)
    expect(result.verdict, JSON.stringify(result.reasons)).toBe('accept')
    expect(result.crop).not.toBeNull()
  })
})

describe('each defect is named first', () => {
  it.each<[Partial<ApplicantDrawing>, Verdict, ReasonCode]>([
    [{ empty: true }, 'reject', 'no-face'],
    [{ companion: true }, 'reject', 'several-faces'],
    [{ headHeight: 0.2 }, 'reject', 'face-too-small'],
    [{ eyesY: 0.2 }, 'reject', 'head-cut-off'],
    [{ eyesX: 0.12 }, 'reject', 'margin-missing'],
    [{ tilt: 15 }, 'reject', 'tilted'],
    [{ eyesOpen: 0 }, 'reject', 'eyes-closed'],
    [{ glasses: 'dark' }, 'reject', 'eyes-hidden'],
    [{ fringe: true }, 'reject', 'eyes-hidden'],
    [{ gaze: 1 }, 'reject', 'gaze-away'],
    [{ redEye: true }, 'reject', 'red-eye'],
    [{ glasses: 'glare' }, 'reject', 'glare'],
    [{ mask: true }, 'reject', 'mouth-covered'],
    [{ hat: true }, 'reject', 'head-covered'],
    [{ mouth: 'open' }, 'reject', 'mouth-open'],
    [{ mouth: 'smile' }, 'warn', 'smile'],
    [{ sideLight: 1 }, 'reject', 'uneven-light'],
    [{ stripes: true }, 'reject', 'background-not-plain'],
    [{ wall: '#3e3e44' }, 'reject', 'background-not-light'],
    [{ wall: '#b4282d' }, 'reject', 'background-not-light'],
    [{ wallShadow: true }, 'reject', 'background-shadow'],
  ])('%o → %s, %s', async (drawing, verdict, code) => {
    const result = await check(drawing)
    expect([result.verdict, firstCode(result)], JSON.stringify(result.reasons)).toEqual([verdict, code])
  })

  it('marks where it is and says what was measured against which limit', async () => {
    const { reasons } = await check({ mask: true })
    const covered = reasons.find(({ code }) => code === 'mouth-covered')
    expect(covered?.measured).toBeGreaterThan(covered?.limit ?? Infinity)
    const region = covered?.region
    expect(region?.top).toBeGreaterThan(0.45)
    expect((region?.left ?? 0) + (region?.width ?? 0) / 2).toBeCloseTo(0.5, 1)
  })
})

describe('special reason', () => {
  it.each<[Partial<ApplicantDrawing>, Verdict]>([
    [{ hat: true }, 'warn'],
    [{ eyesOpen: 0 }, 'warn'],
    [{ glasses: 'dark' }, 'warn'],
    [{ mouth: 'open' }, 'warn'],
    [{ companion: true }, 'reject'],
    [{ empty: true }, 'reject'],
    [{ eyesY: 0.2 }, 'reject'],
    [{ eyesX: 0.12 }, 'reject'],
  ])('%o → %s', async (drawing, verdict) => {
    const result = await check(drawing, { specialReason: true })
    expect(result.verdict, JSON.stringify(result.reasons)).toBe(verdict)
  })
})

it('reports what could not be judged instead of passing it', async () => {
  const { notChecked, reasons } = await check({ empty: true })
  expect(notChecked).toEqual(expect.arrayContaining(['eyes-closed', 'mouth-open', 'blurred', 'tilted']))
  expect(notChecked).not.toContain(reasons[0]?.code)
})

it('adds the quality measures on request only', async () => {
  expect((await check({})).quality).toBeUndefined()
  const { quality } = await check({}, { quality: true })
  expect(quality?.find(({ name }) => name === 'EyesOpen')?.score).toBeGreaterThan(90)
  expect(quality?.find(({ name }) => name === 'SingleFacePresent')?.score).toBe(100)
})
