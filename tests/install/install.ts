import { copyFileSync, statSync } from 'node:fs'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeSystem } from './booted-system.ts'
import { check, conclude } from './checks.ts'
import { installation } from './installation.ts'
import { makeReleases } from './releases.ts'
import { removal } from './removal.ts'
import { running } from './running.ts'
import { updates } from './updates.ts'

/**
 * `npm run test:install`: the real package in a clean Debian that debootstrap makes, first by chroot, then
 * booted by its own systemd in a container: units, users, crashes, the planned restart, updates that stay and that
 * do not, a power cut in the middle, removal and purge. `--package FILE` takes a package of version 0.1.0 that was
 * built before, with the key of .cache/install/keys. Needs root and Debian's mirror.
 */
const folder = join(import.meta.dirname, '..', '..', '.cache', 'install')
const { values } = parseArgs({ options: { package: { type: 'string' } } })

const releases = makeReleases(folder, values.package)
const system = makeSystem(folder)
try {
  check('a clean Debian 12', true)
  const original = releases.deb('0.1.0')
  check(`packages of ${Math.round(statSync(original).size / 1024 ** 2)} MB (quick compression)`, true)
  copyFileSync(original, join(system.root, 'root/booth.deb'))
  await installation(system)
  await running(system)
  await updates(system, releases)
  removal(system)
} finally {
  await system.cutPower()
}
conclude(`${arch()}, ${cpus().length} cores`)
