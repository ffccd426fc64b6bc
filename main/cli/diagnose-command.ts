import type { StaffLanguage } from '../../locales/staff/index.ts'
import type { Config } from '../config/schema.ts'
import { diagnoseBooth, reportText, writeReport } from '../diagnostics/command.ts'
import type { Simulators } from '../service/devices.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { configOf } from './config-of.ts'
import { outboxFolder } from './outbox-command.ts'
import { softwareVersion } from './software-version.ts'

export type DiagnoseArguments = Readonly<{
  config?: string
  json?: true
  report?: string
  level: 'internal' | 'external'
  language: StaffLanguage
}>

/** `diagnose`: self-tests. Exit 0 where the booth is ready, with warnings or without, 1 where it is not. */
export async function diagnoseCommand(options: DiagnoseArguments): Promise<number> {
  const { json, report: path, level, language } = options
  const config = configOf(options.config)
  const report = await diagnoseBooth({
    config,
    version: softwareVersion,
    outboxFolder: outboxFolder(config.storage.folder),
    level,
    simulators: config.development ? await simulatorsFor(config) : null,
  })
  if (path !== undefined) {
    const written = await writeReport(report, language, path)
    if (!written.ok) throw new CannotDo(written.error)
  }
  process.stdout.write(`${json ? JSON.stringify(report) : reportText(report, language)}\n`)
  return report.verdict === 'not-ready' ? exitCodes.no : exitCodes.yes
}

/** Loaded only in development: packages contain no simulators. */
async function simulatorsFor(config: Config): Promise<Simulators> {
  const { openSimulatedBooth } = await import('../dock/simulated-booth.ts')
  try {
    return (await openSimulatedBooth(config)).simulators
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}
