import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { standardPort } from '../main/cli/closed-booth.ts'
import { chromiumPolicy, policyFile } from '../main/shell/chromium/policy.ts'
import { machineArchitecture } from '../main/update/debian.ts'
import { packageFile, packageName, releaseKeys, Version } from '../main/update/release.ts'
import { stageService } from './stage-service.ts'

/**
 * `npm run package`: the Debian package of the booth service with the Chromium window, into dist/packages.
 * `--release-key PUBLIC.pem` is the key (or several) whose signed updates the booth will take; without one it
 * takes none. `--quick` packs with less effort, for tests.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const packaging = join(root, 'packaging')
const { version: sourceVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
}
const tree = join(root, 'dist', 'deb')

/** File of packaging/ → where it goes, and its mode where it is a program. */
const files: readonly (readonly [from: string, to: string, mode?: number])[] = [
  ['packaging/booth', 'usr/bin/booth', 0o755],
  ...[
    'machinaka-booth.service',
    'machinaka-window.service',
    'machinaka-update.service',
    'machinaka-update.timer',
  ].map((unit) => [`packaging/systemd/${unit}`, `usr/lib/systemd/system/${unit}`] as const),
  ['packaging/user-slice/machinaka-booth.conf', 'usr/lib/systemd/system/user-.slice.d/machinaka-booth.conf'],
  ['packaging/sysusers/machinaka-booth.conf', 'usr/lib/sysusers.d/machinaka-booth.conf'],
  ['packaging/tmpfiles/machinaka-booth.conf', 'usr/lib/tmpfiles.d/machinaka-booth.conf'],
  ['packaging/udev/70-machinaka.rules', 'usr/lib/udev/rules.d/70-machinaka.rules'],
  ['packaging/etc/nftables-booth.conf', 'usr/share/doc/machinaka-booth/examples/nftables-booth.conf'],
  ['packaging/etc/49-machinaka.rules', 'usr/share/doc/machinaka-booth/examples/49-machinaka.rules'],
  ['packaging/debian/copyright', 'usr/share/doc/machinaka-booth/copyright'],
  ['packaging/debian/lintian-overrides', 'usr/share/lintian/overrides/machinaka-booth'],
  ['docs/deployment.md', 'usr/share/doc/machinaka-booth/deployment.md'],
]

const write = (to: string, content: string | Uint8Array, mode = 0o644): void => {
  mkdirSync(join(tree, dirname(to)), { recursive: true })
  writeFileSync(join(tree, to), content)
  chmodSync(join(tree, to), mode)
}

type Order = Readonly<{ version: string; out: string; keys: string | null; quick: boolean }>

/** @returns the package's path */
async function makePackage({ version, out, keys, quick }: Order): Promise<string> {
  rmSync(tree, { recursive: true, force: true })
  await stageService(join(tree, 'usr/lib/machinaka'))
  const staged = join(tree, 'usr/lib/machinaka/package.json')
  writeFileSync(
    staged,
    `${JSON.stringify({ ...(JSON.parse(readFileSync(staged, 'utf8')) as object), version }, null, 2)}\n`,
  )
  // A third of the runtime's symbols are for its debugger.
  if (existsSync('/usr/bin/strip'))
    execFileSync('strip', ['--strip-unneeded', join(tree, 'usr/lib/machinaka/bin/node')])
  for (const [from, to, mode] of files) write(to, readFileSync(join(root, from)), mode)
  if (keys !== null) write('usr/share/machinaka/release-keys.pem', keys)
  mkdirSync(join(tree, 'etc/machinaka'), { recursive: true })
  write(policyFile.slice(1), `${JSON.stringify(chromiumPolicy(standardPort), null, 2)}\n`)
  const released = new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000)
    .toUTCString()
    .replace('GMT', '+0000')
  write(
    'usr/share/doc/machinaka-booth/changelog.gz',
    gzipSync(
      `${packageName} (${version}) stable; urgency=medium\n\n  * Release ${version}.\n\n -- Machinaka <booth@machinaka.example>  ${released}\n`,
      { level: 9 },
    ),
  )

  const whole = readdirSync(tree, { recursive: true }) as string[]
  // Packages come from npm with whatever rights their makers had on their disks.
  const programs = ['usr/bin/booth', 'usr/lib/machinaka/bin/node']
  for (const path of whole) {
    const folder = statSync(join(tree, path)).isDirectory()
    chmodSync(join(tree, path), folder || programs.includes(path) ? 0o755 : 0o644)
  }
  const contents = whole.filter((path) => statSync(join(tree, path)).isFile()).sort()
  const kilobytes = contents.reduce((sum, path) => sum + Math.ceil(statSync(join(tree, path)).size / 1024), 0)
  const digest = (path: string): string =>
    createHash('md5')
      .update(readFileSync(join(tree, path)))
      .digest('hex')
  // `dpkg --verify machinaka-booth` tells which file is no longer what was installed.
  write('DEBIAN/md5sums', contents.map((path) => `${digest(path)}  ${path}\n`).join(''))
  write('DEBIAN/conffiles', `${policyFile}\n`)
  write(
    'DEBIAN/control',
    readFileSync(join(packaging, 'debian', 'control'), 'utf8')
      .replace('@VERSION@', version)
      .replace('@ARCHITECTURE@', machineArchitecture)
      .replace('@INSTALLED_SIZE@', String(kilobytes)),
  )
  for (const script of ['postinst', 'prerm', 'postrm'])
    write(`DEBIAN/${script}`, readFileSync(join(packaging, 'debian', script)), 0o755)

  mkdirSync(out, { recursive: true })
  const file = join(out, packageFile({ version, architecture: machineArchitecture }))
  const effort = quick ? ['-Zgzip', '-z1'] : ['-Zxz', '-z6']
  // Under its own name only once it is whole.
  const partly = `${file}.part`
  execFileSync('dpkg-deb', ['--root-owner-group', ...effort, '--build', tree, partly], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  renameSync(partly, file)
  return file
}

function keysIn(file: string): string {
  const text = readFileSync(file, 'utf8')
  if (releaseKeys(text).length === 0) throw new Error(`${file} holds no public key.`)
  return text
}

try {
  const { values } = parseArgs({
    options: {
      'release-key': { type: 'string' },
      version: { type: 'string', default: sourceVersion },
      out: { type: 'string', default: join(root, 'dist', 'packages') },
      quick: { type: 'boolean', default: false },
    },
  })
  const { version, out, quick } = values
  if (!Version.safeParse(version).success) throw new Error(`"${version}" is not a Debian version.`)
  if (!existsSync(join(root, 'dist', 'renderer', 'index.html')))
    throw new Error('The screens are not built yet: npm run build makes them.')
  const key = values['release-key']
  const keys = key === undefined ? null : keysIn(key)
  process.stdout.write(`${await makePackage({ version, out, keys, quick })}\n`)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
