import { Video, VideoOff } from 'lucide-react'
import { useState } from 'react'
import type { Finding, Report, ReportSection, SectionName } from '../../main/diagnostics/contract.ts'
import type { CameraView } from '../../main/service/contract.ts'
import type { CameraTestRequest } from '../../main/staff/contract.ts'
import type { Client } from '../client.ts'
import { Key } from '../design/key.tsx'
import { LiveCamera } from './live-camera.tsx'
import { SectionTable } from './report-parts.tsx'
import { FirstFinding, TestKey } from './section-row.tsx'
import { SignWord } from './signs.tsx'
import type { Refused, StaffClient } from './staff-client.ts'
import { useStaffWords } from './words.ts'

type CameraTest = CameraTestRequest['test']

/** The camera's picture beside its measures and their limits, and the keys that measure. */
export function CameraPanel({
  client,
  staff,
  view,
  section,
  findings,
  onReport,
  onRefused,
  onOpen,
}: Readonly<{
  client: Client
  staff: StaffClient
  view: CameraView
  section: ReportSection
  findings: readonly Finding[]
  onReport: (report: Report) => void
  onRefused: (because: Refused) => void
  onOpen: (section: SectionName) => void
}>) {
  const { t } = useStaffWords()
  const [live, setLive] = useState(false)
  const [measuring, setMeasuring] = useState<CameraTest | null>(null)

  const measure = async (test: CameraTest) => {
    // A camera that the page holds takes its stills while its picture is shown.
    setLive(true)
    setMeasuring(test)
    const tested = await staff.cameraTest(test)
    const report = tested.ok ? await staff.report() : tested
    setMeasuring(null)
    if (report.ok) onReport(report.value)
    else onRefused(report.refused)
  }
  return (
    <section className="camera-panel" data-section-row="camera">
      <div className="view">{live && <LiveCamera client={client} staff={staff} camera={view} />}</div>
      <div className="camera-facts">
        <h2>
          {t('section.camera')} <SignWord sign={section.verdict} />
        </h2>
        <FirstFinding findings={findings} section="camera" />
        <SectionTable section={section} />
      </div>
      <div className="row-keys">
        <Key
          act={live ? 'live-close' : 'live-open'}
          className="small"
          before={live ? <VideoOff className="icon" aria-hidden /> : <Video className="icon" aria-hidden />}
          onPress={() => setLive(!live)}
        >
          {t(live ? 'technician.live-close' : 'technician.live-open')}
        </Key>
        {(['seat', 'chart'] as const).map((test) => (
          <Key
            key={test}
            act={`${test}-test`}
            className="small"
            working={measuring === test}
            onPress={() => void measure(test)}
          >
            {t(measuring === test ? 'technician.measuring' : `technician.${test}`)}
          </Key>
        ))}
        <TestKey section="camera" onPress={onOpen} />
      </div>
      <p className="camera-say">{t('technician.camera-say')}</p>
    </section>
  )
}
