import { Activity, FileText } from 'lucide-react'
import { useCallback, useState } from 'react'
import { verdictWords } from '../../locales/staff/report-words.ts'
import type { Report, ReportSection, SectionName } from '../../main/diagnostics/contract.ts'
import type { Client } from '../client.ts'
import { Key } from '../design/key.tsx'
import { CameraPanel } from './camera-panel.tsx'
import { DayStrip } from './day-strip.tsx'
import { JournalSheet } from './journal-sheet.tsx'
import { usePolled } from './polling.ts'
import { reportTime } from './report-parts.tsx'
import { SectionRow } from './section-row.tsx'
import { SectionSheet } from './section-sheet.tsx'
import { Banner } from './signs.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { StaffFrame, type StaffFrameProps } from './staff-frame.tsx'
import { refusalWords, useStaffWords } from './words.ts'

const everyMs = 5_000
const verdictSigns = { ready: 'good', 'ready-with-warnings': 'care', 'not-ready': 'stop' } as const
/** What needs a hand stands first. */
const gravity = { stop: 0, care: 1, good: 2, 'not-tested': 2 } as const

/** A section with what was measured before and not since: each measure in its last state. */
const withMeasures = (section: ReportSection, before: ReportSection | undefined): ReportSection => {
  const fresh = new Set(section.measures.map(({ name }) => name))
  const kept = (before?.measures ?? []).filter(({ name }) => !fresh.has(name))
  return { ...section, measures: [...kept, ...section.measures] }
}

/** Verdict first, the camera with its picture, then every part with its measures and the key that tests it. */
export function Technician({
  client,
  staff,
  ...frame
}: Readonly<{ client: Client; staff: StaffClient }> & StaffFrameProps) {
  const { t } = useStaffWords()
  const { value: overview } = usePolled(staff.overview, everyMs, frame.onRefused)
  const { value: known, set } = usePolled(staff.report, everyMs, frame.onRefused)
  /** A polled report runs no test and has no measures of one: those of before are kept beside it. */
  const [measured, setMeasured] = useState<ReadonlyMap<SectionName, ReportSection>>(new Map())
  const [tested, setTested] = useState<Report | null>(null)
  const [open, setOpen] = useState<SectionName | 'journal' | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [testing, setTesting] = useState(false)
  const close = useCallback(() => setOpen(null), [])
  const learn = useCallback(
    (report: Report, whole: boolean) => {
      set(report)
      setRefused(null)
      setMeasured(
        (before) =>
          new Map([
            ...before,
            ...report.sections.map((section): [SectionName, ReportSection] => [
              section.name,
              withMeasures(section, before.get(section.name)),
            ]),
          ]),
      )
      if (whole) setTested(report)
    },
    [set],
  )
  if (overview === null || known === null) return null

  const refuse = (because: Refused) => {
    setRefused(because)
    frame.onRefused(because)
  }
  const testAll = async () => {
    setTesting(true)
    const answer = await staff.diagnose('internal')
    setTesting(false)
    if (answer.ok) learn(answer.value, true)
    else refuse(answer.refused)
  }
  const sections = known.sections.map((section) => withMeasures(section, measured.get(section.name)))
  const camera = sections.find(({ name }) => name === 'camera')
  const opened = sections.find(({ name }) => name === open)
  return (
    <StaffFrame
      overview={overview}
      frame={frame}
      keys={
        <>
          <Key
            act="journal"
            before={<FileText className="icon" aria-hidden />}
            onPress={() => setOpen('journal')}
          >
            {t('technician.journal')}
          </Key>
          <Key
            act="test-all"
            kind="main"
            working={testing}
            before={<Activity className="icon" aria-hidden />}
            onPress={() => void testAll()}
          >
            {t(testing ? 'report.testing' : 'report.test-all')}
          </Key>
        </>
      }
    >
      <Banner
        sign={verdictSigns[known.verdict]}
        title={verdictWords(t, known.verdict, known.findings.length)}
      >
        {refused === null ? reportTime(t, tested ?? known) : refusalWords(t, refused)}
      </Banner>
      <DayStrip day={overview.day} />
      {camera !== undefined && (
        <CameraPanel
          client={client}
          staff={staff}
          view={overview.camera}
          section={camera}
          findings={known.findings}
          onReport={(report) => learn(report, false)}
          onRefused={refuse}
          onOpen={setOpen}
        />
      )}
      <ul className="section-rows">
        {sections
          .filter(({ name }) => name !== 'camera')
          .toSorted((a, b) => gravity[a.verdict] - gravity[b.verdict])
          .map((section) => (
            <SectionRow key={section.name} section={section} findings={known.findings} onOpen={setOpen} />
          ))}
      </ul>
      {opened !== undefined && (
        <SectionSheet
          staff={staff}
          section={opened}
          findings={known.findings}
          onReport={(report) => learn(report, false)}
          onClose={close}
          onRefused={frame.onRefused}
        />
      )}
      {open === 'journal' && <JournalSheet staff={staff} onClose={close} onRefused={frame.onRefused} />}
    </StaffFrame>
  )
}
