import { mkdirSync, writeFileSync } from 'node:fs'
import { staffTranslator, type StaffLanguage } from '../../locales/staff/index.ts'
import { findingSentence, verdictWords } from '../../locales/staff/report-words.ts'
import { err, ok, type Result } from '../../hardware/result.ts'
import type { Config } from '../config/schema.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { openDevices, type Simulators } from '../service/devices.ts'
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
}: DiagnoseRequest): Promise<Report> => {
  mkdirSync(config.storage.folder, { recursive: true, mode: 0o700 })
  await using ending = new AsyncDisposableStack()
  const devices = openDevices(config.devices, simulators)
  ending.defer(async () => void (await Promise.all(devices.all.map((device) => device.close()))))
  // One worker: nobody waits for several pictures, and a technician's laptop may be small.
  const photo = createPhotoChecker({ workers: 1 })
  ending.defer(() => photo.close())
  const booth = await examinedBooth({ config, version, devices, photo, outboxFolder, health: () => null })
  return await diagnose(booth, { level })
}

/** "READY WITH WARNINGS" and a line for each finding. */
export const reportText = (report: Report, language: StaffLanguage): string => {
  const t = staffTranslator(language)
  const { verdict, findings, booth } = report
  const lines = findings.map(
    ({ subject, code, action, detail }) =>
      `${subject}  ${code}  ${t(`action.${action}`)}: ${findingSentence(t, code, 'technician')}${detail === undefined ? '' : ` (${detail})`}`,
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
