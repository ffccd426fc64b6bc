import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../config/load.ts'
import type { Config } from '../config/schema.ts'
import { CannotDo } from './cannot-do.ts'

/** State of the development booth: `npm start` and `demo` work here, so that the other commands find what they left. */
export const developmentFolder = join(process.cwd(), '.run')
export const developmentConfigFile = join(developmentFolder, 'booth.json')

/**
 * The configuration a command works on: the file named, else the standard one, else what `start` or `demo`
 * last left in this checkout.
 */
export function configOf(path: string | undefined): Config {
  const loaded = loadConfig(path)
  if (!loaded.ok) throw new CannotDo(loaded.error)
  if (loaded.value !== null) return loaded.value
  if (!existsSync(developmentConfigFile))
    throw new CannotDo('There is no configuration: name one with --config, or run "npm start" once.')
  const development = loadConfig(developmentConfigFile)
  if (!development.ok) throw new CannotDo(development.error)
  if (development.value === null) throw new CannotDo(`${developmentConfigFile} holds no configuration.`)
  return development.value
}
