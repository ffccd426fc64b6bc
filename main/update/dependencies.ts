import { run } from './debian.ts'
import type { Places } from './places.ts'

/*
 * Whether what a package depends on is there, before anything is touched: `dpkg --no-act` does not look, and dpkg
 * itself would find out only with the files replaced and the booth stopped.
 */

type Installed = Readonly<{
  /** Version of each package. */
  versions: ReadonlyMap<string, string>
  /** Names that packages provide besides their own. */
  provided: ReadonlySet<string>
}>

/** "libc6 (>= 2.28)", "systemd-sysv:any" */
const wish = /^(?<name>[a-z0-9][a-z0-9+.-]*)(:\w+)?\s*(\((?<relation><<|<=|=|>=|>>)\s*(?<version>[^)]+)\))?/

/** The first entry of Depends and Pre-Depends that nothing installed fulfils, as the package puts it; null where none is. */
export const unmetDependency = (places: Places, file: string): string | null => {
  const installed = installedPackages(places)
  const entries = ['Pre-Depends', 'Depends'].flatMap((field) =>
    run('dpkg-deb', ['--field', file, field])
      .stdout.split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  )
  const isMet = (entry: string): boolean => entry.split('|').some((one) => isThere(installed, one.trim()))
  return entries.find((entry) => !isMet(entry)) ?? null
}

const isThere = ({ versions, provided }: Installed, one: string): boolean => {
  const { name = '', relation, version } = wish.exec(one)?.groups ?? {}
  const there = versions.get(name)
  if (relation === undefined || version === undefined) return there !== undefined || provided.has(name)
  return there !== undefined && run('dpkg', ['--compare-versions', there, relation, version]).status === 0
}

const installedPackages = ({ root }: Places): Installed => {
  const versions = new Map<string, string>()
  const provided = new Set<string>()
  const { stdout } = run('dpkg-query', [
    `--admindir=${root}/var/lib/dpkg`,
    '--show',
    '--showformat=${db:Status-Status}|${Package}|${Version}|${Provides}\n',
  ])
  for (const line of stdout.split('\n')) {
    const [status, name = '', version = '', provides = ''] = line.split('|')
    if (status !== 'installed') continue
    versions.set(name, version)
    for (const each of provides.split(',')) provided.add(each.trim().replace(/\s.*$/s, ''))
  }
  return { versions, provided }
}
