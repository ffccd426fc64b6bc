import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import * as z from 'zod'
import type { Places } from './places.ts'

/** The booth as systemd knows it, and as it answers for itself. */

const unit = 'machinaka-booth.service'
const systemctl = (...args: readonly string[]) => spawnSync('systemctl', args, { encoding: 'utf8' })

const stateOf = (): string => systemctl('show', '--property=ActiveState', '--value', unit).stdout.trim()
const isRunning = (): boolean => stateOf() === 'active'

/** How often systemd had to start it anew since it was started by hand. */
const restarts = (): string => systemctl('show', '--property=NRestarts', '--value', unit).stdout.trim()

/** Ends the service and with it the window (BindsTo of its unit). */
export const stopBooth = (): void => void systemctl('stop', unit)

/** Returns once the service has said that it is ready (Type=notify); false where it does not come to that. */
export const startBooth = (): boolean => {
  systemctl('reset-failed', unit)
  return systemctl('start', unit).status === 0
}

/**
 * For how long nobody has been in the booth, in milliseconds: null while somebody is or the booth is just starting,
 * without end where systemd has given the service up. One that somebody has stopped is not to be started by an
 * update behind the back of whoever works there.
 */
export const idleForMs = ({ idle }: Places): number | null | 'stopped' => {
  const state = stateOf()
  if (state === 'inactive') return 'stopped'
  if (state === 'failed') return Infinity
  try {
    return Date.now() - statSync(idle).mtimeMs
  } catch {
    return null
  }
}

/** The part of the readiness report that a newer booth will go on saying too. */
const Report = z.object({
  findings: z.array(
    z.object({ section: z.string(), subject: z.string(), code: z.string(), severity: z.string() }),
  ),
})
const diagnosisPatienceMs = 60_000

/** What stops the booth from serving, by its own account; null where it gives none. */
export const stops = (): string[] | null => {
  const { stdout } = spawnSync(
    'runuser',
    ['-u', 'machinaka', '--', 'booth', 'diagnose', '--json', '--config', '/etc/machinaka/booth.json'],
    { encoding: 'utf8', timeout: diagnosisPatienceMs, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  try {
    return Report.parse(JSON.parse(stdout))
      .findings.filter(({ severity }) => severity === 'stop')
      .map(({ section, subject, code }) => `${section}/${subject}/${code}`)
  } catch {
    return null
  }
}

/** How long a new version is watched, in milliseconds. */
export type Proof = Readonly<{
  /** Within this it has to be well. */
  patienceMs: number
  /** For so long without a break. */
  steadyMs: number
}>

export const standardProof: Proof = {
  // Cameras and readers are found anew after a start.
  patienceMs: 180_000,
  // Longer than WatchdogSec (60 s): a version whose page never comes, or stays white, has been restarted by then.
  steadyMs: 75_000,
}
/** Looks that must be good in a row. Restarts between two of them count too. */
const goodLooks = 3

/** Watches a freshly started booth until, for a while, nothing stops it that did not before the update. */
export const isWell = async (
  stopsBefore: readonly string[] | null,
  { patienceMs, steadyMs }: Proof,
): Promise<boolean> => {
  const until = Date.now() + patienceMs
  const restartsBefore = restarts()
  let good = 0
  do {
    await new Promise((resolve) => setTimeout(resolve, steadyMs / goodLooks))
    // A booth that gave no account before (it was not set up) is not asked for one.
    const now = stopsBefore === null ? [] : stops()
    if (!isRunning() || restarts() !== restartsBefore) return false
    good = now?.every((stop) => stopsBefore?.includes(stop)) ? good + 1 : 0
  } while (good < goodLooks && Date.now() < until)
  return good === goodLooks
}
