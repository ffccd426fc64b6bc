import { Check, Delete } from 'lucide-react'
import { useState } from 'react'
import { todayInTokyo } from '../../main/form/calendar-date.ts'
import { westernYear, yearsOf } from '../../main/form/date-of-birth.ts'
import { Key } from '../design/key.tsx'
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
} from './birth-entry.ts'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { NumberPad, useTypedDigits } from './number-pad.tsx'
import { plain, Rich, useText } from './text.tsx'

const calendars = ['showa', 'heisei', 'reiwa', 'taisho', 'western'] as const
const months = Array.from({ length: 12 }, (_, index) => index + 1)
const days = Array.from({ length: 31 }, (_, index) => index + 1)

/** Western or era year, month and day on large keys; what cannot be a birthday is not offered. */
export function DateOfBirth({ screen }: ScreenProps<'date-of-birth'>) {
  // What the record does not know is asked for from the beginning.
  return <BirthPad screen={screen} key={screen.refusal === 'mismatch' ? 'again' : 'first'} />
}

function BirthPad({ screen }: ScreenProps<'date-of-birth'>) {
  const { act } = useBooth()
  const { t, f } = useText()
  const { entered, refusal, checking } = screen
  const [entry, setEntry] = useState<BirthEntry>(entered === null ? blankEntry : entryOf(entered.entry))
  const [today] = useState(() => todayInTokyo(new Date()))
  const part = askedPart(entry)

  const change = (next: BirthEntry) => {
    setEntry(next)
    const whole = wholeEntry(next)
    if (whole !== null) void act({ type: 'enter-date', entry: whole })
    else if (entered !== null) void act({ type: 'clear-date' })
  }
  const remove = () => change(deleteLast(entry))
  const clear = () => change(blankEntry)
  const word = (name: 'year' | 'month' | 'day') => (
    <small>
      <Rich>{t(`date-of-birth.${name}`)}</Rich>
    </small>
  )

  return (
    <Frame
      name="date-of-birth"
      title={t('date-of-birth.title')}
      {...(refusal !== null
        ? { say: t(`date-of-birth.refusal.${refusal}`) }
        : part === 'calendar' && { say: t('date-of-birth.say') })}
      main={
        <NextKey disabled={entered === null || checking}>
          {t(checking ? 'date-of-birth.checking' : 'key.next')}
        </NextKey>
      }
      controls={
        <>
          {part === 'calendar' ? (
            <div className="eras" role="radiogroup" aria-label={plain(t('date-of-birth.calendar'))}>
              {calendars.map((calendar) => {
                const { first, last } = yearsOf(calendar, today)
                return (
                  <Key
                    key={calendar}
                    act={`calendar-${calendar}`}
                    checked={false}
                    onPress={() => change({ ...blankEntry, calendar })}
                  >
                    <Rich>{t(`date-of-birth.calendar.${calendar}`)}</Rich>
                    {calendar !== 'western' && (
                      <small className="num">
                        {westernYear(calendar, first)}–{westernYear(calendar, last)}
                      </small>
                    )}
                  </Key>
                )
              })}
            </div>
          ) : part === 'year' ? (
            <>
              <NumberPad
                offered={(digit) => digitOffered(entry, digit, today)}
                onDigit={(digit) => change(typeYearDigit(entry, digit, today))}
                onDelete={remove}
                onClear={clear}
              />
              {yearCanEnd(entry, today) && (
                <Key
                  act="year-done"
                  className="year-done"
                  onPress={() => change({ ...entry, yearDone: true })}
                >
                  <span className="num">{entry.year}</span> {word('year')}
                </Key>
              )}
            </>
          ) : (
            <PartPad
              key={part}
              name={part === 'month' ? 'month' : 'day'}
              choices={part === 'month' ? months : days}
              offered={(number) =>
                part === 'month'
                  ? monthOffered(entry, number, today)
                  : part === 'day' && dayOffered(entry, number, today)
              }
              onChoose={(number) =>
                change(part === 'month' ? { ...entry, month: number } : { ...entry, day: number })
              }
              onDelete={remove}
            />
          )}
        </>
      }
    >
      <fieldset className="slots" data-keep aria-label={plain(t('date-of-birth.title'))} data-personal>
        <p className={part === 'calendar' ? 'slot now' : 'slot'}>
          {entry.calendar === null ? (
            <span className="blank" />
          ) : (
            <b className="word">
              <Rich>{t(`date-of-birth.calendar.${entry.calendar}`)}</Rich>
            </b>
          )}
        </p>
        <p className={part === 'year' ? 'slot now' : 'slot'}>
          {entry.year === '' ? <span className="blank" /> : <b className="num">{entry.year}</b>}
          {word('year')}
        </p>
        <p className={part === 'month' ? 'slot now' : 'slot'}>
          {entry.month === null ? <span className="blank" /> : <b className="num">{entry.month}</b>}
          {word('month')}
        </p>
        <p className={part === 'day' ? 'slot now' : 'slot'}>
          {entry.day === null ? <span className="blank" /> : <b className="num">{entry.day}</b>}
          {word('day')}
        </p>
      </fieldset>
      <p className="echo" aria-live="polite" data-personal>
        {entered !== null && part === 'complete' ? (
          <>
            <Check className="icon" aria-hidden />
            <span>
              <Rich>
                {t('date-of-birth.age', {
                  date: entry.calendar === 'western' ? f.eraDate(entered.date) : f.date(entered.date),
                  age: entered.age,
                })}
              </Rich>
            </span>
          </>
        ) : (
          <span>
            <Rich>
              {part === 'calendar'
                ? t('date-of-birth.whose')
                : part === 'year'
                  ? t(
                      entry.calendar === 'western'
                        ? 'date-of-birth.missing.year'
                        : 'date-of-birth.first-year',
                    )
                  : part === 'complete'
                    ? t('date-of-birth.checking')
                    : t(`date-of-birth.missing.${part}`)}
            </Rich>
          </span>
        )}
      </p>
    </Frame>
  )
}

/** Months or days, a key each. Typed digits gather until they can be nothing else, or Enter ends them. */
function PartPad({
  name,
  choices,
  offered,
  onChoose,
  onDelete,
}: Readonly<{
  name: 'month' | 'day'
  choices: readonly number[]
  offered: (number: number) => boolean
  onChoose: (number: number) => void
  onDelete: () => void
}>) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  useTypedDigits(
    (digit) => {
      const next = String(Number(typed + digit))
      const possible = choices.filter((number) => String(number).startsWith(next) && offered(number))
      if (possible.length === 0) return
      if (possible.length === 1 && possible[0] === Number(next)) onChoose(Number(next))
      else if (typed !== '' && possible.includes(Number(next))) onChoose(Number(next))
      else setTyped(next)
    },
    () => (typed === '' ? onDelete() : setTyped('')),
  )
  return (
    <fieldset className={`pad ${name}s`} aria-label={plain(t(`date-of-birth.${name}`))}>
      {choices.map((number) => (
        <Key
          key={number}
          act={`${name}-${number}`}
          className="num"
          disabled={!offered(number)}
          pressed={typed === String(number) ? true : undefined}
          onPress={() => onChoose(number)}
        >
          {number}
        </Key>
      ))}
      <Key act="delete" className="word" label={plain(t('date-of-birth.delete'))} onPress={onDelete}>
        <Delete className="icon" aria-hidden />
      </Key>
    </fieldset>
  )
}
