import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/schema.ts'
import type { DiagnosedBooth } from '../diagnostics/assemble-report.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import { serveDiagnostics } from '../diagnostics/diagnostics-socket.ts'
import { examinedBooth } from '../diagnostics/examined-booth.ts'
import { watchLoop } from '../diagnostics/loop-watch.ts'
import { lateLoopMs } from '../diagnostics/system-probe.ts'
import type { BoothJournal } from '../journal/open-journal.ts'
import type { PhotoChecker } from '../photo/contract.ts'
import { cameraView, type BoothDevices } from '../service/devices.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import { openBoothHistory } from './day-history.ts'
import { boothLight, deviceLine } from './overview.ts'
import { openStaffAccess } from './access.ts'
import { staffRoutes } from './routes.ts'
import { openStaffSessions } from './sessions.ts'
import { openTally } from './tally.ts'

/** What the running booth lends its staff. */
export type StaffedBooth = Readonly<{
  config: Config
  version: string
  journal: BoothJournal
  devices: BoothDevices
  photo: PhotoChecker
  outboxFolder: string
  health: () => SubmissionHealth
  idle: () => boolean
  inService: () => boolean
  paused: () => boolean
  pause: (paused: boolean) => void
  restart: () => void
}>

export type Staff = Readonly<{
  /** Registers `/api/staff/*`. */
  register: (server: FastifyInstance) => Promise<void>
  diagnosed: DiagnosedBooth
  close: () => Promise<void>
}>

/** A minute of standing still shows in the half-hour it happened in. */
const sampleMs = 60_000

/** The operator's light, as the day's history keeps it. */
const lightNow = ({ inService, health }: StaffedBooth, { devices }: DiagnosedBooth) =>
  boothLight({ inService: inService(), devices: devices.map(deviceLine), findings: [], health: health() })

/** Staff access, counts and diagnostics of one running booth. */
export const openStaff = async (booth: StaffedBooth): Promise<Staff> => {
  const { config, journal } = booth
  const { folder } = config.storage
  await using opened = new AsyncDisposableStack()
  const access = await openStaffAccess({ folder, journal })
  const sessions = openStaffSessions({ idleMinutes: config.staff.sessionMinutes, journal })
  const history = await openBoothHistory(folder)
  opened.defer(() => history.close())
  const tally = await openTally(folder)
  opened.defer(() => tally.close())
  const loop = watchLoop((milliseconds) => {
    if (milliseconds > lateLoopMs) journal.record('loop-lag', { milliseconds })
  })
  opened.defer(() => loop.stop())
  const diagnosed = await examinedBooth({ ...booth, loopLagMs: loop.lagMs })
  const socket = await serveDiagnostics(folder, async ({ level }) => {
    // Nothing flashes, prints or takes the camera while somebody is applying.
    const report = await diagnose(diagnosed, { level: booth.idle() ? level : 'internal' })
    journal.record('diagnostics-run', {
      verdict: report.verdict,
      level,
      section: 'all',
      found: report.findings.length,
    })
    return report
  })
  opened.defer(() => socket.close())
  const sample = (): void => history.sample(lightNow(booth, diagnosed))
  const sampling = setInterval(sample, sampleMs)
  sampling.unref()
  opened.defer(() => clearInterval(sampling))
  opened.defer(
    journal.onEvent((event) => {
      tally.hear(event)
      history.hear(event)
    }),
  )
  const rest = opened.move()
  return {
    diagnosed,
    register: (server) =>
      staffRoutes(server, {
        access,
        sessions,
        tally,
        history,
        journal,
        diagnosed,
        reader: booth.devices.reader,
        camera: booth.devices.camera,
        pageCamera: booth.devices.pageCamera,
        cameraView: cameraView(config.devices.camera),
        health: booth.health,
        idle: booth.idle,
        inService: booth.inService,
        paused: booth.paused,
        pause: booth.pause,
        restart: booth.restart,
        // Loaded when the first report is asked for: a booth starts without.
        pdf: async (...asked) => (await import('../diagnostics/report-pdf.ts')).reportPdf(...asked),
        journalFolder: config.journal.to === 'file' ? config.journal.folder : null,
        exportFolder: config.staff.exportFolder,
      }),
    close: () => rest.disposeAsync(),
  }
}
