import { localeTags, type Language } from './languages.ts'

/** Everything happens on Japan's clock, whichever language tells of it. */
const timeZone = 'Asia/Tokyo'

/** A calendar day as the contract carries it: YYYY-MM-DD. */
type CalendarDay = string

/** Of a month in the authority's "about one month". */
const weeksOfMonth = 4

/** Readings of the days of a month that are not the figure with にち. */
const dayReadings: Readonly<Record<number, string>> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
}
/** Months whose figure is not read as it is counted. */
const monthReadings: Readonly<Record<number, string>> = { 4: 'しがつ', 7: 'しちがつ', 9: 'くがつ' }
const eraReadings: Readonly<Record<string, string>> = {
  令和: 'れいわ',
  平成: 'へいせい',
  昭和: 'しょうわ',
  大正: 'たいしょう',
}

/** `2026年11月4日` with furigana as easy Japanese writes it. */
function withReadings(date: string): string {
  return date
    .replace(/(\d+)日/u, (_, day: string) => {
      const reading = dayReadings[Number(day)]
      return reading === undefined ? `${day}日《にち》` : `｜${day}日《${reading}》`
    })
    .replace(/(\d+)月/u, (_, month: string) => {
      const reading = monthReadings[Number(month)]
      return reading === undefined ? `${month}月《がつ》` : `｜${month}月《${reading}》`
    })
    .replace('元年', '元年《がんねん》')
    .replace(/(\d)年/u, '$1年《ねん》')
    .replace(/^(令和|平成|昭和|大正)/u, (era) => `${era}《${eraReadings[era]}》`)
}

export type Formats = Readonly<{
  /** 22 November 2026 */
  date(day: CalendarDay | Date): string
  /** The year counted in the Japanese era: 昭和23年4月18日, in Latin letters "18 April Shōwa 23". */
  eraDate(day: CalendarDay | Date): string
  /** 14:32, in Japan */
  time(instant: Date): string
  dateAndTime(instant: Date): string
  number(value: number): string
  /** "1 month" for 4 weeks, "6 weeks" for 6: the authority's lead times are told in months. */
  duration(weeks: number): string
  /** Opening hours: "09:30" to "20:00" → 9:30–20:00 */
  hours(from: string, to: string): string
  /** "Spanish, Portuguese" in the form of the language. */
  list(items: readonly string[]): string
}>

const instantOf = (day: CalendarDay | Date): Date =>
  typeof day === 'string' ? new Date(`${day}T12:00:00+09:00`) : day

/** "09:30" → "9:30": clocks and opening hours are spoken of without a leading zero. */
const shortTime = (time: string): string => time.replace(/^0(?=\d)/u, '')

export function formats(language: Language): Formats {
  const locale = localeTags[language]
  const japanese = locale === 'ja-JP'
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  // Outside Japanese and Chinese, CLDR writes the era's year behind the month without saying whose year
  // it is ("18 April 23 Shōwa"); so the parts are put in the order people know.
  const eras = new Intl.DateTimeFormat(`${locale}-u-ca-japanese`, { dateStyle: 'long', timeZone })
  const times = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  const numbers = new Intl.NumberFormat(locale)
  const durations = (unit: 'week' | 'month'): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction', style: 'short' })
  const duration = (weeks: number): string => {
    const months = weeks / weeksOfMonth
    const text = Number.isInteger(months)
      ? durations('month').format(months)
      : durations('week').format(weeks)
    if (!japanese) return text
    const close = text.replaceAll(' ', '')
    return language === 'ja' ? close : close.replace('月', '月《げつ》').replace('週間', '週間《しゅうかん》')
  }
  const finish = (date: string): string => (language === 'ja-easy' ? withReadings(date) : date)

  const eraDate = (day: CalendarDay | Date): string => {
    const instant = instantOf(day)
    if (japanese || language === 'zh-Hans' || language === 'ko') return finish(eras.format(instant))
    const parts = eras.formatToParts(instant)
    const part = (type: Intl.DateTimeFormatPartTypes): string =>
      parts.find((p) => p.type === type)?.value ?? ''
    const of = language === 'en' ? ' ' : ' de '
    return `${part('day')}${of}${part('month')}${of}${part('era')} ${part('year')}`
  }

  const date = (day: CalendarDay | Date): string => finish(dates.format(instantOf(day)))
  const time = (instant: Date): string => shortTime(times.format(instant))
  const separator = japanese || language === 'zh-Hans' ? ' ' : ', '
  return {
    date,
    eraDate,
    time,
    dateAndTime: (instant) => `${date(instant)}${separator}${time(instant)}`,
    number: (value) => numbers.format(value),
    hours: (from, to) => `${shortTime(from)}${japanese ? '〜' : '–'}${shortTime(to)}`,
    duration,
    list: (items) => lists.format(items),
  }
}

/** Identifiers stand in groups of four: 5012 3487 6201 9934 0758 216. */
export const groupsOfFour = (identifier: string): string => identifier.replace(/(.{4})(?=.)/gu, '$1 ')
