import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { err, ok, type Result } from '../../hardware/result.ts'
import { writeDurablySync } from '../durable-file.ts'
import { idleForMs, isWell, startBooth, stopBooth, stops, type Proof } from './booth-unit.ts'
import {
  freeBytes,
  install,
  installed,
  isNewer,
  machineArchitecture,
  unpackedBytes,
  whyNotInstallable,
} from './debian.ts'
import { unmetDependency } from './dependencies.ts'
import type { Places } from './places.ts'
import {
  isPackageOf,
  keysOf,
  maxPackageBytes,
  maxReleaseBytes,
  packageFile,
  packageName,
  readRelease,
  releaseFile,
  versionInName,
} from './release.ts'
import { readState, writeState, type Outcome, type UnderWay, type UpdateFault } from './state.ts'

export type ApplyOptions = Readonly<{
  /** Nobody must have been in the booth for so long. */
  quietMs: number
  proof: Proof
}>

export type Applied = Outcome | 'nothing-ready' | 'somebody-inside' | 'stopped'

/** One retry after an interruption: a power cut is nobody's fault once. */
const mostAttempts = 2
/** What dpkg writes besides the files themselves, with room for the outbox and the journal meanwhile. */
const roomBytes = 300 * 1024 ** 2

/**
 * Applies what lies in the inbox: verifies it on a copy of its own, replaces the package, and puts the one
 * before back where the booth is not as well as it was. Every phase is on disk before it begins, so that
 * whoever is struck down in the middle finds the way on: `resume`.
 */
export const apply = async (places: Places, { quietMs, proof }: ApplyOptions): Promise<Applied> => {
  const unfinished = await resume(places, proof)
  if (unfinished !== null) return unfinished
  const from = installed(places)?.version
  if (from === undefined) return 'nothing-ready'
  const to = newestIn(places, from)
  if (to === null) return 'nothing-ready'
  const idleMs = idleForMs(places)
  // Whoever does not wait stands beside it, and wants it to run.
  if (idleMs === 'stopped' && quietMs > 0) return 'stopped'
  if (idleMs === null || (idleMs !== 'stopped' && idleMs < quietMs)) return 'somebody-inside'

  const refuse = (because: UpdateFault, detail: string | null = null): Outcome =>
    settle(places, { result: 'refused', from, to, because, detail })
  for (const version of [to, from]) {
    const taken = await takeIn(places, version)
    if (!taken.ok) return refuse(version === from ? 'no-way-back' : taken.error)
  }
  const file = packageAt(places, to)
  if (freeBytes(places.root) < unpackedBytes(file) + roomBytes) return refuse('disk-full')
  const unfit = whyNotInstallable(places, file)
  if (unfit !== null) return refuse('not-installable', unfit)
  const unmet = unmetDependency(places, file)
  if (unmet !== null) return refuse('unmet-dependency', unmet)
  return await goOn(
    places,
    { phase: 'installing', from, to, attempts: 1, stopsBefore: stops(), because: null, detail: null },
    proof,
  )
}

/** Ends what an earlier run began; null where nothing is under way. */
export const resume = async (places: Places, proof: Proof): Promise<Outcome | null> => {
  const { underWay } = readState(places)
  if (underWay === null) {
    mark(places, false)
    return null
  }
  const attempts = underWay.attempts + 1
  if (underWay.phase === 'returning' || attempts <= mostAttempts)
    return await goOn(places, { ...underWay, attempts }, proof)
  return await goOn(places, { ...underWay, phase: 'returning', attempts: 1, because: 'interrupted' }, proof)
}

const goOn = async (places: Places, begun: UnderWay, proof: Proof): Promise<Outcome> => {
  let at = begun
  const enter = (next: UnderWay): void => {
    at = next
    writeState(places, { ...readState(places), underWay: at })
    mark(places, at.phase !== 'proving')
  }
  const turnBack = (because: UpdateFault, detail: string | null = null): void =>
    enter({ ...at, phase: 'returning', attempts: 1, because, detail })

  enter(at)
  if (at.phase === 'installing') {
    stopBooth()
    const fault = await install(places, packageAt(places, at.to))
    if (fault === null) enter({ ...at, phase: 'proving', attempts: 1 })
    else turnBack('not-installable', fault)
  }
  if (at.phase === 'proving') {
    if (!startBooth()) turnBack('not-ready')
    else if (!(await isWell(at.stopsBefore, proof))) turnBack('not-well')
    else return settle(places, { result: 'updated', from: at.from, to: at.to, because: null, detail: null })
  }
  return await goBack(places, at)
}

/** Puts the package before back, and starts the booth whatever came of it, if only it is whole. */
const goBack = async (places: Places, { from, to, because, detail }: UnderWay): Promise<Outcome> => {
  stopBooth()
  // dpkg itself undoes an unpacking that the disk had no room for.
  const now = installed(places)
  const there = now?.whole === true && now.version === from
  const fault = there ? null : await install(places, packageAt(places, from))
  if (fault !== null) {
    const whole = installed(places)?.whole === true
    if (whole) {
      mark(places, false)
      startBooth()
    }
    // Stays under way: the next run tries again.
    throw new Error(
      `Version ${from} could not be put back (${fault}); it is tried again at the next run, and the booth ${whole ? 'runs' : 'stands still'} until then.`,
    )
  }
  // Settled last: whoever is struck down before the booth runs finds the way back still under way.
  mark(places, false)
  startBooth()
  return settle(places, { result: 'returned', from, to, because, detail })
}

/** The end of an update, and what is kept of it: the package that runs now, for the next way back. */
const settle = (places: Places, end: Omit<Outcome, 'at'>): Outcome => {
  const outcome: Outcome = { at: new Date().toISOString(), ...end }
  const state = readState(places)
  const givenUp = end.result === 'returned' ? [...new Set([...state.givenUp, end.to])] : state.givenUp
  writeState(places, { ...state, underWay: null, givenUp, last: outcome })
  mark(places, false)
  const version = end.result === 'updated' ? end.to : end.from
  const named = { version, architecture: machineArchitecture }
  for (const name of readdirSync(places.state))
    if (name.startsWith(packageName) && name !== packageFile(named) && name !== releaseFile(named))
      rmSync(join(places.state, name))
  return outcome
}

const packageAt = (places: Places, version: string): string =>
  join(places.state, packageFile({ version, architecture: machineArchitecture }))

/** The highest version in the inbox that is above the one that runs and was not given up. */
const newestIn = (places: Places, running: string): string | null => {
  const { givenUp } = readState(places)
  let newest: string | null = null
  for (const name of namesIn(places.inbox)) {
    const version = versionInName(name, machineArchitecture)
    if (version === null || givenUp.includes(version) || !isNewer(version, newest ?? running)) continue
    newest = version
  }
  return newest
}

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Copies a package from the inbox, which the service's user may write, to where only root may, and sees there
 * that it is what a release key has signed. One that was taken in before is looked at again.
 */
const takeIn = async (places: Places, version: string): Promise<Result<void, UpdateFault>> => {
  const named = { version, architecture: machineArchitecture }
  const file = packageAt(places, version)
  const word = join(places.state, releaseFile(named))
  mkdirSync(places.state, { recursive: true, mode: 0o755 })
  const keys = keysOf(places.keys)
  const check = async (): Promise<Result<void, UpdateFault>> => {
    const release = await readRelease(readFileSync(word, 'utf8'), named, keys)
    if (!release.ok) return release
    return (await isPackageOf(release.value, file)) ? ok(undefined) : err('damaged')
  }
  try {
    if ((await check()).ok) return ok(undefined)
  } catch {
    // Not taken in yet.
  }
  try {
    writeDurablySync(word, ordinaryFile(join(places.inbox, releaseFile(named)), maxReleaseBytes))
    writeDurablySync(file, ordinaryFile(join(places.inbox, packageFile(named)), maxPackageBytes))
    return await check()
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'disk-full' : 'unreadable')
  }
}

/** What another user laid there may be a link, a pipe or endless: root reads ordinary files of a size. */
const ordinaryFile = (path: string, maxBytes: number): Buffer => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stat = fstatSync(descriptor)
    if (!stat.isFile() || stat.size > maxBytes) throw new Error(`${path} is not an ordinary file`)
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** While the mark is there systemd does not start the booth (ConditionPathExists of its unit). */
const mark = ({ changing, state }: Places, set: boolean): void => {
  if (!set) return rmSync(changing, { force: true })
  mkdirSync(state, { recursive: true, mode: 0o755 })
  writeFileSync(changing, '')
}
