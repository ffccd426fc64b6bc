import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { openJournal } from '../journal/open-journal.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { startBooth, type Booth } from '../service/booth.ts'
import type { Simulators } from '../service/devices.ts'
import { openSubmission } from '../submission/submission.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { developmentFolder } from './config-of.ts'
import { outboxFolder } from './outbox-command.ts'

export type Shell = 'electron' | 'chromium' | 'none'
export type StartArguments = Readonly<{ config?: string; shell?: Shell; json?: true }>

/** The built renderer, beside the sources in a checkout and beside the bundle in a package. */
const rendererFolder = join(import.meta.dirname, '..', '..', 'dist', 'renderer')

/** `start`: runs the booth until it is told to end. */
export async function startCommand({ config: path, shell = 'none', json }: StartArguments): Promise<number> {
  await using ending = new AsyncDisposableStack()
  const config = await configToStart(path, ending)
  const booth = await openBooth(config)
  ending.defer(() => booth.close())
  const address = booth.url === null ? null : `${booth.url}/#${booth.access.issueCode()}`
  process.stdout.write(json ? `${JSON.stringify({ ready: true, address })}\n` : `The booth is ready.\n`)
  await untilTold(shell)
  return exitCodes.yes
}

/** The configuration named; or, in a checkout, a development booth with an intake of its own. */
async function configToStart(path: string | undefined, ending: AsyncDisposableStack): Promise<Config> {
  const loaded = loadConfig(path)
  if (!loaded.ok) throw new CannotDo(loaded.error)
  if (loaded.value !== null) return loaded.value
  const { prepareGround } = await import('../demo/ground.ts')
  const ground = await prepareGround(developmentFolder)
  ending.defer(() => ground.intake.stop())
  return ground.config
}

async function openBooth(config: Config): Promise<Booth> {
  const journal = await openJournal(config.journal)
  const submission = await openSubmission({
    outboxFolder: outboxFolder(config.storage.folder),
    keysFolder: config.intake.keysFolder,
    intakeUrl: config.intake.url,
    development: config.development,
    journal,
  }).catch((error: Error) => {
    throw new CannotDo(error.message)
  })
  return await startBooth({
    config,
    journal,
    submission,
    photo: createPhotoChecker({ workers: config.photo.workers }),
    renderer: rendererFolder,
    ...(config.development && { simulators: await developmentSimulators(config) }),
  }).catch((error: Error) => {
    throw new CannotDo(error.message)
  })
}

/** Loaded only in development: packages contain no simulators. */
async function developmentSimulators({ storage }: Config): Promise<Simulators> {
  const { simulateDevices, simulatorsOf } = await import('../demo/simulated-devices.ts')
  return simulatorsOf(await simulateDevices(join(storage.folder, 'slips')))
}

/** Until the service manager, or whoever started it, says so. */
function untilTold(_shell: Shell): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
