import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { System } from './booted-system.ts'
import { check } from './checks.ts'
import { secondsUntilShown } from './headless-window.ts'
import type { Releases } from './releases.ts'

const byHand = 'booth update look && booth update apply --now'

/** 0.1.0 runs: updates that stay, that go back, that are refused, and one that the power is cut in. */
export async function updates(system: System, { lay }: Releases): Promise<void> {
  const { run } = system
  const version = (): string => run("dpkg-query -W -f '${Version}' machinaka-booth").out
  const told = (): string => run('cat /var/log/machinaka/*.log').out
  const atNight = () => run('systemctl start machinaka-update.service')
  const lines = (): string => run('journalctl -u machinaka-update -n 30 --no-pager').out
  const shows = async (): Promise<void> => {
    const seconds = await secondsUntilShown(system)
    check(`the booth runs and shows its page (${seconds} s)`, seconds !== null, lines())
  }

  lay(system, '0.1.0', '0.2.0')
  const early = atNight()
  check(
    'the night’s unit waits until nobody has been inside for five minutes',
    early.code === 0 && version() === '0.1.0',
    early.out,
  )
  run('systemctl stop machinaka-booth')
  const stopped = atNight()
  check(
    'a booth that was stopped by hand is neither updated nor started',
    stopped.code === 0 &&
      version() === '0.1.0' &&
      run('systemctl is-active machinaka-booth machinaka-window').out === 'inactive\ninactive',
    lines(),
  )
  run('systemctl start machinaka-booth')
  await shows()
  run('touch -d "10 minutes ago" /run/machinaka/idle')
  const applied = atNight()
  check('then it installs 0.2.0', applied.code === 0 && version() === '0.2.0', lines())
  await shows()
  check('the journal tells', told().includes('"software-updated"'), lines())
  check(
    'configuration, keys and outbox stay',
    run('ls /var/lib/machinaka/keys /etc/machinaka/booth.json').code === 0,
  )

  const bad = [
    ['0.3.0', 'whose service does not start', 'its service did not become ready'],
    ['0.4.0', 'whose photo check has lost its networks', 'the booth was less well'],
    ['0.5.0', 'whose page is empty', 'the booth was less well'],
  ] as const
  for (const [to, fault, why] of bad) {
    lay(system, '0.2.0', to)
    const { out } = run(byHand)
    check(
      `${to}, ${fault}, is taken back`,
      out.includes(`0.2.0 was put back: ${why}`) && version() === '0.2.0',
      `${out}\n${lines()}`,
    )
    await shows()
    const again = run('booth update look')
    check('it is not tried again', /Nothing newer/.test(again.out), again.out)
  }
  lay(system, '0.2.0', '0.6.0')
  const unmet = run(byHand)
  check(
    '0.6.0, which needs what is not there, is left alone, and it says what',
    unmet.out.includes(
      '0.6.0 was not installed: it depends on a package that is not there (nobody-has-this)',
    ) && version() === '0.2.0',
    unmet.out,
  )

  lay(system, '0.2.0', '0.7.0')
  await cutInTheMiddle(system)
  for (let tries = 0; tries < 240 && !state(system).includes('"underWay": null'); tries += 1)
    await wait(1_000)
  check('after the boot the update is ended: 0.7.0 runs', version() === '0.7.0', lines())
  await shows()
  check('no package is left half', run('dpkg --audit').out === '', run('dpkg --audit').out)
}

const state = ({ root }: System): string =>
  readFileSync(join(root, 'var/lib/machinaka-update/state.json'), 'utf8')

/** While dpkg unpacks. */
async function cutInTheMiddle(system: System): Promise<void> {
  const { run } = system
  run('booth update look')
  run('systemd-run --unit=struck booth update apply --now')
  for (let tries = 0; tries < 400 && run('test -e /var/lib/machinaka-update/changing').code !== 0; tries += 1)
    await wait(50)
  await wait(1_500)
  await system.cutPower()
  check('the power is cut in the middle', /"phase": "installing"/.test(state(system)), state(system))
  await system.boot()
}
