import { accessSync, constants, mkdirSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { CannotDo } from './cannot-do.ts'

/**
 * Makes the folder of everything the booth keeps, for the service's user alone.
 * @throws CannotDo where that cannot be written to
 */
export function prepareStateFolder({ folder }: Config['storage']): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    throw new CannotDo(`storage.folder: ${folder} cannot be written to (${code}).`)
  }
}
