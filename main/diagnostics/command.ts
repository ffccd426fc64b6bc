import { mkdirSync, writeFileSync } from 'node:fs'
import { staffTranslator, type StaffLanguage } from '../../locales/staff/index.ts'
import { findingSentences, verdictWords } from '../../locales/staff/report-words.ts'
import { err, ok, type Result } from '../../hardware/result.ts'
import type { Config } from '../config/schema.ts'
import type { PhotoChecker } from '../photo/contract.ts'
import type { ModelFolders } from '../photo/model-files.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { openDevices, type Simulators } from '../service/devices.ts'
import { countOutbox } from '../submission/commands.ts'
import type { SubmissionHealth } from '../submission/contract.ts'
import type { Report } from './contract.ts'
import { diagnose } from './diagnose.ts'
import { askDiagnostics } from './diagnostics-socket.ts'
import { examinedBooth } from './examined-booth.ts'
import { reportPdf } from './report-pdf.ts'

export type DiagnoseRequest = Readonly<{
  config: Config
  version: string
  outboxFolder: string
  /** `external` also takes a shot, prints a test page and lights the lamp. */
  level: 'internal' | 'external'
  /** Of a development booth; a packaged one has none. */
  simulators: Simulators | null
  /** Of the photo check's networks; where they are installed, if absent. */
  modelFolders?: ModelFolders
}>

/** Asks the service where one runs; else opens the devices, examines them and lets them go. */
export const diagnoseBooth = async (request: DiagnoseRequest): Promise<Report> => {
  const { config, level } = request
  const answered = await askDiagnostics(config.storage.folder, { level })
  return answered ?? (await diagnoseAlone(request))
}

const diagnoseAlone = async ({
  config,
  version,
  outboxFolder,
  level,
  simulators,
  modelFolders,
}: DiagnoseRequest): Promise<Report> => {
  try {
    mkdirSync(config.storage.folder, { recursive: true, mode: 0o700 })
  } catch {
    // A disk that refuses is a finding of the storage section.
  }
  await using ending = new AsyncDisposableStack()
  const devices = openDevices(config.devices, simulators)
  ending.defer(async () => void (await Promise.all(devices.all.map((device) => device.close()))))
  // One worker: nobody waits for several pictures, and a technician's laptop may be small.
  const photo = openPhotoChecker(modelFolders)
  ending.defer(() => photo.close())
  const health = () => healthAtRest(outboxFolder)
  const booth = await examinedBooth({ config, version, devices, photo, outboxFolder, health })
  return await diagnose(booth, { level })
}

/** A check whose files are missing is a finding like any other. */
const openPhotoChecker = (folders: ModelFolders | undefined): PhotoChecker => {
  try {
    return createPhotoChecker({ workers: 1, ...(folders && { folders }) })
  } catch (error) {
    const fail = (): Promise<never> => Promise.reject(error)
    return { warmUp: fail, check: fail, purge: async () => undefined, close: async () => undefined }
  }
}

/** What lies in the outbox; the rest only a running service knows. One that cannot be read is storage's matter. */
const healthAtRest = (folder: string): SubmissionHealth | null => {
  const counted = countOutbox(folder)
  if (!counted.ok) return null
  const { queued, held, quarantined, setAside, oldestAt } = counted.value
  return {
    ready: true,
    queued,
    held,
    quarantined,
    setAside,
    oldestQueuedAt: oldestAt === null ? null : new Date(oldestAt),
    intake: 'unknown',
    clockSkewMs: null,
  }
}

/** "READY WITH WARNINGS" and a line for each finding. */
export const reportText = (report: Report, language: StaffLanguage): string => {
  const t = staffTranslator(language)
  const { verdict, findings, booth } = report
  const lines = findings.map(
    ({ subject, code, action, detail }) =>
      `${subject}  ${code}  ${t(`action.${action}`)}: ${findingSentences(t, code, 'technician').join(' ')}${detail === undefined ? '' : ` (${detail})`}`,
  )
  const words = `${booth.name}: ${verdictWords(t, verdict, findings.length)}`
  return [verdict.toUpperCase().replaceAll('-', ' '), words, ...lines].join('\n')
}

/** Writes the PDF. The error is one sentence. */
export const writeReport = async (
  report: Report,
  language: StaffLanguage,
  path: string,
): Promise<Result<void, string>> => {
  try {
    writeFileSync(path, await reportPdf(report, language))
    return ok(undefined)
  } catch (error) {
    return err(
      `${path}: the report cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
    )
  }
}
