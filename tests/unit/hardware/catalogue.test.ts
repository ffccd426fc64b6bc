import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endsConnection, faultCatalogue, type FaultCode } from '../../../hardware/catalogue.ts'
import { faultDocument } from '../../../scripts/write-fault-docs.ts'

const codes = Object.keys(faultCatalogue) as FaultCode[]

test('docs/faults.md is current', () => {
  const written = readFileSync(new URL('../../../docs/faults.md', import.meta.url), 'utf8')
  expect(written, 'run: npm run docs:faults').toBe(faultDocument())
})

describe.each(codes)('%s', (code) => {
  const entry = faultCatalogue[code]

  test('is named for its kind of device', () => {
    expect(code.startsWith(`${entry.kind}-`)).toBe(true)
  })

  test('is either mended by somebody or waited for', () => {
    // A permanent fault is not tried again by itself: "wait" would be waiting for ever.
    if (entry.permanent) expect(entry.action).not.toBe('wait')
  })

  test('that ends the connection is no mere notice of a device that serves on', () => {
    if (entry.state === 'online') expect(endsConnection(code)).toBe(false)
    if (entry.severity === 'out-of-service') expect(entry.state).not.toBe('online')
  })
})

test('each kind of device can be missing, and can keep failing', () => {
  const kinds = new Set(codes.map((code) => faultCatalogue[code].kind))
  for (const kind of kinds) {
    expect(codes).toContain(`${kind}-missing`)
    expect(codes).toContain(`${kind}-keeps-failing`)
  }
})
