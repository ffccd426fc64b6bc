import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { assert, constantFrom, double, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { qualityNames, qualityScore } from '../../../main/photo/analysis/quality-mappings.ts'
import { photosFolder } from '../../../bench/photo-labels.ts'
import { leftOutIf } from '../../left-out.ts'

const file = path.join(photosFolder, 'ofiq-expected-results.csv')

describe.skipIf(!existsSync(file))(
  leftOutIf('raw → score as published with OFIQ', existsSync(file) ? undefined : `there is no ${file}`),
  () => {
    const [header = [], ...rows] = existsSync(file)
      ? readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.trim().split(';'))
      : []

    it.each(qualityNames.map((name) => [name]))('%s: every pair within ±1', (name) => {
      const raw = header.indexOf(name)
      const score = header.indexOf(`${name}.scalar`)
      expect(Math.min(raw, score)).toBeGreaterThan(0)
      expect(rows).toHaveLength(28)
      for (const row of rows) {
        const expected = Number(row[score])
        expect(
          Math.abs(qualityScore(name, Number(row[raw])) - expected),
          `${row[0]}: ${row[raw]}`,
        ).toBeLessThanOrEqual(1)
      }
    })
  },
)

it('scores stay whole numbers within 0–100 for any raw value', () => {
  assert(
    property(constantFrom(...qualityNames), double(), (name, raw) => {
      const score = qualityScore(name, raw)
      expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true)
    }),
  )
})
