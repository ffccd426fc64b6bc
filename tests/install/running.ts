import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { System } from './booted-system.ts'
import { check } from './checks.ts'
import { drawIntoMemory, page, secondsUntilShown } from './headless-window.ts'

/** Nothing is plugged in: the booth is out of service, which is what it then says before and after an update. */
const config = (nightlyRestart: string | null) => ({
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
  service: { listen: { on: 'port', port: 8790 }, nightlyRestart },
  updates: { from: '/srv/stick' },
})

const write = ({ root, run }: System, nightlyRestart: string | null): void => {
  writeFileSync(join(root, 'etc/machinaka/booth.json'), JSON.stringify(config(nightlyRestart)))
  run('chown root:booth /etc/machinaka/booth.json; chmod 640 /etc/machinaka/booth.json')
}

export async function untilActive({ run }: System): Promise<boolean> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (run('systemctl is-active machinaka-booth').out === 'active') return true
    await wait(1_000)
  }
  return false
}

const lines = ({ run }: System): string =>
  run('journalctl -u machinaka-booth -u machinaka-window -n 40 --no-pager').out
const show = ({ run }: System, unit: string, property: string): string =>
  run(`systemctl show -p ${property} --value machinaka-${unit}`).out
/** Folders of browsers: each window has one of its own, in memory. */
const profiles = ({ run }: System): number => Number(run('ls -d /run/user/*/machinaka-window-* | wc -l').out)
/** Of the page: it is the applicant's screen that has to be back. */
const shownWithinSeconds = 30

/** Boots it: units, users, first set-up, and what brings service and window back. */
export async function running(system: System): Promise<void> {
  const { run } = system
  drawIntoMemory(system)
  await system.boot()
  check('booted: the service says that it is ready (Type=notify)', await untilActive(system), lines(system))
  const first = await secondsUntilShown(system)
  check(`the window shows its page, after ${first} s`, first !== null, lines(system))
  check(
    'without a configuration it is out of service and marks that nobody is inside',
    run('test -e /run/machinaka/idle').code === 0,
  )
  write(system, null)
  const provision = run('booth provision </dev/null')
  check(
    'booth provision as root leaves keys that are the service user’s',
    run('stat -c %U /var/lib/machinaka/keys/*').out.startsWith('machinaka') && provision.code === 0,
    provision.out,
  )
  const restarted = run('systemctl restart machinaka-booth').code === 0
  check('with a configuration it starts again', restarted, lines(system))
  const shown = await secondsUntilShown(system)
  check(`the window shows the page of the new service, after ${shown} s`, shown !== null, lines(system))
  check(
    'service and window are two users',
    show(system, 'booth', 'User') === 'machinaka' &&
      run('ps -C chromium -o user:20= | sort -u').out === 'booth-window',
    run('ps -eo user:20,args').out,
  )
  const diagnose = run('runuser -u machinaka -- booth diagnose --json')
  check(
    'booth diagnose asks the service that runs',
    /"verdict":"not-ready"/.test(diagnose.out),
    diagnose.out.slice(0, 300),
  )
  const other = run('runuser -u nobody -- cat /run/machinaka/window-address /var/lib/machinaka/keys/*')
  check(
    'another user reads neither the window’s address nor the keys',
    other.out.includes('denied'),
    other.out,
  )
  const root = run('booth start --shell none')
  check(
    'root is refused, before anything is written',
    root.out === 'A booth in service does not run as root.',
    root.out,
  )

  for (const unit of ['booth', 'window']) {
    const joined = unit === 'window' ? (page(system)?.joined ?? 0) : 0
    run(`systemctl kill -s KILL machinaka-${unit}`)
    await wait(500)
    const back = await secondsUntilShown(system, joined)
    check(
      `the ${unit} struck down (SIGKILL): service and page are back after ${back} s`,
      back !== null && back <= shownWithinSeconds && show(system, 'window', 'ActiveState') === 'active',
      lines(system),
    )
    const windows = run('pgrep -u booth-window -fc "cli.ts window"').out
    check(
      'there is one window, and nothing is left of the one before',
      windows === '1' && profiles(system) === 1,
    )
  }
  await plannedRestart(system)
}

/** The night comes a minute from now. */
async function plannedRestart(system: System): Promise<void> {
  const { run } = system
  const tokyo = new Date(Date.now() + 9 * 3_600_000 + 70_000).toISOString().slice(11, 16)
  write(system, tokyo)
  run('systemctl restart machinaka-booth')
  const before = show(system, 'booth', 'MainPID')
  for (let tries = 0; tries < 150 && show(system, 'booth', 'NRestarts') === '0'; tries += 1) await wait(1_000)
  const back = await secondsUntilShown(system)
  check(
    `the nightly restart: a new service by systemd, its page after ${back} s, the journal tells`,
    back !== null &&
      show(system, 'booth', 'MainPID') !== before &&
      run('grep -h restart-planned /var/log/machinaka/*.log').out.includes('nightly'),
    lines(system),
  )
  write(system, null)
  run('systemctl restart machinaka-booth')
  await secondsUntilShown(system)
}
