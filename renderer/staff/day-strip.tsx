import { ageWords } from '../../locales/staff/report-words.ts'
import type { StaffTranslate } from '../../locales/staff/index.ts'
import type { DayHistory, Incident } from '../../main/staff/contract.ts'
import { clockTime, useStaffWords } from './words.ts'

const hourAndMinute = (instant: string): string => clockTime(instant).replace(/:\d\d$/, '')

const incidentWords = (t: StaffTranslate, { section, at, seconds }: Incident): string => {
  const named = { time: hourAndMinute(at), section: t(`section.${section}`) }
  return seconds === null
    ? t('technician.day-lasting', named)
    : t('technician.day-over', { ...named, duration: ageWords(t, seconds) })
}

/** Half an hour a mark: height says what colour says. Below, what went wrong last. */
export function DayStrip({ day }: Readonly<{ day: DayHistory }>) {
  const { t } = useStaffWords()
  const [last] = day.incidents
  return (
    <section className="day-strip" aria-labelledby="day-strip">
      <h2 id="day-strip">{t('technician.day')}</h2>
      <ol aria-hidden>
        {day.slots.map((light, index) => (
          // The places of the half-hours never move.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} data-light={light} />
        ))}
      </ol>
      <p className="num">
        <span>{hourAndMinute(day.from)}</span>
        <span>{last === undefined ? t('technician.day-quiet') : incidentWords(t, last)}</span>
        <span>{t('technician.day-now')}</span>
      </p>
    </section>
  )
}
