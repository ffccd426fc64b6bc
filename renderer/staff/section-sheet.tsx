import { Play, RotateCcw, ScanLine } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Finding, Report, ReportSection } from '../../main/diagnostics/contract.ts'
import type { ReadTest, ResetAnswer } from '../../main/staff/contract.ts'
import { Key } from '../design/key.tsx'
import { FindingList, SectionTable } from './report-parts.tsx'
import { ScreenTests } from './screen-tests.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { StaffSheet } from './staff-sheet.tsx'
import { refusalWords, useStaffWords } from './words.ts'

type Doing = 'testing' | 'acting' | 'resetting' | 'reading' | null

/** One part: tested as soon as it is opened, then whatever a technician can do with it. */
export function SectionSheet({
  staff,
  section,
  findings,
  onReport,
  onClose,
  onRefused,
}: Readonly<{
  staff: StaffClient
  section: ReportSection
  findings: readonly Finding[]
  onReport: (report: Report) => void
  onClose: () => void
  onRefused: (because: Refused) => void
}>) {
  const { t } = useStaffWords()
  const { name, device, tests } = section
  const [doing, setDoing] = useState<Doing>(null)
  const [said, setSaid] = useState('')

  const refuse = useCallback(
    (because: Refused) => {
      onRefused(because)
      setSaid(refusalWords(t, because))
    },
    [onRefused, t],
  )
  const run = async (level: 'internal' | 'external') => {
    setDoing(level === 'internal' ? 'testing' : 'acting')
    const answer = await staff.diagnose(level, name)
    setDoing(null)
    if (answer.ok) onReport(answer.value)
    else refuse(answer.refused)
  }
  const selfTested = tests.some(({ test }) => test === 'self')
  // Once, when the sheet opens: its key said "test".
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => void (selfTested && run('internal')), [])

  const reset = async () => {
    if (device === null) return
    setDoing('resetting')
    const answer = await staff.reset(device.id)
    setDoing(null)
    if (!answer.ok) return refuse(answer.refused)
    setSaid(resetWords(answer.value))
    await run('internal')
  }
  const resetWords = ({ outcome }: ResetAnswer): string =>
    t(outcome === 'reset' ? 'report.reset-done' : 'report.reset-failed')
  const read = async () => {
    setDoing('reading')
    setSaid(t('technician.read-now'))
    const answer = await staff.readTest()
    setDoing(null)
    if (!answer.ok) return refuse(answer.refused)
    setSaid(readWords(answer.value))
    const report = await staff.report()
    if (report.ok) onReport(report.value)
  }
  const readWords = ({ outcome, characters, milliseconds }: ReadTest): string => {
    if (outcome === 'read') return t('technician.read-done', { characters: characters ?? 0, milliseconds })
    return t(outcome === 'nothing-read' ? 'technician.read-nothing' : 'technician.read-fault')
  }

  const own = findings.filter((finding) => finding.section === name)
  return (
    <StaffSheet
      name={name}
      title={t(`section.${name}`)}
      onClose={onClose}
      keys={
        <>
          {device !== null && (
            <Key
              act="reset"
              working={doing === 'resetting'}
              before={<RotateCcw className="icon" aria-hidden />}
              onPress={() => void reset()}
            >
              {t('report.reset')}
            </Key>
          )}
          {tests.some(({ test }) => test === 'read') && (
            <Key
              act="read-test"
              working={doing === 'reading'}
              before={<ScanLine className="icon" aria-hidden />}
              onPress={() => void read()}
            >
              {t('technician.read-test')}
            </Key>
          )}
          {tests.some(({ level }) => level === 'external') && (
            <Key
              act="test-external"
              working={doing === 'acting'}
              before={<Play className="icon" aria-hidden />}
              onPress={() => void run('external')}
            >
              {t('report.act')}
            </Key>
          )}
          {selfTested && (
            <Key
              act="test-internal"
              kind="main"
              working={doing === 'testing'}
              onPress={() => void run('internal')}
            >
              {t(doing === 'testing' ? 'report.testing' : 'report.test')}
            </Key>
          )}
        </>
      }
    >
      <output className="sheet-said">{said}</output>
      <FindingList findings={own} reader="technician" />
      {name === 'screen' && <ScreenTests staff={staff} onReport={onReport} onRefused={refuse} />}
      <SectionTable section={section} />
    </StaffSheet>
  )
}
