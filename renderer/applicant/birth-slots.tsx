import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ScreenOf } from '../../main/service/contract.ts'
import { askedPart, type BirthEntry, type Part } from './birth-entry.ts'
import { useSpokenEcho } from './reading.ts'
import { plain, Rich, useText } from './text.tsx'

/** What is entered so far, the part asked for now marked. */
export function BirthSlots({ entry }: Readonly<{ entry: BirthEntry }>) {
  const { t } = useText()
  const asked = askedPart(entry)
  const slot = (part: Part, value: ReactNode, unit?: 'year' | 'month' | 'day') => (
    <p className={part === asked ? 'slot now' : 'slot'}>
      {value ?? <span className="blank" />}
      {unit !== undefined && (
        <small>
          <Rich>{t(`date-of-birth.${unit}`)}</Rich>
        </small>
      )}
    </p>
  )
  const figure = (value: string | number | null) =>
    value === null || value === '' ? null : <b className="num">{value}</b>
  return (
    <fieldset className="slots" data-keep aria-label={plain(t('date-of-birth.title'))} data-personal>
      {slot(
        'calendar',
        entry.calendar && (
          <b className="word">
            <Rich>{t(`date-of-birth.calendar.${entry.calendar}`)}</Rich>
          </b>
        ),
      )}
      {slot('year', figure(entry.year), 'year')}
      {slot('month', figure(entry.month), 'month')}
      {slot('day', figure(entry.day), 'day')}
    </fieldset>
  )
}

/** What is missing, or the whole date once more with the age: in the other calendar than it was entered in. */
export function BirthEcho({
  entry,
  entered,
}: Readonly<{ entry: BirthEntry; entered: ScreenOf<'date-of-birth'>['entered'] }>) {
  const { t, f } = useText()
  const asked = askedPart(entry)
  const whole = entered !== null && asked === 'complete'
  const missing = {
    calendar: 'date-of-birth.whose',
    year: entry.calendar === 'western' ? 'date-of-birth.missing.year' : 'date-of-birth.first-year',
    month: 'date-of-birth.missing.month',
    day: 'date-of-birth.missing.day',
    complete: 'date-of-birth.checking',
  } as const
  // The date itself is not said aloud.
  useSpokenEcho(t(whole ? 'date-of-birth.whole' : missing[asked]))
  if (whole) {
    const { date, age } = entered
    return (
      <p className="echo" aria-live="polite" data-keep data-personal>
        <Check className="icon" aria-hidden />
        <span>
          <Rich>
            {t('date-of-birth.age', {
              date: entry.calendar === 'western' ? f.eraDate(date) : f.date(date),
              age,
            })}
          </Rich>
        </span>
      </p>
    )
  }
  // Whose date it is need not stand on every page: beside a refusal there is no room for it.
  return (
    <p className="echo" aria-live="polite" data-keep={asked === 'calendar' ? undefined : ''}>
      <span>
        <Rich>{t(missing[asked])}</Rich>
      </span>
    </p>
  )
}
