import { useState } from 'react'
import { verdictWords } from '../../locales/staff/report-words.ts'
import { Key } from '../design/key.tsx'
import { FindingList, reportTime, SectionTable } from './report-parts.tsx'
import { usePolled } from './polling.ts'
import { Banner } from './signs.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { StaffSheet } from './staff-sheet.tsx'
import { useStaffWords } from './words.ts'

const verdictSigns = { ready: 'good', 'ready-with-warnings': 'care', 'not-ready': 'stop' } as const
const everyMs = 60_000

/** The readiness report, as `booth diagnose --report` prints it. */
export function ReportSheet({
  staff,
  onClose,
  onRefused,
}: Readonly<{ staff: StaffClient; onClose: () => void; onRefused: (because: Refused) => void }>) {
  const { t } = useStaffWords()
  const { value: report, set } = usePolled(staff.report, everyMs, onRefused)
  const [testing, setTesting] = useState(false)
  const test = async () => {
    setTesting(true)
    const answer = await staff.diagnose('internal')
    setTesting(false)
    if (answer.ok) set(answer.value)
    else onRefused(answer.refused)
  }
  return (
    <StaffSheet
      name="report"
      title={t('report.title')}
      onClose={onClose}
      keys={
        <Key act="test-all" kind="main" working={testing} onPress={() => void test()}>
          {t(testing ? 'report.testing' : 'report.test-all')}
        </Key>
      }
    >
      {report !== null && (
        <>
          <Banner
            sign={verdictSigns[report.verdict]}
            title={verdictWords(t, report.verdict, report.findings.length)}
          >
            {reportTime(t, report)}
          </Banner>
          <FindingList findings={report.findings} reader={staff.role} />
          {report.sections.map((section) => (
            <SectionTable key={section.name} section={section} heading />
          ))}
        </>
      )}
    </StaffSheet>
  )
}
