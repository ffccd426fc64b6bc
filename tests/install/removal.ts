import type { System } from './booted-system.ts'
import { check } from './checks.ts'

/** Removal and purge, which must not take along what could never be sent again. */
export function removal({ run }: System): void {
  const kept = 'test -d /var/lib/machinaka/keys -a -e /etc/machinaka/booth.json'
  const removed = run('dpkg --remove machinaka-booth')
  check(
    'removed, service and window are gone; outbox, keys and configuration stay',
    removed.code === 0 &&
      run(kept).code === 0 &&
      run('systemctl is-active machinaka-booth machinaka-window')
        .out.split('\n')
        .every((line) => line !== 'active'),
    removed.out,
  )
  run('rm -f /var/lib/machinaka/nothing-waits; mkdir -p /var/lib/machinaka/outbox')
  const full = run('dpkg --purge machinaka-booth')
  check(
    'purged while applications may wait, outbox, keys and configuration stay',
    full.code === 0 && run(kept).code === 0,
    full.out,
  )
  run('dpkg -i /root/booth.deb && rm -rf /var/lib/machinaka/outbox && dpkg --remove machinaka-booth')
  const empty = run('dpkg --purge machinaka-booth')
  check(
    'purged while nothing waits, nothing stays but the users',
    empty.code === 0 &&
      run('ls -d /var/lib/machinaka /etc/machinaka /var/log/machinaka /usr/lib/machinaka').out.match(
        /No such/g,
      )?.length === 4,
    `${empty.out}\n${run('ls -d /var/lib/machinaka* /etc/machinaka /var/log/machinaka /usr/lib/machinaka').out}`,
  )
}
