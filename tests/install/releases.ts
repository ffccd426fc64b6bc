import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { machineArchitecture } from '../../main/update/debian.ts'
import { packageFile } from '../../main/update/release.ts'
import type { System } from './booted-system.ts'
import { makeVariant, type Variant } from './variants.ts'

const root = join(import.meta.dirname, '..', '..')

/** Versions made from the real package, and what is wrong with each. */
const variants: Readonly<Record<string, Variant>> = {
  '0.2.0': 'sound',
  '0.3.0': 'does-not-start',
  '0.4.0': 'is-not-well',
  '0.5.0': 'shows-nothing',
  '0.6.0': 'needs-what-is-not-there',
  '0.7.0': 'sound',
}

const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })

export type Releases = Readonly<{
  /** The package of a version. */
  deb(version: string): string
  /** What is on the stick of a system: these versions and no others. */
  lay(system: System, ...versions: readonly string[]): void
}>

/**
 * Builds 0.1.0 and what is made of it into a folder, and signs them all.
 * @param built a package of 0.1.0 that was built before, with the key of `folder`/keys
 */
export function makeReleases(folder: string, built: string | undefined): Releases {
  const debs = join(folder, 'debs')
  const deb = (version: string): string =>
    join(debs, packageFile({ version, architecture: machineArchitecture }))
  rmSync(debs, { recursive: true, force: true })
  mkdirSync(debs, { recursive: true })
  const keys = join(folder, 'keys')
  if (!existsSync(keys)) node('scripts/release.ts', 'keys', keys)
  if (built === undefined) {
    const key = join(keys, 'release-key.pem')
    node('scripts/package.ts', '--quick', '--version', '0.1.0', '--out', debs, '--release-key', key)
  } else copyFileSync(built, deb('0.1.0'))
  for (const [version, variant] of Object.entries(variants)) makeVariant(deb('0.1.0'), debs, version, variant)
  const all = ['0.1.0', ...Object.keys(variants)].map(deb)
  node('scripts/release.ts', 'sign', '--key', join(keys, 'release-key.private.pem'), ...all)
  return {
    deb,
    lay(system, ...versions) {
      const stick = join(system.root, 'srv/stick')
      rmSync(stick, { recursive: true, force: true })
      mkdirSync(stick, { recursive: true })
      for (const version of versions)
        for (const file of [deb(version), deb(version).replace(/\.deb$/, '.release')])
          cpSync(file, join(stick, basename(file)))
    },
  }
}
