import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { muchMemoryMegabytes } from '../diagnostics/system-probe.ts'
import type { Booth } from '../service/booth.ts'
import { keepIdleMark } from '../service/idle-mark.ts'
import { planRestart } from '../service/planned-restart.ts'
import { keepWindowTicket } from '../service/window-ticket.ts'
import { keepWindow } from '../shell/keep-window.ts'
import { chooseShell, windowOpener, type ChosenShell, type Shell } from '../shell/shells.ts'
import { feedWatchdog, notifySystemd } from '../shell/systemd.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { developmentFolder } from './config-of.ts'
import { builtFolder, openBooth } from './open-booth.ts'
import { toldToEnd } from './told-to-end.ts'

export type StartArguments = Readonly<{ config?: string; shell?: Shell; json?: true }>

/** EX_TEMPFAIL of sysexits: "do it again"; the systemd unit restarts on any code but 0. */
const restartCode = 75

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** `start`: runs the booth until it is told to end, or its window cannot be kept. */
export async function startCommand({ config: path, shell: wanted, json }: StartArguments): Promise<number> {
  await using ending = new AsyncDisposableStack()
  const shell = chosen(wanted)
  const config = await configToStart(path, shell, ending)
  if (config === null) {
    await (await import('./closed-booth.ts')).runClosedBooth()
    return exitCodes.yes
  }
  // Before anything is opened: what root writes, the service's user could not write any more.
  if (!config.development && process.getuid?.() === 0)
    throw new CannotDo('A booth in service does not run as root.')
  const restart = Promise.withResolvers<void>()
  const booth = await openBooth(config, restart.resolve)
  ending.defer(() => booth.close())
  const open = asked(() => windowOpener(shell, booth, join(builtFolder, 'electron', 'main.js')))
  const told = toldToEnd()
  sayReady(booth, open === null, json)

  // systemd gives a service its runtime folder; the window, another user, finds its ticket there.
  const runtimeFolder = process.env['RUNTIME_DIRECTORY']
  if (runtimeFolder !== undefined && booth.url !== null && open === null)
    ending.defer(keepWindowTicket(booth.access, booth.url, runtimeFolder))
  if (runtimeFolder !== undefined) ending.defer(keepIdleMark(booth.host, runtimeFolder))

  notifySystemd('READY=1')
  ending.defer(feedWatchdog(() => config.development || booth.page().health === 'well'))
  ending.defer(
    planRestart({
      nightly: config.service.nightlyRestart,
      mostMemory: muchMemoryMegabytes * 1024 * 1024,
      idle: () => booth.host.idle,
      restart: (because) => {
        if (because === 'memory-high') booth.journal.record('memory-high')
        booth.journal.record('restart-planned', { because })
        restart.resolve()
      },
    }),
  )

  const calledOff = new AbortController()
  const kept =
    open &&
    keepWindow({
      open,
      report: () => Promise.resolve(booth.page()),
      onRenewal: (because) => booth.journal.record('window-renewed', { because }),
      signal: calledOff.signal,
    })
  const code = await Promise.race([
    told.then(() => exitCodes.yes),
    // systemd starts a service anew that ends with this code (deployment).
    restart.promise.then(() => restartCode),
    ...(kept ? [kept.then(() => restartCode)] : []),
  ])
  notifySystemd('STOPPING=1')
  calledOff.abort()
  await kept
  return code
}

/** What the shells say in one sentence cannot be done. */
function asked<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new CannotDo((error as Error).message)
  }
}

const chosen = (wanted: Shell | undefined): ChosenShell => asked(() => chooseShell(wanted, say))

function sayReady({ url, access }: Booth, withoutWindow: boolean, json: true | undefined): void {
  // Under systemd the window finds its ticket in the runtime folder; no code goes into the journal.
  const told = withoutWindow && (json === true || process.env['RUNTIME_DIRECTORY'] === undefined)
  const address = url !== null && told ? `${url}/#${access.issueCode()}` : null
  if (json) process.stdout.write(`${JSON.stringify({ ready: true, address })}\n`)
  else say(address === null ? 'The booth is ready.' : `The booth is ready at ${address}`)
}

/** Only a checkout has it: packages contain no demonstration and no simulators. */
const demoFolder = join(import.meta.dirname, '..', 'demo')

/**
 * The configuration named or installed; in a checkout without one, a development booth with an intake of its own.
 * Null for a packaged booth without one.
 */
async function configToStart(
  path: string | undefined,
  shell: ChosenShell,
  ending: AsyncDisposableStack,
): Promise<Config | null> {
  const loaded = loadConfig(path)
  if (!loaded.ok) throw new CannotDo(loaded.error)
  if (loaded.value !== null) return loaded.value
  if (!existsSync(demoFolder)) return null
  const { prepareGround } = await import('../demo/ground.ts')
  const socket = { listen: { on: 'socket', path: join(developmentFolder, 'booth.sock') } } as const
  const ground = await prepareGround(developmentFolder, ({ service }) =>
    shell.name === 'electron' ? { service: { ...service, ...socket } } : {},
  )
  ending.defer(() => ground.intake.stop())
  return ground.config
}
