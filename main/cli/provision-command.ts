import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setPin } from '../staff/access.ts'
import { requestFile } from '../submission/keys.ts'
import { provision, takeEnrolment } from '../submission/provision.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'
import { configOf } from './config-of.ts'
import { argumentOrInput } from './input.ts'

export type ProvisionArguments = Readonly<{
  config?: string
  /** What the intake gave for the request; ends the set-up. */
  enrolment?: string
  operatorPin?: string
  technicianPin?: string
}>

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/**
 * `provision`: first set-up of a booth. Makes its keys and the request for the intake, takes in the intake's
 * answer, and sets the PINs of the staff. Each part may be done on its own, and again.
 */
export async function provisionCommand(options: ProvisionArguments): Promise<number> {
  const { booth, intake, storage } = configOf(options.config)
  const { keysFolder } = intake
  const request = await provision(keysFolder, { boothId: booth.id })
  if (!request.ok) throw new CannotDo(request.error.message)
  say(
    `Keys of ${booth.id} are in ${keysFolder}; the request for the intake is ${join(keysFolder, requestFile)}.`,
  )
  if (options.enrolment !== undefined) {
    const taken = takeEnrolment(keysFolder, textOf(options.enrolment))
    if (!taken.ok) throw new CannotDo(taken.error.message)
    say(`${booth.id} is enrolled.`)
  }
  const pins = { operator: options.operatorPin, technician: options.technicianPin }
  mkdirSync(storage.folder, { recursive: true, mode: 0o700 })
  for (const role of ['operator', 'technician'] as const) {
    const pin = pins[role]
    if (pin === undefined) continue
    const set = await setPin(storage.folder, role, argumentOrInput(pin).trim())
    if (!set.ok) throw new CannotDo(set.error)
    say(`The PIN of the ${role} is set.`)
  }
  return exitCodes.yes
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CannotDo(`${file} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
