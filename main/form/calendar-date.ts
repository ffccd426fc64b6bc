/** A day of the calendar, 'YYYY-MM-DD'. Days compare as strings. */
export type CalendarDate = string

const tokyoOffsetMs = 9 * 3_600_000 // Japan Standard Time, UTC+9 without daylight saving since 1951

/** The day it is in Japan, whatever zone the machine is set to. */
export const todayInTokyo = (now: Date): CalendarDate =>
  new Date(now.getTime() + tokyoOffsetMs).toISOString().slice(0, 10)

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Days of a month (1 to 12) of a western year. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

export const calendarDate = (year: number, month: number, day: number): CalendarDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

export function dateParts(date: CalendarDate): Readonly<{ year: number; month: number; day: number }> {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}
