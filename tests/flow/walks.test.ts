import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Intent } from '../../main/service/contract.ts'
import { FlowBench, formId } from './bench.ts'

/**
 * Seeded random walks: anybody presses anything, codes and coins come whenever they like, devices fail and
 * recover, time passes. Whatever happens, nothing is sent without `send`, money adds up, nothing of an applicant
 * is left once they are gone, and the booth comes back to welcome.
 */
const walks = process.env['MACHINAKA_FULL'] === '1' ? 5_000 : 150
const price = 800
const kinds = ['code-reader', 'camera', 'payment', 'printer'] as const

type Move =
  | Readonly<{ do: 'act'; intent: Intent; stale: boolean }>
  | Readonly<{ do: 'scan'; code: string }>
  | Readonly<{ do: 'insert'; yen: number }>
  | Readonly<{ do: 'fail'; kind: (typeof kinds)[number]; nth: number }>
  | Readonly<{ do: 'recover'; kind: (typeof kinds)[number] }>
  | Readonly<{ do: 'wait'; milliseconds: number }>
  | Readonly<{ do: 'go-on' }>

const intent: fc.Arbitrary<Intent> = fc.oneof(
  fc
    .constantFrom(
      'next',
      'back',
      'cancel',
      'more-time',
      'no-read',
      'shutter',
      'retake',
      'send',
      'mend',
      'clear-date',
      'start-typing',
      'stop-typing',
    )
    .map((type): Intent => ({ type })),
  fc.constantFrom('ja', 'pt').map((language) => ({ type: 'start', language }) as const),
  fc
    .constantFrom('form', 'date-of-birth', 'options', 'photo')
    .map((what) => ({ type: 'change', what }) as const),
  fc.boolean().map((specialReason) => ({ type: 'set-special-reason', specialReason }) as const),
  fc.constantFrom(formId, '12', '9'.repeat(23)).map((digits) => ({ type: 'type-form-id', digits }) as const),
  fc
    .record({
      year: fc.integer({ min: 1900, max: 2030 }),
      month: fc.integer({ min: 0, max: 13 }),
      day: fc.integer({ min: 0, max: 32 }),
    })
    .map((date) => ({ type: 'enter-date', entry: { calendar: 'western', ...date } }) as const),
)

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ do: 'go-on' } as const) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), intent, stale: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(formId, '123456789018', 'x').map((code) => ({ do: 'scan', code }) as const),
  },
  { weight: 1, arbitrary: fc.constantFrom(100, 500, 800).map((yen) => ({ do: 'insert', yen }) as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      kind: fc.constantFrom(...kinds),
      nth: fc.nat(20),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...kinds).map((kind) => ({ do: 'recover', kind }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(50, 1_000, 40_000, 130_000)
      .map((milliseconds) => ({ do: 'wait', milliseconds }) as const),
  },
)

const alone = new Set(['welcome', 'out-of-service', 'farewell'])

it(`${walks} walks keep every promise`, { timeout: 900_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(move, { minLength: 10, maxLength: 80 }),
      fc.boolean(),
      async (moves, staffTyping) => {
        const bench = await new FlowBench({ price, staffTyping }).open()
        let inserted = 0
        let sends = 0
        for (const step of moves) {
          const reviewed = bench.screen === 'review'
          switch (step.do) {
            case 'act': {
              const serial = bench.host.view.serial - (step.stale ? 1 : 0)
              const { taken } = bench.host.act({ serial, intent: step.intent })
              await bench.clock.pass(1)
              if (taken && step.intent.type === 'send') {
                expect(reviewed).toBe(true)
                sends += 1
              }
              break
            }
            case 'scan':
              bench.units['code-reader'].scan(step.code)
              await bench.clock.pass(300)
              break
            case 'insert':
              if (bench.units.payment.insert(step.yen)) inserted += step.yen
              await bench.clock.pass(500)
              break
            case 'fail': {
              const { faults } = bench.units[step.kind]
              const fault = faults[step.nth % faults.length]
              if (fault !== undefined) bench.units[step.kind].fail(fault)
              await bench.clock.pass(5)
              break
            }
            case 'recover':
              bench.units[step.kind].recover()
              await bench.clock.pass(100)
              break
            case 'wait':
              await bench.clock.pass(step.milliseconds)
              break
            case 'go-on': {
              const before = bench.units.payment.escrow
              if (reviewed) sends += 1
              await bench.goOn()
              inserted += Math.max(0, bench.units.payment.escrow - before)
              break
            }
          }
          expect(bench.sent.length).toBeLessThanOrEqual(sends)
          if (alone.has(bench.screen)) expect(JSON.stringify(bench.host.view)).not.toContain(formId)
        }
        for (const kind of kinds) bench.units[kind].recover()
        await bench.clock.pass(15 * 60_000)
        expect(['welcome', 'out-of-service']).toContain(bench.screen)
        const { escrow, returned } = bench.units.payment
        const kept = inserted - returned - escrow
        expect(kept).toBeGreaterThanOrEqual(0)
        expect(kept).toBeLessThanOrEqual(price * bench.sent.length)
        if (escrow > 0) expect(bench.recorded('money-not-given-back')).toBeDefined()
        expect(JSON.stringify(bench.events)).not.toContain(formId)
        await bench.close()
      },
    ),
    { numRuns: walks, seed: 20_261_123 },
  )
})
