import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseConfig, standardConfigPath } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { writeDurablySync } from '../durable-file.ts'
import { provisionedRoles, setPin } from '../staff/access.ts'
import { StaffRole } from '../staff/contract.ts'
import { enrolmentFile, requestFile } from '../submission/keys.ts'
import { provision, takeEnrolment } from '../submission/provision.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { withJournal } from './command-journal.ts'
import { configOf } from './config-of.ts'
import { argumentOrInput } from './input.ts'
import { prepareStateFolder } from './state-folder.ts'

export type ProvisionArguments = Readonly<{
  config?: string
  /** What the intake gave for the request; ends the set-up. */
  enrolment?: string
  operatorPin?: string
  technicianPin?: string
}>

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/**
 * `provision`: first set-up of a booth. At a terminal it asks for what is not there yet: the configuration and
 * the PINs. It makes the keys and the request for the intake, and takes in the intake's answer. Each part may
 * be done on its own, and again.
 */
export async function provisionCommand(options: ProvisionArguments): Promise<number> {
  const { enrolment, operatorPin, technicianPin } = options
  const asks =
    [enrolment, operatorPin, technicianPin].every((given) => given === undefined) &&
    process.stdin.isTTY &&
    process.stdout.isTTY
  const file = options.config ?? standardConfigPath
  if (asks && !existsSync(file)) await uncancelled(() => writeConfiguration(file))

  const owner = serviceUser()
  if (process.getuid?.() === 0 && owner !== null && !configOf(options.config).development)
    return goOnAs('machinaka', options)

  const config = configOf(options.config)
  const { booth, intake, storage } = config
  const { keysFolder } = intake
  const request = await provision(keysFolder, { boothId: booth.id }).catch(notWritten(keysFolder))
  if (!request.ok) throw new CannotDo(request.error.message)
  say(
    `Keys of ${booth.id} are in ${keysFolder}; the request for the intake is ${join(keysFolder, requestFile)}.`,
  )
  if (enrolment !== undefined) {
    const taken = takeEnrolment(keysFolder, textOf(enrolment))
    if (!taken.ok) throw new CannotDo(taken.error.message)
    say(`${booth.id} is enrolled.`)
  }
  prepareStateFolder(storage)
  const given = { operator: operatorPin, technician: technicianPin }
  for (const role of StaffRole.options) {
    const pin = given[role]
    if (pin === undefined) continue
    const set = await keepPin(config, role, argumentOrInput(pin).trim())
    if (!set.ok) throw new CannotDo(set.error)
  }
  if (asks) await uncancelled(() => askForMissingPins(config))
  if (asks && !existsSync(join(keysFolder, enrolmentFile)))
    say('Take the request to the intake, and its answer back: booth provision --enrolment FILE')
  return exitCodes.yes
}

const notWritten =
  (path: string) =>
  (error: unknown): never => {
    throw new CannotDo(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }

async function writeConfiguration(file: string): Promise<void> {
  const { askForBooth, confirmed } = await import('./provisioning/questions.ts')
  say(`There is no ${file} yet. These questions make it; Ctrl-C leaves everything as it is.`)
  const text = `${JSON.stringify(await askForBooth(), null, 2)}\n`
  const parsed = parseConfig(text)
  if (!parsed.ok) throw new CannotDo(parsed.error)
  say(text)
  if (!(await confirmed(file))) throw new CannotDo('Nothing was written.')
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeDurablySync(file, text)
    chmodSync(file, 0o640)
    const user = serviceUser()
    // Root writes it, the service reads it.
    if (process.getuid?.() === 0 && user !== null) chownSync(file, 0, user.group)
  } catch (error) {
    notWritten(file)(error)
  }
  say(`${file} is written.`)
}

/** No PIN without an entry in the audit: the journal is opened first. */
const keepPin = ({ storage, journal: to }: Config, role: StaffRole, pin: string) =>
  withJournal(to, async (journal) => {
    const set = await setPin(storage.folder, role, pin)
    if (!set.ok) return set
    journal.record('staff-pin-set', { role })
    say(`The PIN of the ${role} is set.`)
    return set
  })

async function askForMissingPins(config: Config): Promise<void> {
  const set = await provisionedRoles(config.storage.folder)
  if (!set.ok) throw new CannotDo(set.error)
  const { askForPin } = await import('./provisioning/questions.ts')
  for (const role of StaffRole.options) {
    if (set.value.includes(role)) continue
    await askForPin(role, async (pin) => {
      const kept = await keepPin(config, role, pin)
      return kept.ok ? null : kept.error
    })
  }
}

/** Ctrl-C at a question is an answer. */
async function uncancelled(asking: () => Promise<void>): Promise<void> {
  try {
    await asking()
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error
    throw new CannotDo('Cancelled: what was not said to be done is as it was.')
  }
}

/** The user whom the package made for the service: keys and PINs are its own. Null in a checkout. */
function serviceUser(): { group: number } | null {
  const [, group] = /^machinaka:[^:]*:\d+:(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? []
  return group === undefined ? null : { group: Number(group) }
}

function goOnAs(user: string, { config, enrolment, operatorPin, technicianPin }: ProvisionArguments): number {
  const given = {
    '--config': config,
    '--enrolment': enrolment,
    '--operator-pin': operatorPin,
    '--technician-pin': technicianPin,
  }
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]))
  const program = [process.execPath, join(import.meta.dirname, '..', 'cli.ts'), 'provision', ...args]
  const { status } = spawnSync('runuser', ['-u', user, '--', ...program], { stdio: 'inherit' })
  return status ?? exitCodes.couldNotBeDone
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CannotDo(`${file} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
