import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import type { SimulatedBooth } from '../dock/simulated-booth.ts'
import { openJournal } from '../journal/open-journal.ts'
import { createPhotoChecker } from '../photo/photo-checker.ts'
import { startBooth, type Booth } from '../service/booth.ts'
import { openChromiumWindow } from '../shell/chromium/window.ts'
import { electronRuntime, openElectronWindow } from '../shell/electron/runtime.ts'
import { extendService } from '../staff/extend-service.ts'
import { openSubmission } from '../submission/submission.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { developmentFolder } from './config-of.ts'
import { outboxFolder } from './outbox-command.ts'
import { softwareVersion } from './software-version.ts'

export const shells = ['electron', 'chromium', 'none'] as const
export type Shell = (typeof shells)[number]
export type StartArguments = Readonly<{ config?: string; shell?: Shell; json?: true }>

/** What was built, beside the sources in a checkout. */
const built = join(import.meta.dirname, '..', '..', 'dist')

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** `start`: runs the booth until it is told to end, or its window has ended for good. */
export async function startCommand({ config: path, shell: wanted, json }: StartArguments): Promise<number> {
  await using ending = new AsyncDisposableStack()
  const shell = shellFor(wanted)
  const config = await configToStart(path, shell, ending)
  const booth = await openBooth(config)
  ending.defer(() => booth.close())
  const address = booth.url === null ? null : `${booth.url}/#${booth.access.issueCode()}`
  if (json) process.stdout.write(`${JSON.stringify({ ready: true, address })}\n`)
  else
    say(
      shell.name === 'none' && address !== null ? `The booth is ready at ${address}` : 'The booth is ready.',
    )
  const told = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  const window = openWindow(shell, config, address)
  if (window !== null) ending.defer(() => window.close())
  await Promise.race(window === null ? [told] : [told, window.ended])
  return exitCodes.yes
}

type ChosenShell = Readonly<{ name: 'electron'; runtime: string } | { name: 'chromium' | 'none' }>

/** Electron where its runtime is or can be had, else the system's Chromium. */
function shellFor(wanted: Shell | undefined): ChosenShell {
  if (wanted === 'chromium' || wanted === 'none') return { name: wanted }
  const runtime = electronRuntime()
  if (runtime !== null) return { name: 'electron', runtime }
  if (wanted === 'electron')
    throw new CannotDo(
      "Electron's runtime is not here and could not be downloaded; --shell chromium works without it.",
    )
  say("Electron's runtime could not be downloaded: the system's Chromium shows the booth.")
  return { name: 'chromium' }
}

function openWindow(shell: ChosenShell, { development, service }: Config, address: string | null) {
  if (shell.name === 'none') return null
  if (shell.name === 'electron') {
    if (service.listen.on !== 'socket')
      throw new CannotDo('The Electron window needs service.listen.on "socket".')
    const main = join(built, 'electron', 'main.js')
    return openElectronWindow(shell.runtime, { main, socketPath: service.listen.path, development })
  }
  if (address === null) throw new CannotDo('The Chromium window needs service.listen.on "port".')
  return openChromiumWindow(address, { development })
}

/** The configuration named; or, in a checkout, a development booth with an intake of its own. */
async function configToStart(
  path: string | undefined,
  shell: ChosenShell,
  ending: AsyncDisposableStack,
): Promise<Config> {
  const loaded = loadConfig(path)
  if (!loaded.ok) throw new CannotDo(loaded.error)
  if (loaded.value !== null) return loaded.value
  const { prepareGround } = await import('../demo/ground.ts')
  const socket = { listen: { on: 'socket', path: join(developmentFolder, 'booth.sock') } } as const
  const ground = await prepareGround(developmentFolder, ({ service }) =>
    shell.name === 'electron' ? { service: { ...service, ...socket } } : {},
  )
  ending.defer(() => ground.intake.stop())
  return ground.config
}

async function openBooth(config: Config): Promise<Booth> {
  const journal = await openJournal(config.journal)
  try {
    const submission = await openSubmission({
      outboxFolder: outboxFolder(config.storage.folder),
      keysFolder: config.intake.keysFolder,
      intakeUrl: config.intake.url,
      development: config.development,
      limits: {
        maxWaiting: config.storage.outbox.maxApplications,
        minFreeBytes: config.storage.outbox.minFreeMegabytes * 1024 * 1024,
      },
      journal,
    })
    const photo = createPhotoChecker({ workers: config.photo.workers })
    const simulated = config.development ? await openSimulated(config) : null
    const extend = extendService({
      journal,
      photo,
      outboxFolder: outboxFolder(config.storage.folder),
      version: softwareVersion,
      // As if the service manager had asked; it starts the booth again.
      restart: () => void process.kill(process.pid, 'SIGTERM'),
    })
    return await startBooth({
      config,
      journal,
      submission,
      photo,
      renderer: join(built, 'renderer'),
      ...(simulated && { simulators: simulated.simulators }),
      extend: async (booth, server) => {
        await extend(booth, server)
        await simulated?.dock(server, journal)
      },
    })
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}

/** Loaded only in development: packages contain no simulators. */
async function openSimulated(config: Config): Promise<SimulatedBooth> {
  const { openSimulatedBooth } = await import('../dock/simulated-booth.ts')
  return await openSimulatedBooth(config)
}
