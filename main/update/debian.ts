import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { packageName, type Architecture } from './release.ts'
import type { Places } from './places.ts'

/** What dpkg knows and does. Versions are compared by dpkg itself: its rules are the ones that count. */

export const run = (program: string, args: readonly string[]): SpawnSyncReturns<string> =>
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
 * @returns null, or what keeps dpkg from it
 */
export const install = async (places: Places, file: string): Promise<string | null> => {
  const until = Date.now() + lockPatienceMs
  for (;;) {
    const { status, stderr } = dpkg(places, '--install', file)
    if (status === 0) return null
    if (!isLocked(stderr) || Date.now() > until) return causeIn(stderr)
    await new Promise((resolve) => setTimeout(resolve, lockLookMs))
  }
}

/** Whether dpkg takes the file for a package of this machine: null, or what keeps it from that. */
export const whyNotInstallable = (places: Places, file: string): string | null => {
  const { status, stderr } = dpkg(places, '--no-act', '--install', file)
  return status === 0 ? null : causeIn(stderr)
}

/** Of all that dpkg says, the line that names the cause: its last ones only list what it gave up. */
export const causeIn = (stderr: string): string => {
  const lines = stderr.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const from = [/ (depends|pre-depends) on .*; however:$/, /^dpkg(-deb)?: error/]
    .map((cause) => lines.findIndex((line) => cause.test(line)))
    .find((at) => at >= 0)
  if (from === undefined) return lines.at(-1) ?? 'dpkg says nothing'
  // One that ends with a colon is continued on the next.
  return lines.slice(from, lines[from]?.endsWith(':') ? from + 2 : from + 1).join(' ')
}

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
