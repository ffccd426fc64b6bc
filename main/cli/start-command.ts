import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { openChromiumWindow } from '../shell/chromium/window.ts'
import { electronRuntime, openElectronWindow } from '../shell/electron/runtime.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { developmentFolder } from './config-of.ts'
import { builtFolder, openBooth } from './open-booth.ts'

export const shells = ['electron', 'chromium', 'none'] as const
export type Shell = (typeof shells)[number]
export type StartArguments = Readonly<{ config?: string; shell?: Shell; json?: true }>

/** EX_TEMPFAIL of sysexits: "do it again"; the systemd unit restarts on any code but 0. */
const restartCode = 75

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** `start`: runs the booth until it is told to end, or its window has ended for good. */
export async function startCommand({ config: path, shell: wanted, json }: StartArguments): Promise<number> {
  await using ending = new AsyncDisposableStack()
  const shell = shellFor(wanted)
  const config = await configToStart(path, shell, ending)
  const restart = Promise.withResolvers<void>()
  const booth = await openBooth(config, () => restart.resolve())
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
  const ends = [told, ...(window === null ? [] : [window.ended])]
  // Asked to restart: systemd starts a service anew that ends with this code (deployment).
  return await Promise.race([
    restart.promise.then(() => restartCode),
    ...ends.map((end) => end.then(() => exitCodes.yes)),
  ])
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
    const main = join(builtFolder, 'electron', 'main.js')
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
