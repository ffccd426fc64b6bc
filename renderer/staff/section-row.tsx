import { findingSentence, measureName, measureValue } from '../../locales/staff/report-words.ts'
import type { Finding, ReportSection, SectionName } from '../../main/diagnostics/contract.ts'
import { Key } from '../design/key.tsx'
import { SignIcon, SignWord } from './signs.tsx'
import { useStaffWords } from './words.ts'

/** A row says so many measures; the sheet behind its key says all. */
const shownMeasures = 4

/** "Test" of a part; of what cannot be tested, "details". */
export function TestKey({
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

/** The gravest finding of a part, in the operator's words: what is the matter and what to do. */
export function FirstFinding({
  findings,
  section,
}: Readonly<{ findings: readonly Finding[]; section: SectionName }>) {
  const { t } = useStaffWords()
  const first = findings.find((finding) => finding.section === section)
  return first === undefined ? null : <b>{findingSentence(t, first.code, 'operator')} </b>
}

/** One part in a line: its state, what it measures, what is the matter, and the key that tests it. */
export function SectionRow({
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
