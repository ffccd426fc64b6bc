import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Key } from '../design/key.tsx'
import { usePolled } from './polling.ts'
import type { Refused, StaffClient } from './staff-client.ts'
import { StaffSheet } from './staff-sheet.tsx'
import { clockTime, refusalWords, useStaffWords } from './words.ts'

const everyMs = 3_000

/** The newest lines of the journal, and all of it onto a stick. */
export function JournalSheet({
  staff,
  onClose,
  onRefused,
}: Readonly<{ staff: StaffClient; onClose: () => void; onRefused: (because: Refused) => void }>) {
  const { t } = useStaffWords()
  const { value: page } = usePolled(staff.journal, everyMs, onRefused)
  const [said, setSaid] = useState('')
  const end = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (page !== null) end.current?.scrollIntoView()
  }, [page])

  const take = async () => {
    const answer = await staff.exportJournal()
    if (answer.ok) setSaid(t('technician.journal-exported', answer.value))
    else {
      setSaid(refusalWords(t, answer.refused))
      onRefused(answer.refused)
    }
  }
  return (
    <StaffSheet
      name="journal"
      title={t('technician.journal')}
      onClose={onClose}
      keys={
        <Key
          act="export"
          kind="main"
          before={<Download className="icon" aria-hidden />}
          onPress={() => void take()}
        >
          {t('technician.journal-export')}
        </Key>
      }
    >
      <output className="sheet-said">{said}</output>
      {page?.lines.length === 0 && <p>{t('technician.journal-empty')}</p>}
      <ol className="journal-lines">
        {page?.lines.map((line, index) => (
          // Two lines can be the same to the letter.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${index} ${line}`}>
            <JournalLine line={line} />
          </li>
        ))}
        <li ref={end} />
      </ol>
    </StaffSheet>
  )
}

/** Time, event and facts; a line that is none of ours as it is. */
function JournalLine({ line }: Readonly<{ line: string }>) {
  const entry = readLine(line)
  if (entry === null) return line
  const { time, event, level, facts } = entry
  return (
    <span data-level={level}>
      <span className="num">{clockTime(time)}</span> <b>{event}</b>{' '}
      {Object.entries(facts)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ')}
    </span>
  )
}

type Entry = Readonly<{
  time: string
  event: string
  level: string
  facts: Readonly<Record<string, unknown>>
}>

const readLine = (line: string): Entry | null => {
  try {
    const { time, event, level, facts } = JSON.parse(line) as Partial<Entry>
    return time === undefined || event === undefined
      ? null
      : { time, event, level: level ?? 'info', facts: facts ?? {} }
  } catch {
    return null
  }
}
