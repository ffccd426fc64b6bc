import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { err, ok, type Result } from '../../hardware/result.ts'
import { installed, isNewer, machineArchitecture } from './debian.ts'
import type { Places } from './places.ts'
import {
  isPackageOf,
  keysOf,
  maxReleaseBytes,
  packageFile,
  readRelease,
  releaseFile,
  versionInName,
  type Release,
  type ReleaseFault,
} from './release.ts'
import type { Source } from './source.ts'
import { readState } from './state.ts'

export type Look = Readonly<{
  running: string
  /** The newest sound release above the one that runs; null where there is none. */
  ready: string | null
  /** Newer ones that were left alone, and why. */
  leftAlone: readonly Readonly<{ version: string; because: ReleaseFault }>[]
}>

/**
 * Looks for a release above the version that runs and fetches it into the inbox, with the one that runs
 * beside it where that is not kept yet: without it there would be no way back. The error is one sentence.
 */
export const look = async (places: Places, source: Source): Promise<Result<Look, string>> => {
  const running = installed(places)?.version
  if (running === undefined) return err('The package machinaka-booth is not installed here.')
  const keys = keysOf(places.keys)
  if (keys.length === 0) return err(`There is no release key in ${places.keys}: no update is taken.`)
  let names: readonly string[]
  try {
    names = await source.names()
  } catch (error) {
    return err(`The place of the updates cannot be read (${(error as Error).message}).`)
  }
  const { givenUp } = readState(places)
  const versions = names
    .map((name) => versionInName(name, machineArchitecture))
    .filter((version) => version !== null && isNewer(version, running) && !givenUp.includes(version))
    .filter((version): version is string => version !== null)
    .sort((a, b) => (isNewer(a, b) ? -1 : 1))
  mkdirSync(places.inbox, { recursive: true, mode: 0o700 })
  const leftAlone: { version: string; because: ReleaseFault }[] = []
  for (const version of versions) {
    const had = await have(places.inbox, source, version, keys)
    if (had.ok) {
      await have(places.inbox, source, running, keys)
      keepOnly(places.inbox, [version, running])
      return ok({ running, ready: version, leftAlone })
    }
    leftAlone.push({ version, because: had.error })
  }
  keepOnly(places.inbox, [])
  return ok({ running, ready: null, leftAlone })
}

/** Fetches a release and its package, unless they are there already, and sees that both are right. */
const have = async (
  inbox: string,
  source: Source,
  version: string,
  keys: readonly KeyObject[],
): Promise<Result<Release, ReleaseFault>> => {
  const named = { version, architecture: machineArchitecture }
  const file = join(inbox, packageFile(named))
  const partly = `${file}.part`
  try {
    const text = await source.text(releaseFile(named), maxReleaseBytes)
    const release = await readRelease(text, named, keys)
    if (!release.ok) return release
    if (!(await isPackageOf(release.value, file).catch(() => false))) {
      await source.fetch(packageFile(named), partly, release.value.bytes)
      if (!(await isPackageOf(release.value, partly))) return err('damaged')
      renameSync(partly, file)
    }
    // Last: where the word about a package is, the package is.
    writeFileSync(partly, text)
    renameSync(partly, join(inbox, releaseFile(named)))
    return release
  } catch {
    return err('unreadable')
  } finally {
    rmSync(partly, { force: true })
  }
}

const keepOnly = (inbox: string, versions: readonly string[]): void => {
  const kept = versions.flatMap((version) => {
    const named = { version, architecture: machineArchitecture }
    return [packageFile(named), releaseFile(named)]
  })
  for (const name of readdirSync(inbox))
    if (!kept.includes(name)) rmSync(join(inbox, name), { force: true, recursive: true })
}
