import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { packageName, type Architecture } from './release.ts'
import type { Places } from './places.ts'

/** What dpkg knows and does. Versions are compared by dpkg itself: its rules are the ones that count. */

const run = (program: string, args: readonly string[]): SpawnSyncReturns<string> =>
  spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
  })

export const isNewer = (version: string, than: string): boolean =>
  run('dpkg', ['--compare-versions', version, 'gt', than]).status === 0

export const machineArchitecture: Architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

/** The version on the disk and whether it is installed whole; null where there is none. */
export const installed = ({ root }: Places): Readonly<{ version: string; whole: boolean }> | null => {
  const { status, stdout } = run('dpkg-query', [
    `--admindir=${root}/var/lib/dpkg`,
    '--show',
    '--showformat=${db:Status-Abbrev}|${Version}',
    packageName,
  ])
  const [state = '', version = ''] = stdout.split('|')
  // "ii ": wanted, installed, without error.
  return status === 0 && version !== '' ? { version, whole: state === 'ii ' } : null
}

/** Another program may be at the packages (unattended-upgrades, apt): so long it is waited for. */
const lockPatienceMs = 5 * 60_000
const lockLookMs = 5_000
const isLocked = (stderr: string): boolean => /locked by another process|frontend lock/.test(stderr)

/**
 * Installs a package over whatever is there. Settings of the operator win over those of the package.
 * @returns null, or dpkg's last words
 */
export const install = async (places: Places, file: string): Promise<string | null> => {
  const until = Date.now() + lockPatienceMs
  for (;;) {
    const { status, stderr } = dpkg(places, '--install', file)
    if (status === 0) return null
    if (!isLocked(stderr) || Date.now() > until) return stderr.trim().split('\n').at(-1) ?? 'dpkg failed'
    await new Promise((resolve) => setTimeout(resolve, lockLookMs))
  }
}

/** Whether what the package depends on is there. */
export const isInstallable = (places: Places, file: string): boolean =>
  dpkg(places, '--no-act', '--install', file).status === 0

const dpkg = ({ root }: Places, ...command: readonly string[]) =>
  run('dpkg', [
    `--root=${root}`,
    '--force-confdef',
    '--force-confold',
    // A roll-back is a downgrade; what may go down is decided before.
    '--force-downgrade',
    ...command,
  ])

/** Bytes a package takes when it is unpacked, as its control file says. */
export const unpackedBytes = (file: string): number =>
  Number(run('dpkg-deb', ['--field', file, 'Installed-Size']).stdout.trim()) * 1024

export const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
