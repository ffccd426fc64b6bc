import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulateCodeReader } from '../../../hardware/code-reader/simulator.ts'
import { simulatePayment } from '../../../hardware/payment/simulator.ts'
import { simulatePrinter } from '../../../hardware/printer/simulator.ts'
import { parseScenario, playScenario } from '../../../hardware/scenario.ts'
import { simulateSensor } from '../../../hardware/sensor/simulator.ts'
import { ManualClock } from '../../contract/manual-clock.ts'

const scenarioFolder = new URL('../../../hardware/scenarios/', import.meta.url)

describe('the scenarios of the project', () => {
  test.each(readdirSync(scenarioFolder))('%s is one', (name) => {
    expect(parseScenario(readFileSync(new URL(name, scenarioFolder), 'utf8'))).toMatchObject({ ok: true })
  })
})

test('"at 12 s the reader is unplugged for 3 s"', async () => {
  const clock = new ManualClock()
  const codeReader = simulateCodeReader({ id: 'reader', clock })
  const scenario = parseScenario(readFileSync(new URL('reader-replug.json', scenarioFolder), 'utf8'))
  if (!scenario.ok) throw new Error(scenario.error)
  playScenario(scenario.value, { codeReader }, clock)
  const at: (string | undefined)[] = []
  for (let second = 0; second < 17; second++) {
    at.push(codeReader.playing)
    await clock.pass(1_000)
  }
  expect(at.slice(0, 12).every((fault) => fault === undefined)).toBe(true)
  expect(at.slice(12, 15)).toEqual(['code-reader-lost', 'code-reader-lost', 'code-reader-lost'])
  expect(at.slice(15).every((fault) => fault === undefined)).toBe(true)
})

test('people act in it too', async () => {
  const clock = new ManualClock()
  const units = {
    codeReader: simulateCodeReader({ id: 'reader', clock }),
    payment: simulatePayment({ id: 'payment', clock }),
    sensor: simulateSensor({ id: 'sensor', clock }),
    printer: simulatePrinter({ id: 'printer', clock }),
  }
  const reader = units.codeReader.open()
  const payment = units.payment.open()
  const sensor = units.sensor.open()
  const codes: string[] = []
  reader.onCode((code) => codes.push(code.text))
  await clock.pass(1_000)
  await reader.enable()
  await payment.accept(500)
  const scenario = parseScenario(
    JSON.stringify({
      says: 'Somebody sits down, shows a code and pays; then the paper is gone for good, and put in again.',
      steps: [
        { at: 1, do: 'occupy', occupied: true },
        { at: 2, do: 'scan', text: '12345678901234567890123' },
        { at: 3, do: 'insert', yen: 500 },
        { at: 4, do: 'fail', fault: 'printer-out-of-paper' },
        { at: 9, do: 'recover', device: 'printer' },
      ],
    }),
  )
  if (!scenario.ok) throw new Error(scenario.error)
  playScenario(scenario.value, units, clock)
  await clock.pass(5_000)
  expect([sensor.occupied(), codes, payment.inserted(), units.printer.playing]).toEqual([
    true,
    ['12345678901234567890123'],
    500,
    'printer-out-of-paper',
  ])
  await clock.pass(5_000)
  expect(units.printer.playing).toBeUndefined()
})

test('one that repeats itself goes on until it is stopped', async () => {
  const clock = new ManualClock()
  const printer = simulatePrinter({ id: 'printer', clock })
  let fails = 0
  const counting = { ...printer, fail: () => void (fails += 1) }
  const stop = playScenario(
    { says: 'A jam a minute.', every: 60, steps: [{ at: 1, do: 'fail', fault: 'printer-jam', for: 2 }] },
    { printer: counting },
    clock,
  )
  await clock.pass(10 * 60_000)
  expect(fails).toBe(10)
  stop()
  await clock.pass(10 * 60_000)
  expect(fails).toBe(10)
  expect(clock.waiting).toBe(0)
})

test.each([
  ['not JSON', '{', 'The scenario is not JSON.'],
  [
    'a fault that there is not',
    '{"says":"x","steps":[{"at":1,"do":"fail","fault":"camera-on-fire"}]}',
    'steps.0.fault',
  ],
  [
    'one only the supervisor says',
    '{"says":"x","steps":[{"at":1,"do":"fail","fault":"camera-keeps-failing"}]}',
    'steps.0.fault',
  ],
  ['a word too many', '{"says":"x","steps":[{"at":1,"do":"occupy","occupied":true,"who":"me"}]}', 'steps.0'],
  ['no sentence', '{"steps":[]}', 'says'],
])('%s is refused in one sentence', (_name, text, part) => {
  const parsed = parseScenario(text)
  if (parsed.ok) throw new Error('taken')
  expect(parsed.error).toContain(part)
  expect(parsed.error).not.toContain('\n')
})
