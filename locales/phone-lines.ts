import type { Formats } from './formats.ts'
import type { Language } from './languages.ts'
import type { Translate } from './translator.ts'

/** A public telephone line as the booth's configuration lists it. Times are HH:MM in Japan. */
export type PhoneLine = Readonly<{
  number: string
  languages: readonly Language[]
  cost: 'free' | 'paid'
  topic: 'card' | 'system' | 'all'
  hours: readonly Readonly<{
    days: 'every-day' | 'weekdays' | 'weekend-and-holidays'
    from: string
    to: string
  }>[]
  closed: 'new-year' | 'never'
  lossAlways: boolean
}>

/** The lines that answer in a language, free ones first, then by the order of topics. */
export function phoneLinesFor(
  lines: readonly PhoneLine[],
  language: Language,
  topics: readonly PhoneLine['topic'][],
): readonly PhoneLine[] {
  const spoken: readonly Language[] = language === 'ja-easy' ? ['ja-easy', 'ja'] : [language]
  const rank = (line: PhoneLine): number =>
    (line.cost === 'free' ? 0 : topics.length) + topics.indexOf(line.topic)
  return lines
    .filter((line) => topics.includes(line.topic) && line.languages.some((name) => spoken.includes(name)))
    .toSorted((a, b) => rank(a) - rank(b))
}

/** Cost, hours and closing days of a line, a sentence each. */
export function phoneLineTexts(line: PhoneLine, t: Translate, f: Formats): readonly string[] {
  return [
    t(`phone.${line.cost}`),
    ...line.hours.map(({ days, from, to }) =>
      t('phone.hours', { days: t(`phone.days.${days}`), hours: f.hours(from, to) }),
    ),
    ...(line.closed === 'new-year' ? [t('phone.closed-new-year')] : []),
    ...(line.lossAlways ? [t('phone.loss-always')] : []),
  ]
}
