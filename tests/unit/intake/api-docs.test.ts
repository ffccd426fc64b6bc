import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testIds } from '../../../intake/authority/simulated.ts'
import { ReceiptNumber } from '../../../intake/contract.ts'
import { newReceiptNumber } from '../../../intake/receipt-number.ts'
import { currentApiDocs } from '../../../intake/write-api-docs.ts'

test('docs/intake-api.md is what a running intake describes ("npm run docs:intake" renews it)', async () => {
  expect(readFileSync('docs/intake-api.md', 'utf8')).toBe(await currentApiDocs())
})

test('docs/intake-api.md lists every test ID', () => {
  const text = readFileSync('docs/intake-api.md', 'utf8')
  for (const ending of Object.keys(testIds)) expect(text).toContain(`\`${ending}\``)
})

test('receipt numbers are of the contract’s form and do not repeat', () => {
  const numbers = Array.from({ length: 2_000 }, () => newReceiptNumber())
  for (const number of numbers) expect(ReceiptNumber.safeParse(number).success).toBe(true)
  expect(new Set(numbers).size).toBe(numbers.length)
})
