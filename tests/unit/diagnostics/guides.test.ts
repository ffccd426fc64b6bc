import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { developmentConfig } from '../../../main/config/development.ts'
import { Config } from '../../../main/config/schema.ts'
import { ownFindings } from '../../../main/diagnostics/findings.ts'
import { sectionNames } from '../../../main/diagnostics/contract.ts'
import { boothRegistry } from '../../../main/journal/metrics.ts'
import { testsOf } from '../../../main/diagnostics/probe.ts'
import { ja } from '../../../locales/staff/ja.ts'
import { faultCatalogue } from '../../../hardware/catalogue.ts'

const guide = readFileSync(new URL('../../../docs/technician-guide.md', import.meta.url), 'utf8')

describe("the technician's guide", () => {
  it('has every finding, with its part of the verdict and nothing that cannot be found', () => {
    const rows = new Map(
      [...guide.matchAll(/^\| `([a-z-]+)` \| [^|]+\| (yes)? ?\|/gm)].map(([, code, stop]) => [
        code,
        stop === 'yes',
      ]),
    )
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(
        Object.entries(ownFindings).map(([code, { severity }]) => [code, severity === 'stop']),
      ),
    )
  })

  it('has every entry of the configuration, and its example is one', () => {
    const config = developmentConfig('/tmp/x', 1)
    for (const [section, value] of Object.entries(config)) {
      const names =
        typeof value === 'object' ? Object.keys(value).map((name) => `${section}.${name}`) : [section]
      for (const name of names) expect(guide, name).toContain(`| \`${name}\` |`)
    }
    const example = /```json\n([\s\S]+?)```/.exec(guide)?.[1] ?? ''
    expect(Config.safeParse(JSON.parse(example)).error).toBeUndefined()
  })
})

it("the operator's guide names metrics that exist", async () => {
  const operators = readFileSync(new URL('../../../docs/operator-guide.md', import.meta.url), 'utf8')
  const journal = { record: () => undefined, onEvent: () => () => undefined, close: async () => undefined }
  const told = await boothRegistry(journal, () => ({
    devicesUp: { camera: 1 },
    queued: 0,
    held: 0,
    quarantined: 0,
    oldestQueuedSeconds: 0,
    clockSkewSeconds: 0,
    inService: true,
  })).metrics()
  const named = new Set([...operators.matchAll(/machinaka_[a-z_]+/g)].map(([name]) => name))
  expect(named.size).toBeGreaterThanOrEqual(7)
  for (const name of named) expect(told).toContain(`# TYPE ${name} `)
})

it('every finding, test and part has its words', () => {
  for (const code of Object.keys(ownFindings)) expect(ja).toHaveProperty([`finding.${code}`])
  for (const code of Object.keys(faultCatalogue)) expect(ja).toHaveProperty([`fault.${code}.technician`])
  for (const section of sectionNames) {
    expect(ja).toHaveProperty([`section.${section}`])
    for (const [test] of testsOf[section]) expect(ja).toHaveProperty([`test.${test}`])
  }
})
