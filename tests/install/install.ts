import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { drawApplicant } from '../../main/demo/drawn-applicant.ts'
import { renderSvg } from '../../main/photo/render-svg.ts'
import { machineArchitecture } from '../../main/update/debian.ts'
import { packageFile } from '../../main/update/release.ts'
import { makeSystem, type System } from './booted-system.ts'
import { makeVariant, type Variant } from './variants.ts'

/**
 * `npm run test:install`: the real package in a clean Debian that debootstrap makes, first by chroot, then
 * booted by its own systemd in a container: units, users, an update, updates that fail, a power cut in the
 * middle, removal and purge. `--package FILE` takes a package of version 0.1.0 that was built before, with the
 * key of .cache/install/keys. Needs root, Debian's debootstrap and systemd-container, and its mirror.
 */
const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.cache', 'install')
const debs = join(folder, 'debs')
const { values } = parseArgs({ options: { package: { type: 'string' } } })
const began = Date.now()
let failures = 0

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const check = (what: string, good: boolean, detail = ''): void => {
  if (!good) failures += 1
  const seconds = Math.round((Date.now() - began) / 1000)
  say(
    `${good ? 'ok  ' : 'NOT '} ${String(seconds).padStart(4)} s  ${what}${good || detail === '' ? '' : `\n${detail}`}`,
  )
}
const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
const deb = (version: string): string =>
  join(debs, packageFile({ version, architecture: machineArchitecture }))

/** Nothing is plugged in: the booth is out of service, which is what it then says before and after an update. */
const config = {
  version: 1,
  booth: {
    id: 'install-1',
    name: 'Install',
    counter: { name: '町役場', address: '本町1-1', phone: '000-000-0000', hours: '8:30–17:15' },
  },
  intake: { url: 'https://intake.invalid/' },
  devices: {
    codeReader: { driver: 'serial-line', port: '/dev/serial/by-id/usb-reader' },
    camera: { driver: 'uvc', device: 'BRIO' },
  },
  service: { listen: { on: 'port', port: 8790 } },
  updates: { from: '/srv/stick' },
}

async function untilActive({ run }: System): Promise<boolean> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (run('systemctl is-active machinaka-booth').out === 'active') return true
    await wait(1_000)
  }
  return false
}

function packages(): void {
  rmSync(debs, { recursive: true, force: true })
  mkdirSync(debs, { recursive: true })
  const keys = join(folder, 'keys')
  if (!existsSync(keys)) node('scripts/release.ts', 'keys', keys)
  if (values.package === undefined) {
    const key = join(keys, 'release-key.pem')
    node('scripts/package.ts', '--quick', '--version', '0.1.0', '--out', debs, '--release-key', key)
  } else copyFileSync(values.package, deb('0.1.0'))
  const variants: Readonly<Record<string, Variant>> = {
    '0.2.0': 'sound',
    '0.3.0': 'does-not-start',
    '0.4.0': 'is-not-well',
    '0.5.0': 'sound',
  }
  for (const [version, variant] of Object.entries(variants)) makeVariant(deb('0.1.0'), debs, version, variant)
  const all = ['0.1.0', ...Object.keys(variants)].map(deb)
  node('scripts/release.ts', 'sign', '--key', join(keys, 'release-key.private.pem'), ...all)
}

/** What is on the stick: these versions and no others. */
function lay(system: System, ...versions: readonly string[]): void {
  const stick = join(system.root, 'srv/stick')
  rmSync(stick, { recursive: true, force: true })
  mkdirSync(stick, { recursive: true })
  for (const version of versions)
    for (const file of [deb(version), deb(version).replace(/\.deb$/, '.release')])
      cpSync(file, join(stick, file.slice(debs.length + 1)))
}

async function installed(system: System): Promise<void> {
  const { run } = system
  copyFileSync(deb('0.1.0'), join(system.root, 'root/booth.deb'))
  const apt = run('apt-get install -y -q --no-install-recommends /root/booth.deb')
  check('apt installs it into a clean Debian 12', apt.code === 0, apt.out.slice(-800))
  check('every file is as it was packed (dpkg --verify)', run('dpkg --verify machinaka-booth').out === '')
  check(
    'two users without a shell, the window in the group of the service',
    /nologin/.test(run('getent passwd machinaka').out) &&
      /nologin/.test(run('getent passwd booth-window').out) &&
      run('id -nG booth-window').out.includes('booth'),
  )
  const form = run('echo 40718263549917283640517 | booth form --json -')
  check('booth form', form.out === '{"result":"form-id","formId":"40718263549917283640517"}', form.out)
  writeFileSync(join(system.root, 'tmp/drawn.png'), await renderSvg(drawApplicant({}), 'png'))
  const photo = run('booth photo --json /tmp/drawn.png')
  check('booth photo', /"verdict":"accept"/.test(photo.out), photo.out)
  const start = run('timeout 30 booth start --shell none')
  check(
    'booth start: without a configuration it is out of service and says so',
    start.out.includes('There is no configuration: the booth is out of service'),
    start.out,
  )
  const again = run('dpkg -i /root/booth.deb')
  check('installing it once more changes nothing', again.code === 0, again.out.slice(-400))
}

async function units(system: System): Promise<void> {
  const { run } = system
  // No seat here: the window is for a machine with a screen.
  run('systemctl mask machinaka-window.service')
  await system.boot()
  check(
    'booted: the service says that it is ready (Type=notify)',
    await untilActive(system),
    run('journalctl -u machinaka-booth -n 30 --no-pager').out,
  )
  check(
    'without a configuration it is out of service and marks that nobody is inside',
    run('test -e /run/machinaka/idle').code === 0,
  )
  writeFileSync(join(system.root, 'etc/machinaka/booth.json'), JSON.stringify(config))
  run('chown root:booth /etc/machinaka/booth.json; chmod 640 /etc/machinaka/booth.json')
  const provision = run('booth provision </dev/null')
  check(
    'booth provision as root leaves keys that are the service user’s',
    run('stat -c %U /var/lib/machinaka/keys/*').out.startsWith('machinaka') && provision.code === 0,
    provision.out,
  )
  check(
    'with a configuration it starts again',
    run('systemctl restart machinaka-booth').code === 0,
    run('journalctl -u machinaka-booth -n 30 --no-pager').out,
  )
  const user = run('ps -o user= -p $(systemctl show -p MainPID --value machinaka-booth)').out
  check('as the user machinaka', user === 'machinak+' || user === 'machinaka', user)
  await wait(5_000)
  const diagnose = run('runuser -u machinaka -- booth diagnose --json')
  check(
    'booth diagnose asks the service that runs',
    /"verdict":"not-ready"/.test(diagnose.out),
    diagnose.out.slice(0, 300),
  )
  const fed = run('systemctl show -p NRestarts --value machinaka-booth').out
  check('it was not restarted meanwhile', fed === '0', fed)
}

const update = 'booth update look && booth update apply --now'

async function updates(system: System): Promise<void> {
  const { run } = system
  const version = (): string => run("dpkg-query -W -f '${Version}' machinaka-booth").out
  const told = (): string => run('cat /var/log/machinaka/*.log').out

  lay(system, '0.1.0', '0.2.0')
  const night = run('systemctl start machinaka-update.service')
  check(
    'the night’s unit waits until nobody has been inside for five minutes',
    night.code === 0 && version() === '0.1.0',
    night.out,
  )
  run('touch -d "10 minutes ago" /run/machinaka/idle')
  const applied = run('systemctl start machinaka-update.service')
  check(
    'then it installs 0.2.0',
    applied.code === 0 && version() === '0.2.0',
    run('journalctl -u machinaka-update -n 30 --no-pager').out,
  )
  check('the booth runs again', await untilActive(system))
  check('the journal tells', told().includes('"software-updated"'))
  check(
    'configuration, keys and outbox stay',
    run('ls /var/lib/machinaka/keys /etc/machinaka/booth.json').code === 0,
  )

  lay(system, '0.2.0', '0.3.0')
  const broken = run(update)
  check(
    '0.3.0, whose service does not start, is taken back',
    /^0\.2\.0 was put back: its service did not become ready/m.test(broken.out) && version() === '0.2.0',
    broken.out,
  )
  check('the booth runs again', await untilActive(system))

  lay(system, '0.2.0', '0.4.0')
  const unwell = run(update)
  check(
    '0.4.0, whose photo check has lost its networks, is taken back',
    /^0\.2\.0 was put back: the booth was less well/m.test(unwell.out) && version() === '0.2.0',
    unwell.out,
  )
  check('the booth runs again', await untilActive(system))
  const again = run('booth update look')
  check('neither is tried again', /Nothing newer/.test(again.out), again.out)

  lay(system, '0.2.0', '0.5.0')
  run('booth update look')
  run('systemd-run --unit=struck booth update apply --now')
  for (let tries = 0; tries < 400 && run('test -e /var/lib/machinaka-update/changing').code !== 0; tries += 1)
    await wait(50)
  await wait(1_500)
  await system.cutPower()
  const half = readFileSync(join(system.root, 'var/lib/machinaka-update/state.json'), 'utf8')
  check('the power is cut in the middle', /"phase": "installing"/.test(half), half)
  await system.boot()
  for (
    let tries = 0;
    tries < 120 &&
    !/"underWay": null/.test(readFileSync(join(system.root, 'var/lib/machinaka-update/state.json'), 'utf8'));
    tries += 1
  )
    await wait(1_000)
  check(
    'after the boot the update is ended: 0.5.0 runs',
    version() === '0.5.0',
    run('journalctl -u machinaka-update -n 30 --no-pager').out,
  )
  check('the booth runs again', await untilActive(system))
  check('no package is left half', run('dpkg --audit').out === '', run('dpkg --audit').out)
}

function removal(system: System): void {
  const { run } = system
  const removed = run('dpkg --remove machinaka-booth')
  check(
    'removed, the service is gone and outbox and keys stay',
    removed.code === 0 &&
      run('test -d /var/lib/machinaka/keys').code === 0 &&
      run('systemctl is-active machinaka-booth').out !== 'active',
    removed.out,
  )
  run('rm -f /var/lib/machinaka/nothing-waits; mkdir -p /var/lib/machinaka/outbox')
  const kept = run('dpkg --purge machinaka-booth')
  check(
    'purged while applications may wait, outbox, keys and configuration stay',
    kept.code === 0 && run('test -d /var/lib/machinaka/keys -a -e /etc/machinaka/booth.json').code === 0,
    kept.out,
  )
}

const system = makeSystem(folder)
try {
  check('a clean Debian 12', true)
  packages()
  check(`packages of ${Math.round(statSync(deb('0.1.0')).size / 1024 ** 2)} MB (quick compression)`, true)
  await installed(system)
  await units(system)
  await updates(system)
  removal(system)
} finally {
  await system.cutPower()
}
say(
  `${failures === 0 ? 'Everything is as it should be' : `${failures} are NOT as they should be`} (${arch()}, ${cpus().length} cores).`,
)
process.exitCode = failures === 0 ? 0 : 1
