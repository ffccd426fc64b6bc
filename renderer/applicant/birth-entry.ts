import {
  type BirthCalendar,
  type BirthDateEntry,
  canBecomeBirthDate,
  yearsOf,
} from '../../main/form/date-of-birth.ts'
import type { CalendarDate } from '../../main/form/calendar-date.ts'

/** A date of birth on its way: what is there is possible, and only what stays possible is offered. */
export type BirthEntry = Readonly<{
  calendar: BirthCalendar | null
  /** As typed: "4" may still become "48". */
  year: string
  yearDone: boolean
  month: number | null
  day: number | null
}>

export const blankEntry: BirthEntry = { calendar: null, year: '', yearDone: false, month: null, day: null }

export type Part = 'calendar' | 'year' | 'month' | 'day' | 'complete'

export function askedPart(entry: BirthEntry): Part {
  if (entry.calendar === null) return 'calendar'
  if (!entry.yearDone) return 'year'
  if (entry.month === null) return 'month'
  return entry.day === null ? 'day' : 'complete'
}

const yearDigits = (calendar: BirthCalendar) => (calendar === 'western' ? 4 : 2)

const isYear = (calendar: BirthCalendar, year: number, today: CalendarDate) => {
  const { first, last } = yearsOf(calendar, today)
  return year >= first && year <= last && canBecomeBirthDate({ calendar, year }, today)
}

/** Years that begin with the digits typed, these themselves included. */
function yearsBeginning(calendar: BirthCalendar, typed: string, today: CalendarDate): readonly number[] {
  const { first, last } = yearsOf(calendar, today)
  const years: number[] = []
  for (let year = first; year <= last; year++) {
    if (String(year).startsWith(typed) && isYear(calendar, year, today)) years.push(year)
  }
  return years
}

export const digitOffered = (entry: BirthEntry, digit: string, today: CalendarDate): boolean =>
  entry.calendar !== null &&
  !entry.yearDone &&
  yearsBeginning(entry.calendar, entry.year + digit, today).length > 0

/** The year typed so far counts as a whole one, though more digits could follow. */
export const yearCanEnd = (entry: BirthEntry, today: CalendarDate): boolean =>
  entry.calendar !== null && !entry.yearDone && isYear(entry.calendar, Number(entry.year || 0), today)

export const monthOffered = (entry: BirthEntry, month: number, today: CalendarDate): boolean =>
  entry.calendar !== null &&
  canBecomeBirthDate({ calendar: entry.calendar, year: Number(entry.year), month }, today)

export const dayOffered = (entry: BirthEntry, day: number, today: CalendarDate): boolean =>
  entry.calendar !== null &&
  entry.month !== null &&
  canBecomeBirthDate({ calendar: entry.calendar, year: Number(entry.year), month: entry.month, day }, today)

export function typeYearDigit(entry: BirthEntry, digit: string, today: CalendarDate): BirthEntry {
  if (entry.calendar === null || !digitOffered(entry, digit, today)) return entry
  const year = entry.year + digit
  const left = yearsBeginning(entry.calendar, year, today)
  const yearDone =
    year.length === yearDigits(entry.calendar) || (left.length === 1 && left[0] === Number(year))
  return { ...entry, year, yearDone }
}

/** Takes away what was entered last. */
export function deleteLast(entry: BirthEntry): BirthEntry {
  if (entry.day !== null) return { ...entry, day: null }
  if (entry.month !== null) return { ...entry, month: null }
  if (entry.year !== '') return { ...entry, year: entry.year.slice(0, -1), yearDone: false }
  return blankEntry
}

/** The whole date, or null while a part is missing. */
export function wholeEntry(entry: BirthEntry): BirthDateEntry | null {
  const { calendar, month, day } = entry
  if (calendar === null || !entry.yearDone || month === null || day === null) return null
  return { calendar, year: Number(entry.year), month, day }
}

export const entryOf = ({ calendar, year, month, day }: BirthDateEntry): BirthEntry => ({
  calendar,
  year: String(year),
  yearDone: true,
  month,
  day,
})
