import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { machineArchitecture } from '../../../main/update/debian.ts'
import { placesUnder, type Places } from '../../../main/update/places.ts'
import { measure, packageFile, packageName, releaseFile, signRelease } from '../../../main/update/release.ts'

/**
 * Real Debian packages of a few bytes, installed by the real dpkg into a folder; systemd and the booth's
 * diagnosis are small programs that look at what dpkg has laid there (tests/install has the whole of both).
 */

const keys = generateKeyPairSync('ed25519')
const strangers = generateKeyPairSync('ed25519')

export type Kind = 'sound' | 'not-ready' | 'not-well' | 'unmet-dependency'

/** The n-th call of a program, from 1: struck down before it acts, or after. */
export type KillPoint = Readonly<{ call: number; when: 'before' | 'after' }>

export type Ground = Readonly<{
  places: Places
  /** Where releases are laid: a stick, say. */
  stick: string
  /** Builds a package and lays it on the stick, signed by our key unless told otherwise. */
  release(version: string, kind?: Kind, signedBy?: 'us' | 'stranger' | 'nobody'): Promise<string>
  /** Installs a release of the stick by hand, as the first one is. */
  installByHand(version: string): void
  /** Runs the updater as it is packaged. `killAt`: it is struck down beside its n-th call of a program. */
  updater(
    command: 'apply' | 'resume',
    options?: Readonly<{ killAt?: KillPoint; quietMinutes?: number; proveSeconds?: number }>,
  ): Readonly<{ code: number | null; said: string; calls: readonly string[] }>
  /** What the booth that "runs" says of itself; null where none runs. */
  running(): string | null
  version(): string
}>

/** A booth of a few bytes falls at once or never. */
const steadySeconds = 0.3

/** dpkg waits for the disk after each file; what is tried here is the order of things, not the disk. */
const quickDisk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** @param updater the packaged updater (scripts/stage-service.ts) */
export function openGround(
  updater: string,
  root = mkdtempSync(join(quickDisk, 'machinaka-update-')),
): Ground & Disposable {
  const places = placesUnder(root)
  const stick = join(root, 'stick')
  const programs = join(root, 'programs')
  for (const folder of ['var/lib/dpkg/info', 'var/lib/dpkg/updates', 'usr/share/machinaka', 'run/machinaka'])
    mkdirSync(join(root, folder), { recursive: true })
  for (const folder of [stick, programs]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(root, 'var/lib/dpkg/status'), '')
  writeFileSync(places.keys, keys.publicKey.export({ format: 'pem', type: 'spki' }))
  writeFileSync(places.idle, '')
  for (const [name, text] of Object.entries(standIns(root))) {
    writeFileSync(join(programs, name), text)
    chmodSync(join(programs, name), 0o755)
  }
  const file = (version: string): string =>
    join(stick, packageFile({ version, architecture: machineArchitecture }))
  const read = (path: string): string | null => {
    try {
      return readFileSync(join(root, path), 'utf8').trim()
    } catch {
      return null
    }
  }
  return {
    places,
    stick,
    async release(version, kind = 'sound', signedBy = 'us') {
      buildPackage(join(root, 'build'), file(version), version, kind)
      if (signedBy === 'nobody') return file(version)
      const named = { package: packageName, version, architecture: machineArchitecture } as const
      const key = signedBy === 'us' ? keys.privateKey : strangers.privateKey
      const word = await signRelease({ ...named, ...(await measure(file(version))) }, key)
      writeFileSync(join(stick, releaseFile(named)), word)
      return file(version)
    },
    installByHand(version) {
      execFileSync('dpkg', [`--root=${root}`, '--install', file(version)], { stdio: 'ignore' })
      writeFileSync(join(root, 'service'), read('usr/share/small/says') ?? '')
    },
    updater(command, { killAt, quietMinutes = 0, proveSeconds = 10 } = {}) {
      writeFileSync(join(root, 'calls'), '')
      const args = [
        '--root',
        root,
        '--quiet-minutes',
        String(quietMinutes),
        '--prove-seconds',
        String(proveSeconds),
        '--steady-seconds',
        String(steadySeconds),
      ]
      try {
        const said = execFileSync(process.execPath, [updater, command, ...args], {
          encoding: 'utf8',
          env: {
            PATH: `${programs}:${process.env['PATH'] ?? ''}`,
            KILL_AT: String(killAt?.call ?? 0),
            KILL_WHEN: killAt?.when ?? '',
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        return { code: 0, said: said.trim(), calls: callsIn(root) }
      } catch (error) {
        const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string }
        return { code: status, said: (stdout + stderr).trim(), calls: callsIn(root) }
      }
    },
    running: () => read('service'),
    version: () => read('usr/share/small/says') ?? '',
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}

const callsIn = (root: string): string[] =>
  readFileSync(join(root, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

function buildPackage(tree: string, file: string, version: string, kind: Kind): void {
  rmSync(tree, { recursive: true, force: true })
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  write('usr/share/small/says', version)
  write('usr/share/small/kind', kind)
  write(
    'DEBIAN/control',
    `Package: ${packageName}
Version: ${version}
Architecture: ${machineArchitecture}
Maintainer: Test <test@machinaka.example>
${kind === 'unmet-dependency' ? 'Depends: machinaka-booth (>= 0.1) | nobody, nobody-has-this (>= 2) | nor-this\n' : ''}Description: a booth of a few bytes
`,
  )
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '--build', tree, file], { stdio: 'ignore' })
}

/** Each call is counted, and the one that is told to takes its caller down: before it acts, or after. */
const counted = (root: string, act: string): string => `#!/bin/sh
echo "$(basename "$0") $*" >>'${root}/calls'
if [ "$(wc -l <'${root}/calls')" -eq "$KILL_AT" ]; then
  if [ "$KILL_WHEN" = before ]; then kill -9 $PPID; exit 9; fi
  act() {
${act}
  }
  act "$@" >/dev/null 2>&1
  kill -9 $PPID
  exit 9
fi
${act}
`

const standIns = (root: string): Record<string, string> => ({
  dpkg: counted(root, '/usr/bin/dpkg "$@"'),
  systemctl: counted(
    root,
    `case "$*" in
  *ActiveState*) if [ -e '${root}/given-up' ]; then echo failed; elif [ -e '${root}/service' ]; then echo active; else echo inactive; fi ;;
  *NRestarts*) echo 0 ;;
  'stop machinaka-booth.service') rm -f '${root}/service' ;;
  'start machinaka-booth.service')
    [ -e '${root}/var/lib/machinaka-update/changing' ] && { echo 'started from half a package' >>'${root}/broken'; exit 1; }
    [ "$(cat '${root}/usr/share/small/kind')" = not-ready ] && exit 1
    cp '${root}/usr/share/small/says' '${root}/service' ;;
  *is-enabled*) exit 1 ;;
esac`,
  ),
  runuser: counted(
    root,
    `if [ "$(cat '${root}/usr/share/small/kind')" = not-well ]; then code=camera-lost; else code=reader-lost; fi
  printf '{"findings":[{"section":"camera","subject":"camera","code":"%s","severity":"stop"}]}' $code`,
  ),
})
