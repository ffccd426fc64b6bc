import { spawn, spawnSync, type ChildProcess, type SpawnSyncOptions } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A Debian in a folder: made by debootstrap, changed by chroot, and booted by its own systemd in a container. */
export type System = Readonly<{
  root: string
  /** Runs a shell command in it: by chroot, or inside the booted container. */
  run(command: string): Readonly<{ code: number; out: string }>
  boot(): Promise<void>
  /** As the switch at the wall does it. */
  cutPower(): Promise<void>
}>

const bootWithinMs = 120_000

export function makeSystem(folder: string): System {
  const base = join(folder, 'base')
  const root = join(folder, 'booth')
  if (!existsSync(join(base, 'usr/bin/Xwayland'))) makeBase(base)
  rmSync(root, { recursive: true, force: true })
  must(spawnSync('cp', ['-a', base, root], options))

  let container: ChildProcess | null = null
  let leader: string | null = null
  const enter = (command: string): readonly [string, readonly string[]] =>
    leader === null
      ? ['chroot', [root, 'sh', '-c', command]]
      : ['nsenter', ['-t', leader, '-a', 'sh', '-c', command]]
  const system: System = {
    root,
    run(command) {
      const [program, args] = enter(command)
      const { status, stdout, stderr } = spawnSync(program, args, {
        encoding: 'utf8',
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
        maxBuffer: 64 * 1024 ** 2,
      })
      return { code: status ?? -1, out: `${stdout}${stderr}`.trim() }
    },
    async boot() {
      container = spawn(
        'systemd-nspawn',
        ['-q', '-D', root, '--boot', '--register=no', '--keep-unit', '--private-network'],
        { stdio: 'ignore' },
      )
      const until = Date.now() + bootWithinMs
      while (Date.now() < until) {
        const child = spawnSync('pgrep', ['-P', String(container.pid)], { encoding: 'utf8' }).stdout.trim()
        leader = child === '' ? null : child
        if (leader !== null && /running|degraded/.test(system.run('systemctl is-system-running').out)) return
        await wait(500)
      }
      throw new Error('The container does not boot.')
    },
    async cutPower() {
      if (leader !== null) process.kill(Number(leader), 'SIGKILL')
      leader = null
      const ended = container
      if (ended !== null && ended.exitCode === null)
        await new Promise<void>((resolve) => void ended.once('exit', () => resolve()))
      container = null
    },
  }
  return system
}

/** With what the booth's package depends on: it is the same at each run, and most of the time that it takes. */
function makeBase(base: string): void {
  rmSync(base, { recursive: true, force: true })
  mkdirSync(base, { recursive: true })
  const include = '--include=systemd,systemd-sysv,dbus,udev,ca-certificates'
  must(spawnSync('debootstrap', ['--variant=minbase', include, 'bookworm', base], options))
  // The browser comes from the security updates. A machine's own way to a mirror goes along.
  writeFileSync(
    join(base, 'etc/apt/sources.list'),
    `deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian-security bookworm-security main
`,
  )
  for (const file of ['/etc/resolv.conf', '/etc/hosts', '/etc/apt/apt.conf.d'])
    if (existsSync(file)) cpSync(file, join(base, file), { recursive: true, dereference: true })
  const apt = 'apt-get update -q && apt-get install -y -q --no-install-recommends'
  must(
    spawnSync(
      'chroot',
      [base, 'sh', '-c', `${apt} chromium cage xwayland fonts-noto-cjk libpam-systemd`],
      options,
    ),
  )
}

const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'] }

function must({ status, error }: Readonly<{ status: number | null; error?: Error }>): void {
  if (status !== 0) throw error ?? new Error(`a program ended with ${status}`)
}
