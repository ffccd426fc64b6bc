import { array, assert, constantFrom, nat, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBirthDate, yearsOf } from '../../../main/form/date-of-birth.ts'
import {
  askedPart,
  type BirthEntry,
  blankEntry,
  dayOffered,
  deleteLast,
  digitOffered,
  entryOf,
  monthOffered,
  typeYearDigit,
  wholeEntry,
  yearCanEnd,
} from '../../../renderer/applicant/birth-entry.ts'

const today = '2026-11-23'
const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const calendars = ['western', 'reiwa', 'heisei', 'showa', 'taisho'] as const

const typed = (calendar: (typeof calendars)[number], year: string): BirthEntry =>
  Array.from(year).reduce<BirthEntry>((entry, digit) => typeYearDigit(entry, digit, today), {
    ...blankEntry,
    calendar,
  })

describe('entering a date of birth', () => {
  test('asks for one part after the other', () => {
    expect(askedPart(blankEntry)).toBe('calendar')
    const year = typed('showa', '23')
    expect(askedPart(year)).toBe('month')
    expect(askedPart({ ...year, month: 4 })).toBe('day')
    expect(wholeEntry({ ...year, month: 4, day: 18 })).toEqual({
      calendar: 'showa',
      year: 23,
      month: 4,
      day: 18,
    })
  })

  test('a year that can be no other ends by itself, one that could go on waits to be ended', () => {
    expect(typed('reiwa', '8').yearDone).toBe(true)
    const six = typed('showa', '6')
    expect(six.yearDone).toBe(false)
    expect(yearCanEnd(six, today)).toBe(true)
    expect(typed('western', '1948').yearDone).toBe(true)
  })

  test('takes back what was entered last, part by part', () => {
    let entry = entryOf({ calendar: 'showa', year: 23, month: 4, day: 18 })
    const parts = []
    for (let step = 0; step < 5; step++) {
      entry = deleteLast(entry)
      parts.push(askedPart(entry))
    }
    expect(parts).toEqual(['day', 'month', 'year', 'year', 'calendar'])
  })

  test.each([
    ['western', '1949', 2, 1, 28],
    ['western', '1948', 2, 1, 29],
    ['western', '1949', 4, 1, 30],
    ['western', '1949', 5, 1, 31],
    ['showa', '64', 1, 1, 7],
    ['heisei', '1', 1, 8, 31],
  ] as const)('offers the days that are in %s %s, month %i', (calendar, year, month, first, last) => {
    const entry: BirthEntry = { ...blankEntry, calendar, year, yearDone: true, month }
    const offered = Array.from({ length: 31 }, (_, index) => index + 1).filter((day) =>
      dayOffered(entry, day, today),
    )
    expect([offered[0], offered.at(-1)]).toEqual([first, last])
    expect(offered).toHaveLength(last - first + 1)
  })

  /** Somebody presses keys that are offered, in any way: what comes out is a birth date. */
  test('impossible dates cannot be entered', () => {
    assert(
      property(
        constantFrom(...calendars),
        array(nat(1_000), { minLength: 8, maxLength: 8 }),
        (calendar, picks) => {
          let entry: BirthEntry = { ...blankEntry, calendar }
          for (const pick of picks) {
            const part = askedPart(entry)
            if (part === 'year') {
              const offered = digits.filter((digit) => digitOffered(entry, digit, today))
              const may = yearCanEnd(entry, today)
              expect(offered.length > 0 || may).toBe(true)
              const digit = offered[pick % Math.max(1, offered.length)]
              entry =
                digit === undefined || (may && pick % 3 === 0)
                  ? { ...entry, yearDone: true }
                  : typeYearDigit(entry, digit, today)
            } else if (part === 'month') {
              const offered = Array.from({ length: 12 }, (_, index) => index + 1).filter((month) =>
                monthOffered(entry, month, today),
              )
              entry = { ...entry, month: offered[pick % offered.length] ?? null }
            } else if (part === 'day') {
              const offered = Array.from({ length: 31 }, (_, index) => index + 1).filter((day) =>
                dayOffered(entry, day, today),
              )
              entry = { ...entry, day: offered[pick % offered.length] ?? null }
            }
          }
          const whole = wholeEntry(entry)
          expect(whole).not.toBeNull()
          if (whole !== null) expect(toBirthDate(whole, today).ok).toBe(true)
        },
      ),
    )
  })

  test('every year of every calendar can be entered', () => {
    for (const calendar of calendars) {
      const { first, last } = yearsOf(calendar, today)
      for (let year = first; year <= last; year++) {
        const entry = typed(calendar, String(year))
        // The oldest western year may be closed already: nobody born in it is young enough.
        if (entry.year !== String(year)) expect([first, first + 1]).toContain(year)
        else expect(entry.yearDone || yearCanEnd(entry, today)).toBe(true)
      }
    }
  })
})
