import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CannotDo } from '../cli/cannot-do.ts'
import { developmentConfig } from '../config/development.ts'
import { Config } from '../config/schema.ts'
import { provisionedRoles, setPin } from '../staff/access.ts'
import { requestFile } from '../submission/keys.ts'
import { provision, takeEnrolment } from '../submission/provision.ts'
import { enrolAtIntake, startIntakeProcess, type IntakePlace, type IntakeProcess } from './intake-process.ts'

/** Changes to the development configuration, member by member. */
export type ConfigChanges = Partial<{ [K in keyof Config]: Partial<Config[K]> }>

export type Ground = Readonly<{
  config: Config
  configFile: string
  intake: IntakeProcess
  intakePlace: IntakePlace
}>

/** Where the development intake of a folder keeps its ledger and keys. */
export const intakePlaceOf = (folder: string): IntakePlace => ({
  database: join(folder, 'intake', 'intake.sqlite'),
  keys: join(folder, 'intake', 'keys'),
})

/**
 * Makes the ground a development booth stands on: keys, an intake of its own that has enrolled it, and a
 * configuration file. What an earlier run left in the folder is taken up.
 */
export async function prepareGround(
  folder: string,
  changes: (config: Config) => ConfigChanges = () => ({}),
  configName = 'booth.json',
): Promise<Ground> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const intakePlace = intakePlaceOf(folder)
  mkdirSync(join(folder, 'intake'), { recursive: true, mode: 0o700 })
  const plain = developmentConfig(folder, 0)
  const { keysFolder } = plain.intake
  const provisioned = await provision(keysFolder, { boothId: plain.booth.id })
  if (!provisioned.ok) throw new CannotDo(provisioned.error.message)
  const enrolment = join(folder, 'enrolment.json')
  enrolAtIntake(intakePlace, join(keysFolder, requestFile), enrolment)
  const taken = takeEnrolment(keysFolder, readFileSync(enrolment, 'utf8'))
  if (!taken.ok) throw new CannotDo(taken.error.message)
  await setDevelopmentPins(folder, plain.storage.folder)
  const intake = await startIntakeProcess(intakePlace)
  const config = merged(developmentConfig(folder, Number(new URL(intake.said.url).port)), changes)
  const configFile = join(folder, configName)
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`)
  return { config, configFile, intake, intakePlace }
}

/** File of the development booth's PINs: made by chance, for there is no default PIN anywhere. */
export const developmentPinFile = (folder: string): string => join(folder, 'staff-pins.json')

async function setDevelopmentPins(folder: string, storage: string): Promise<void> {
  mkdirSync(storage, { recursive: true, mode: 0o700 })
  const provisioned = await provisionedRoles(storage)
  if (provisioned.ok && provisioned.value.length > 0) return
  const pins = { operator: chancePin(), technician: chancePin() }
  for (const role of ['operator', 'technician'] as const) {
    const set = await setPin(storage, role, pins[role])
    if (!set.ok) throw new CannotDo(set.error)
  }
  writeFileSync(developmentPinFile(folder), `${JSON.stringify(pins)}\n`, { mode: 0o600 })
}

const chancePin = (): string => String(randomInt(10_000_000, 100_000_000))

function merged(config: Config, changes: (config: Config) => ConfigChanges): Config {
  const parts: Record<string, unknown> = { ...config }
  for (const [name, part] of Object.entries(changes(config)))
    parts[name] = typeof part === 'object' ? { ...(parts[name] as object), ...part } : part
  return Config.parse(parts)
}
