import { describe, expect, it } from 'vitest'
import { nothingObserved, type Observation } from '../../../main/photo/analysis/observation.ts'
import { judge, measured, notApplicable, notChecked, type Rule } from '../../../main/photo/analysis/rule.ts'
import { rules } from '../../../main/photo/analysis/rules.ts'
import { reasonCodes } from '../../../main/photo/contract.ts'

const asStill = { kind: 'still', specialReason: false } as const

const rule = (part: Partial<Rule>): Rule => ({
  code: 'blurred',
  unit: 'x',
  limits: { bad: 'above', warn: 1, block: 2 },
  source: 'test',
  measure: () => measured(0),
  ...part,
})

describe('the catalogue of rules', () => {
  it('covers every reason code, and each rule names its unit and source', () => {
    expect(new Set(rules.map(({ code }) => code))).toEqual(new Set(reasonCodes))
    for (const { unit, source } of rules) expect([unit, source].every((text) => text.length > 1)).toBe(true)
  })

  it('orders the limits of each rule from mild to hard', () => {
    for (const { code, limits } of rules) {
      const { bad, info, warn, block } = limits
      const given = [info, warn, block].filter((limit) => limit !== undefined)
      expect(given.length, code).toBeGreaterThan(0)
      const sorted = [...given].sort((a, b) => (bad === 'above' ? a - b : b - a))
      expect(given, code).toEqual(sorted)
    }
  })

  it('passes nothing that it could not see', () => {
    const unseen: Observation = { ...nothingObserved, picture: { width: 1000, height: 1000 } }
    const { notChecked: unchecked } = judge(unseen, rules, asStill)
    const asked = new Set(
      rules
        .filter(
          ({ appliesTo, measure }) => appliesTo !== 'portrait' && measure(unseen).kind === 'not-checked',
        )
        .map(({ code }) => code),
    )
    expect(new Set(unchecked)).toEqual(asked)
    expect(unchecked.length).toBeGreaterThan(25)
  })

  it('gives an unreadable file one reason only', () => {
    const { reasons, verdict } = judge({ ...nothingObserved, fault: 'unreadable' }, rules, asStill)
    expect([verdict, ...reasons.map(({ code }) => code)]).toEqual(['reject', 'file-unreadable'])
  })
})

describe('judging', () => {
  const at = (value: number, part: Partial<Rule> = {}) =>
    judge(nothingObserved, [rule({ measure: () => measured(value), ...part })], asStill)

  it('compares with the limits, which themselves still pass', () => {
    expect(at(1).verdict).toBe('accept')
    expect(at(1.001).verdict).toBe('warn')
    expect(at(2).verdict).toBe('warn')
    expect(at(2.001)).toMatchObject({
      verdict: 'reject',
      reasons: [{ code: 'blurred', severity: 'block', measured: 2.001, limit: 2, unit: 'x' }],
    })
  })

  it('knows limits from below', () => {
    const below = { limits: { bad: 'below', warn: 2, block: 1 } } as const
    expect([at(2, below).verdict, at(1.5, below).verdict, at(0.5, below).verdict]).toEqual([
      'accept',
      'warn',
      'reject',
    ])
  })

  it('info never changes the verdict', () => {
    expect(at(5, { limits: { bad: 'above', info: 1 } })).toMatchObject({
      verdict: 'accept',
      reasons: [{ severity: 'info' }],
    })
  })

  it('orders blocks before warnings, and each by what to mend first', () => {
    const value = (code: Rule['code'], number: number): Rule =>
      rule({ code, measure: () => measured(number) })
    const { reasons } = judge(
      nothingObserved,
      [value('background-shadow', 3), value('tilted', 1.5), value('eyes-closed', 3), value('no-face', 1.5)],
      asStill,
    )
    expect(reasons.map(({ code }) => code)).toEqual(['eyes-closed', 'background-shadow', 'no-face', 'tilted'])
  })

  it('lets the gravest of several rules speak for a code', () => {
    const { reasons } = judge(
      nothingObserved,
      [rule({ measure: () => measured(1.5) }), rule({ unit: 'y', measure: () => measured(9) })],
      asStill,
    )
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toMatchObject({ unit: 'y', severity: 'block' })
  })

  it('tells not checked from not applicable', () => {
    expect(judge(nothingObserved, [rule({ measure: () => notChecked })], asStill).notChecked).toEqual([
      'blurred',
    ])
    expect(judge(nothingObserved, [rule({ measure: () => notApplicable })], asStill).notChecked).toEqual([])
  })

  it('applies rules for portraits to portraits only', () => {
    const only = rule({ appliesTo: 'portrait', measure: () => measured(9) })
    expect(judge(nothingObserved, [only], asStill).verdict).toBe('accept')
    expect(judge(nothingObserved, [only], { kind: 'portrait', specialReason: false }).verdict).toBe('reject')
  })

  it.each([
    ['head-covered', 'warn'],
    ['eyes-hidden', 'warn'],
    ['background-not-plain', 'warn'],
    ['blurred', 'reject'],
    ['too-dark', 'reject'],
    ['head-cut-off', 'reject'],
    ['several-faces', 'reject'],
    ['file-too-large', 'reject'],
  ] as const)('special reason: %s → %s', (code, verdict) => {
    const result = judge(nothingObserved, [rule({ code, measure: () => measured(9) })], {
      kind: 'still',
      specialReason: true,
    })
    expect(result.verdict).toBe(verdict)
  })
})
