import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDate, dateParts, daysInMonth, todayInTokyo } from '../../../main/form/calendar-date.ts'
import { ageOn, canBecomeBirthDate, eraEntry, toBirthDate } from '../../../main/form/date-of-birth.ts'
import { eligibilityOf } from '../../../main/form/eligibility.ts'

const today = '2026-11-23'
const date = fc
  .tuple(
    fc.integer({ min: 1913, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  .map(([year, month, day]) => calendarDate(year, month, Math.min(day, daysInMonth(year, month))))
  .filter((d) => d <= today)

describe('a date of birth', () => {
  it.each([
    ['western', 1948, 3, 9, '1948-03-09'],
    ['showa', 1, 12, 25, '1926-12-25'],
    ['showa', 64, 1, 7, '1989-01-07'],
    ['heisei', 1, 1, 8, '1989-01-08'],
    ['heisei', 31, 4, 30, '2019-04-30'],
    ['reiwa', 1, 5, 1, '2019-05-01'],
    ['taisho', 15, 12, 24, '1926-12-24'],
    ['western', 2024, 2, 29, '2024-02-29'],
  ] as const)('%s %i-%i-%i is %s', (calendar, year, month, day, expected) =>
    expect(toBirthDate({ calendar, year, month, day }, today)).toMatchObject({ ok: true, date: expected }),
  )

  it.each([
    ['western', 2023, 2, 29, 'impossible'],
    ['western', 2023, 4, 31, 'impossible'],
    ['western', 2023, 13, 1, 'impossible'],
    ['showa', 64, 1, 8, 'impossible'],
    ['heisei', 31, 5, 1, 'impossible'],
    ['heisei', 1, 1, 7, 'impossible'],
    ['showa', 0, 1, 1, 'impossible'],
    ['western', 2026, 11, 24, 'in-the-future'],
    ['reiwa', 99, 1, 1, 'in-the-future'],
    ['western', 1900, 1, 1, 'too-long-ago'],
  ] as const)('%s %i-%i-%i is %s', (calendar, year, month, day, refusal) =>
    expect(toBirthDate({ calendar, year, month, day }, today)).toEqual({ ok: false, refusal }),
  )

  it('comes back the same from its era form', () => {
    fc.assert(
      fc.property(date, (d) => {
        const entry = eraEntry(d)
        expect(entry && toBirthDate(entry, today)).toMatchObject({ ok: true, date: d })
      }),
    )
  })

  it('is offered by the key pad part by part, and nothing else is', () => {
    fc.assert(
      fc.property(date, fc.boolean(), (d, western) => {
        const entry = western ? { calendar: 'western' as const, ...dateParts(d) } : eraEntry(d)!
        const { calendar, year, month } = entry
        expect(canBecomeBirthDate({ calendar, year }, today)).toBe(true)
        expect(canBecomeBirthDate({ calendar, year, month }, today)).toBe(true)
        expect(canBecomeBirthDate(entry, today)).toBe(true)
      }),
    )
    expect(canBecomeBirthDate({ calendar: 'showa', year: 64, month: 2 }, today)).toBe(false)
    expect(canBecomeBirthDate({ calendar: 'heisei', year: 31, month: 5 }, today)).toBe(false)
    expect(canBecomeBirthDate({ calendar: 'western', year: 2026, month: 12 }, today)).toBe(false)
  })
})

describe('an age', () => {
  it('is reached at the end of the day before the birthday', () => {
    expect(ageOn('1948-11-24', today)).toBe(77)
    expect(ageOn('1948-11-23', today)).toBe(78)
  })
  it('of someone born on 29 February counts from 1 March in common years', () => {
    expect(ageOn('2012-02-29', '2026-02-28')).toBe(13)
    expect(ageOn('2012-02-29', '2026-03-01')).toBe(14)
    expect(ageOn('2012-02-29', '2028-02-28')).toBe(15)
    expect(ageOn('2012-02-29', '2028-02-29')).toBe(16)
  })
  it('decides who may apply', () => {
    expect(eligibilityOf(ageOn('2025-11-24', today))).toBe('under-one')
    expect(eligibilityOf(ageOn('2025-11-23', today))).toBe('under-fifteen')
    expect(eligibilityOf(ageOn('2011-11-24', today))).toBe('under-fifteen')
    expect(eligibilityOf(ageOn('2011-11-23', today))).toBe('may-apply')
  })
})

it('takes the day from Tokyo', () => {
  expect(todayInTokyo(new Date('2026-11-22T14:59:59Z'))).toBe('2026-11-22')
  expect(todayInTokyo(new Date('2026-11-22T15:00:00Z'))).toBe('2026-11-23')
})
