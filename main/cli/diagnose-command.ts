import type { StaffLanguage } from '../../locales/staff/index.ts'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { diagnoseBooth, reportText, writeReport } from '../diagnostics/command.ts'
import type { Simulators } from '../service/devices.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { configOf, developmentFolder } from './config-of.ts'
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
  await using ending = new AsyncDisposableStack()
  const config = await configToDiagnose(options.config, ending)
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

/**
 * The configuration named or installed; in a checkout without one, the simulated booth with its own intake,
 * unless "npm start" runs that already.
 */
async function configToDiagnose(path: string | undefined, ending: AsyncDisposableStack): Promise<Config> {
  const loaded = loadConfig(path)
  if (!loaded.ok) throw new CannotDo(loaded.error)
  if (loaded.value !== null) return loaded.value
  const { prepareGround } = await import('../demo/ground.ts')
  try {
    const ground = await prepareGround(developmentFolder)
    ending.defer(() => ground.intake.stop())
    return ground.config
  } catch (error) {
    if (error instanceof CannotDo) return configOf(undefined)
    throw error
  }
}

/** Loaded only in development: packages contain no simulators. */
async function simulatorsFor(config: Config): Promise<Simulators> {
  const { openSimulatedBooth } = await import('../dock/simulated-booth.ts')
  try {
    return openSimulatedBooth(config).simulators
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}
