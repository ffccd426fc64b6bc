import { Activity, FileText, Video, VideoOff } from 'lucide-react'
import { useCallback, useState } from 'react'
import { findingSentence, measureName, measureValue, verdictWords } from '../../locales/staff/report-words.ts'
import type { Finding, Report, ReportSection, SectionName } from '../../main/diagnostics/contract.ts'
import type { Client } from '../client.ts'
import { Key } from '../design/key.tsx'
import { DayStrip } from './day-strip.tsx'
import type { FrameSource } from '../guidance/frame-source.ts'
import { measureEmptySeat } from './empty-seat.ts'
import { JournalSheet } from './journal-sheet.tsx'
import { LiveCamera } from './live-camera.tsx'
import { usePolled } from './polling.ts'
import { reportTime, SectionTable } from './report-parts.tsx'
import { SectionSheet } from './section-sheet.tsx'
import { Banner, SignIcon, SignWord } from './signs.tsx'
import type { StaffClient } from './staff-client.ts'
import { StaffFrame, type StaffFrameProps } from './staff-frame.tsx'
import { useStaffWords } from './words.ts'

const everyMs = 5_000
const verdictSigns = { ready: 'good', 'ready-with-warnings': 'care', 'not-ready': 'stop' } as const
/** What needs a hand stands first. */
const gravity = { stop: 0, care: 1, good: 2, 'not-tested': 2 } as const
/** A row says so many measures; the sheet behind its key says all. */
const shownMeasures = 4

/** Verdict first, the camera with its picture, then every part with its measures and the key that tests it. */
export function Technician({
  client,
  staff,
  ...frame
}: Readonly<{ client: Client; staff: StaffClient }> & StaffFrameProps) {
  const { t } = useStaffWords()
  const { value: overview } = usePolled(staff.overview, everyMs, frame.onRefused)
  const { value: known, set } = usePolled(staff.report, everyMs, frame.onRefused)
  /** Measures belong to the moment they were taken: the newest report that has any is kept beside the polled one. */
  const [measured, setMeasured] = useState<ReadonlyMap<SectionName, ReportSection>>(new Map())
  const [tested, setTested] = useState<Report | null>(null)
  const [open, setOpen] = useState<SectionName | 'journal' | null>(null)
  const [live, setLive] = useState(false)
  const [source, setSource] = useState<FrameSource | null>(null)
  const [testing, setTesting] = useState(false)
  const close = useCallback(() => setOpen(null), [])
  const learn = useCallback(
    (report: Report, whole: boolean) => {
      set(report)
      setMeasured(
        (before) =>
          new Map([
            ...before,
            ...report.sections
              .filter(({ measures }) => measures.length > 0)
              .map((section): [SectionName, ReportSection] => [section.name, section]),
          ]),
      )
      if (whole) setTested(report)
    },
    [set],
  )
  if (overview === null || known === null) return null

  const testAll = async () => {
    setTesting(true)
    const answer = await staff.diagnose('internal')
    setTesting(false)
    if (answer.ok) learn(answer.value, true)
    else frame.onRefused(answer.refused)
  }
  const measureSeat = async () => {
    const seat = source === null ? null : measureEmptySeat(source)
    if (seat === null) return
    const kept = await staff.seatTest(seat)
    const report = kept.ok ? await staff.report() : kept
    if (report.ok) learn(report.value, false)
    else frame.onRefused(report.refused)
  }
  const withMeasures = (section: ReportSection): ReportSection => {
    const named = new Set(section.measures.map(({ name }) => name))
    const before = (measured.get(section.name)?.measures ?? []).filter(({ name }) => !named.has(name))
    return { ...section, measures: [...before, ...section.measures] }
  }
  const sections = known.sections.map(withMeasures)
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
        {reportTime(t, tested ?? known)}
      </Banner>
      <DayStrip day={overview.day} />
      {camera !== undefined && (
        <section className="camera-panel" data-section-row="camera">
          <div className="view">
            {live && <LiveCamera client={client} camera={overview.camera} onSource={setSource} />}
          </div>
          <div className="camera-facts">
            <h2>
              {t('section.camera')} <SignWord sign={camera.verdict} />
            </h2>
            <FirstFinding findings={known.findings} section="camera" />
            <SectionTable section={camera} />
          </div>
          <div className="row-keys">
            <Key
              act={live ? 'live-close' : 'live-open'}
              className="small"
              before={
                live ? <VideoOff className="icon" aria-hidden /> : <Video className="icon" aria-hidden />
              }
              onPress={() => setLive(!live)}
            >
              {t(live ? 'technician.live-close' : 'technician.live-open')}
            </Key>
            {live && (
              <Key act="seat-test" className="small" onPress={() => void measureSeat()}>
                {t('technician.seat')}
              </Key>
            )}
            <TestKey section="camera" onPress={setOpen} />
          </div>
        </section>
      )}
      <ul className="section-rows">
        {sections
          .filter(({ name }) => name !== 'camera')
          .toSorted((a, b) => gravity[a.verdict] - gravity[b.verdict])
          .map((section) => (
            <Row key={section.name} section={section} findings={known.findings} onOpen={setOpen} />
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

function TestKey({
  section,
  onPress,
}: Readonly<{ section: SectionName; onPress: (section: SectionName) => void }>) {
  const { t } = useStaffWords()
  const details = section === 'identity'
  const named = { section: t(`section.${section}`) }
  return (
    <Key
      act={`test-${section}`}
      className="small"
      label={details ? t('report.details-of', named) : t('report.test-of', named)}
      onPress={() => onPress(section)}
    >
      {t(details ? 'report.details' : 'report.test')}
    </Key>
  )
}

function FirstFinding({
  findings,
  section,
}: Readonly<{ findings: readonly Finding[]; section: SectionName }>) {
  const { t } = useStaffWords()
  const first = findings.find((finding) => finding.section === section)
  return first === undefined ? null : <b>{findingSentence(t, first.code, 'operator')} </b>
}

function Row({
  section,
  findings,
  onOpen,
}: Readonly<{
  section: ReportSection
  findings: readonly Finding[]
  onOpen: (section: SectionName) => void
}>) {
  const { t, language } = useStaffWords()
  const { name, verdict, live, measures, tests } = section
  const comma = language === 'ja' ? '、' : ', '
  const facts = [
    ...(live === null ? [] : [t(`state.${live.state}`)]),
    ...measures
      .slice(0, shownMeasures)
      .map((measure) => `${measureName(t, measure.name)} ${measureValue(t, measure)}`),
    ...tests
      .filter(({ test, outcome }) => test !== 'self' || outcome === 'no-test-on-record')
      .map(({ test, outcome }) => `${t(`test.${test}`)} ${t(`test.${outcome}`)}`),
  ]
  return (
    <li data-section-row={name} data-sign={name === 'identity' ? 'good' : verdict}>
      <SignIcon sign={verdict} />
      <div>
        <h2>
          {t(`section.${name}`)} {name !== 'identity' && <SignWord sign={verdict} />}
        </h2>
        <p>
          <FirstFinding findings={findings} section={name} />
          {facts.join(comma)}
        </p>
      </div>
      <TestKey section={name} onPress={onOpen} />
    </li>
  )
}
