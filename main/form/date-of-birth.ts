import { type CalendarDate, calendarDate, dateParts, daysInMonth } from './calendar-date.ts'

/**
 * A date as people say it: a western year or a year of an era. First and last day of each era after the
 * government notices of its change; an era without a last day is the present one.
 */
export const eras = {
  taisho: { first: '1912-07-30', last: '1926-12-24' },
  showa: { first: '1926-12-25', last: '1989-01-07' },
  heisei: { first: '1989-01-08', last: '2019-04-30' },
  reiwa: { first: '2019-05-01', last: undefined },
} as const satisfies Record<string, { first: CalendarDate; last: CalendarDate | undefined }>

export type Era = keyof typeof eras
export type BirthCalendar = 'western' | Era
export type BirthDateEntry = Readonly<{ calendar: BirthCalendar; year: number; month: number; day: number }>

/** Nobody older has been on record in Japan (117 years); beyond this a typing slip is likelier. */
export const oldestAge = 120

export type BirthDateRefusal = 'impossible' | 'in-the-future' | 'too-long-ago'
export type BirthDate =
  Readonly<{ ok: true; date: CalendarDate; age: number }> | Readonly<{ ok: false; refusal: BirthDateRefusal }>

/** Western year of a year of an era: Shōwa 1 is 1926. */
export const westernYear = (calendar: BirthCalendar, year: number): number =>
  calendar === 'western' ? year : dateParts(eras[calendar].first).year + year - 1

/** Years that can be chosen in a calendar on a day, oldest first. */
export function yearsOf(
  calendar: BirthCalendar,
  today: CalendarDate,
): Readonly<{ first: number; last: number }> {
  const thisYear = dateParts(today).year
  if (calendar === 'western') return { first: thisYear - oldestAge, last: thisYear }
  const begin = dateParts(eras[calendar].first).year
  const end = dateParts(eras[calendar].last ?? today).year
  return { first: 1, last: end - begin + 1 }
}

/**
 * Whether a date with only some of its parts chosen can still become a birth date: what a key pad asks
 * before it offers a key. Months and days outside the era, or after today, are not offered.
 */
export function canBecomeBirthDate(
  entry: Readonly<{ calendar: BirthCalendar; year: number; month?: number; day?: number }>,
  today: CalendarDate,
): boolean {
  const year = westernYear(entry.calendar, entry.year)
  const { month, day } = entry
  if (day !== undefined && month !== undefined) return toBirthDate({ ...entry, month, day }, today).ok
  const firstMonth = month ?? 1
  const lastMonth = month ?? 12
  const earliest = calendarDate(year, firstMonth, 1)
  const latest = calendarDate(year, lastMonth, daysInMonth(year, lastMonth))
  const era = entry.calendar === 'western' ? undefined : eras[entry.calendar]
  return (
    entry.year >= 1 &&
    firstMonth >= 1 &&
    lastMonth <= 12 &&
    earliest <= today &&
    (era === undefined || (latest >= era.first && earliest <= (era.last ?? today))) &&
    ageOn(latest, today) <= oldestAge
  )
}

/** The date of birth of an entry, seen from a day; or why it cannot be one. */
export function toBirthDate(entry: BirthDateEntry, today: CalendarDate): BirthDate {
  const { calendar, month, day } = entry
  if (entry.year < 1 || month < 1 || month > 12 || day < 1) return { ok: false, refusal: 'impossible' }
  const year = westernYear(calendar, entry.year)
  if (year > 9999 || day > daysInMonth(year, month)) return { ok: false, refusal: 'impossible' }
  const date = calendarDate(year, month, day)
  if (calendar !== 'western') {
    const { first, last } = eras[calendar]
    if (date < first || (last !== undefined && date > last)) return { ok: false, refusal: 'impossible' }
  }
  if (date > today) return { ok: false, refusal: 'in-the-future' }
  const age = ageOn(date, today)
  return age > oldestAge ? { ok: false, refusal: 'too-long-ago' } : { ok: true, date, age }
}

/** The era form of a western date, where an era that can be entered covers it. */
export function eraEntry(date: CalendarDate): BirthDateEntry | undefined {
  for (const era of ['reiwa', 'heisei', 'showa', 'taisho'] as const) {
    const { first, last } = eras[era]
    if (date < first || (last !== undefined && date > last)) continue
    const { year, month, day } = dateParts(date)
    return { calendar: era, year: year - dateParts(first).year + 1, month, day }
  }
  return undefined
}

/**
 * Age in whole years after 年齢計算ニ関スル法律: a year of age is reached at the end of the day before the
 * birthday. Born on 29 February, in a year without one that day is 28 February (民法 143条2項), so the new
 * age counts from 1 March.
 */
export function ageOn(birth: CalendarDate, today: CalendarDate): number {
  const born = dateParts(birth)
  const now = dateParts(today)
  const reached = now.month > born.month || (now.month === born.month && now.day >= born.day)
  return now.year - born.year - (reached ? 0 : 1)
}
