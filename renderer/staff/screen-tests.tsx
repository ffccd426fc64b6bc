import { useCallback, useEffect, useRef, useState } from 'react'
import type { Report } from '../../main/diagnostics/contract.ts'
import type { ScreenTestOutcome } from '../../main/staff/contract.ts'
import { Key } from '../design/key.tsx'
import { playTone } from './tone.ts'
import type { Refused, StaffClient } from './staff-client.ts'
import { useStaffWords } from './words.ts'

type Test = ScreenTestOutcome['test']

/** Touch grid, dead pixels and sound: a person presses, looks and listens. */
export function ScreenTests({
  staff,
  onReport,
  onRefused,
}: Readonly<{
  staff: StaffClient
  onReport: (report: Report) => void
  onRefused: (because: Refused) => void
}>) {
  const { t } = useStaffWords()
  const [test, setTest] = useState<Test | null>(null)
  const finish = useCallback(
    async (outcome: ScreenTestOutcome) => {
      setTest(null)
      const kept = await staff.screenTest(outcome)
      if (!kept.ok) return onRefused(kept.refused)
      const report = await staff.report()
      if (report.ok) onReport(report.value)
    },
    [staff, onReport, onRefused],
  )
  const touched = useCallback(
    (count: number, of: number) => void finish({ test: 'touch', touched: count, of }),
    [finish],
  )
  return (
    <div className="screen-tests">
      {(['touch', 'pixels', 'sound'] as const).map((name) => (
        <Key key={name} act={`screen-${name}`} onPress={() => setTest(name)}>
          {t(`technician.${name}`)}
        </Key>
      ))}
      {test === 'touch' && <TouchGrid onDone={touched} />}
      {test === 'pixels' && <Pixels onDone={(dead) => void finish({ test: 'pixels', dead })} />}
      {test === 'sound' && <Sound onDone={(heard) => void finish({ test: 'sound', heard })} />}
    </div>
  )
}

const columns = 6
const rows = 8
const fields = columns * rows

function WholeScreen({ name, children }: Readonly<{ name: string; children: React.ReactNode }>) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    <dialog
      className="whole-screen"
      ref={dialog}
      data-test={name}
      onCancel={(event) => event.preventDefault()}
    >
      {children}
    </dialog>
  )
}

/** So long after the last touch the rest counts as dead: there is no key, for it would cover fields. */
const untouchedMs = 15_000

/** Every field of the panel is pressed once; it ends by itself. */
function TouchGrid({ onDone }: Readonly<{ onDone: (touched: number, of: number) => void }>) {
  const { t } = useStaffWords()
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set())
  const count = touched.size
  /** Only a touch begins the wait anew: the screen below is drawn again with each of its looks at the booth. */
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  }, [onDone])
  useEffect(() => {
    const timer = setTimeout(() => done.current(count, fields), count === fields ? 0 : untouchedMs)
    return () => clearTimeout(timer)
  }, [count])
  return (
    <WholeScreen name="touch">
      <div className="touch-grid">
        {Array.from({ length: fields }, (_, field) => (
          <button
            // Fields never move.
            // oxlint-disable-next-line react/no-array-index-key
            key={field}
            type="button"
            data-act={`field-${field}`}
            data-touched={touched.has(field) || undefined}
            aria-label={t('technician.touch-cell', { number: field + 1 })}
            onPointerDown={() => setTouched((before) => new Set([...before, field]))}
          />
        ))}
      </div>
      <div className="over">
        <p>{t('technician.touch-say', { touched: count, of: fields })}</p>
      </div>
    </WholeScreen>
  )
}

const colours = ['#ffffff', '#000000', '#ff0000', '#00ff00', '#0000ff'] as const

/** One colour after the other over the whole panel; the question comes with the last. */
function Pixels({ onDone }: Readonly<{ onDone: (dead: boolean) => void }>) {
  const { t } = useStaffWords()
  const [shown, setShown] = useState(0)
  const last = shown >= colours.length - 1
  return (
    <WholeScreen name="pixels">
      <button
        type="button"
        className="colour"
        data-act="next-colour"
        aria-label={t('technician.pixels-say')}
        style={{ background: colours[shown] }}
        onClick={() => setShown((colour) => Math.min(colour + 1, colours.length - 1))}
      />
      {last && (
        <div className="over">
          <p>{t('technician.pixels-say')}</p>
          <Key act="dead" onPress={() => onDone(true)}>
            {t('technician.pixels-some')}
          </Key>
          <Key act="none-dead" kind="main" onPress={() => onDone(false)}>
            {t('technician.pixels-none')}
          </Key>
        </div>
      )}
    </WholeScreen>
  )
}

function Sound({ onDone }: Readonly<{ onDone: (heard: boolean) => void }>) {
  const { t } = useStaffWords()
  useEffect(() => playTone(), [])
  return (
    <WholeScreen name="sound">
      <div className="over">
        <p>{t('technician.sound-say')}</p>
        <Key act="again" onPress={() => void playTone()}>
          {t('technician.sound-again')}
        </Key>
        <Key act="not-heard" onPress={() => onDone(false)}>
          {t('technician.sound-no')}
        </Key>
        <Key act="heard" kind="main" onPress={() => onDone(true)}>
          {t('technician.sound-yes')}
        </Key>
      </div>
    </WholeScreen>
  )
}
