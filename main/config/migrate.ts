import { err, ok, type Result } from '../../hardware/result.ts'
import { configVersion } from './schema.ts'

type Raw = Readonly<Record<string, unknown>>
/** Turns a file of the version it stands under into one of the next version. */
export type Migration = (file: Raw) => Raw

/** Keyed by the version a file has. Version 1 is the first: nothing leads to it yet. */
export const migrations: Readonly<Record<number, Migration>> = {}

const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Brings a parsed file to `target`, one version at a time. The error is one sentence without the file's name.
 * `steps` and `target` are arguments so that the chain itself can be tried.
 */
export const migrate = (
  file: unknown,
  steps: Readonly<Record<number, Migration>> = migrations,
  target: number = configVersion,
): Result<Raw, string> => {
  if (!isRaw(file)) return err('the file is not a JSON object')
  let current = file
  const { version } = file
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return err(
      `version: got ${JSON.stringify(version) ?? 'nothing'}, expected a whole number from 1 to ${target}`,
    )
  }
  if (version > target) {
    return err(`version: got ${version}, expected at most ${target} (this file belongs to newer software)`)
  }
  for (let from = version; from < target; from += 1) {
    const step = steps[from]
    if (step === undefined) throw new Error(`No migration leads from configuration version ${from}`)
    current = { ...step(current), version: from + 1 }
  }
  return ok(current)
}
