import type { Camera } from '../../hardware/camera/contract.ts'
import type { PageCamera } from '../../hardware/camera/page-camera.ts'
import type { CodeReader } from '../../hardware/code-reader/contract.ts'
import type { StaffLanguage } from '../../locales/staff/index.ts'
import type { Report } from '../diagnostics/contract.ts'
import type { DiagnosedBooth } from '../diagnostics/assemble-report.ts'
import type { Journal } from '../journal/journal.ts'
import type { CameraView } from '../service/contract.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import type { StaffAccess } from './access.ts'
import type { BoothHistory } from './day-history.ts'
import type { StaffSessions } from './sessions.ts'
import type { Tally } from './tally.ts'

/** What the staff's routes act on. */
export type StaffPorts = Readonly<{
  access: StaffAccess
  sessions: StaffSessions
  tally: Tally
  history: BoothHistory
  journal: Journal
  diagnosed: DiagnosedBooth
  reader: CodeReader
  camera: Camera
  /** The same camera, where the page holds it. */
  pageCamera: Pick<PageCamera, 'pendingCapture'> | null
  /** What the page needs to show it. */
  cameraView: CameraView
  health: () => SubmissionHealth
  /** Nobody is applying: what takes a device away from an applicant waits for it. */
  idle: () => boolean
  /** Applicants can begin now. */
  inService: () => boolean
  paused: () => boolean
  pause: (paused: boolean) => void
  /** Ends the service once the answer is out; whoever supervises it starts it again. */
  restart: () => void
  pdf: (report: Report, language: StaffLanguage) => Promise<Uint8Array>
  /** Where the journal's files lie; `null` where journald has them. */
  journalFolder: string | null
  /** Where a stick is mounted; `null` where the journal cannot be taken away. */
  exportFolder: string | null
  now?: () => Date
}>
