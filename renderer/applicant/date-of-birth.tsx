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
import { BirthEcho, BirthSlots } from './birth-slots.tsx'
import { type ScreenProps, useBooth } from './booth.ts'
import { Frame, NextKey } from './frame.tsx'
import { NumberPad } from './number-pad.tsx'
import { PartPad } from './part-pad.tsx'
import { plain, Rich, useText } from './text.tsx'

const calendars = ['showa', 'heisei', 'reiwa', 'taisho', 'western'] as const

/** Western or era year, month and day on large keys; what cannot be a birthday is not offered. */
export function DateOfBirth({ screen }: ScreenProps<'date-of-birth'>) {
  // What the record does not know is asked for from the beginning.
  return <BirthPad screen={screen} key={screen.refusal === 'mismatch' ? 'again' : 'first'} />
}

function BirthPad({ screen }: ScreenProps<'date-of-birth'>) {
  const { act } = useBooth()
  const { t } = useText()
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
                  <span className="num" data-personal>
                    {entry.year}
                  </span>{' '}
                  <small>
                    <Rich>{t('date-of-birth.year')}</Rich>
                  </small>
                </Key>
              )}
            </>
          ) : part === 'month' ? (
            <PartPad
              key="month"
              name="month"
              chosen={null}
              offered={(month) => monthOffered(entry, month, today)}
              onChoose={(month) => change({ ...entry, month })}
              onDelete={remove}
            />
          ) : (
            // The days stay once the date is whole: another one is a press away.
            <PartPad
              key="day"
              name="day"
              chosen={entry.day}
              offered={(day) => dayOffered(entry, day, today)}
              onChoose={(day) => change({ ...entry, day })}
              onDelete={remove}
            />
          )}
        </>
      }
    >
      <BirthSlots entry={entry} />
      <BirthEcho entry={entry} entered={entered} />
    </Frame>
  )
}
