import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sleep } from '../until.ts'

const debianConfiguration = '/usr/share/cups/cupsd.conf.default'

/** Why the real spooler cannot be had here, if so: it wants Debian's cups-daemon, and root. */
export function whyNoCups(): string | undefined {
  if (process.getuid?.() !== 0) return 'cupsd is started by root only'
  if (!existsSync('/usr/sbin/cupsd') || !existsSync(debianConfiguration))
    return 'cups-daemon is not installed'
  return undefined
}

/** A real cupsd of our own, with one queue whose backend prints into a file, and waits while a file says "no paper". */
export class Cups {
  readonly #folder: string
  readonly #port: number
  #process: ChildProcess | undefined

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.#port = port
  }

  static async start(): Promise<Cups> {
    const folder = await mkdtemp(join(tmpdir(), 'machinaka-cups-'))
    const cups = new Cups(folder, await freePort())
    await cups.#configure()
    await cups.run()
    return cups
  }

  get uri(): string {
    return `ipp://localhost:${this.#port}/printers/slip`
  }

  async run(): Promise<void> {
    const at = (name: string): string => join(this.#folder, name)
    this.#process = spawn(
      '/usr/sbin/cupsd',
      ['-f', '-c', at('etc/cupsd.conf'), '-s', at('etc/cups-files.conf')],
      { stdio: 'ignore' },
    )
    for (let attempt = 0; attempt < 200; attempt++) {
      const answers = await fetch(`http://localhost:${this.#port}/`).then(
        () => true,
        () => false,
      )
      if (answers) return
      await sleep(25)
    }
    throw new Error('cupsd does not answer.')
  }

  async halt(): Promise<void> {
    const spooler = this.#process
    this.#process = undefined
    if (spooler === undefined || spooler.exitCode !== null) return
    const gone = new Promise((resolve) => spooler.once('exit', resolve))
    spooler.kill('SIGTERM')
    await gone
  }

  async stop(): Promise<void> {
    await this.halt()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async takePaperOut(): Promise<void> {
    await writeFile(join(this.#folder, 'no-paper'), '')
  }

  async putPaperIn(): Promise<void> {
    await rm(join(this.#folder, 'no-paper'), { force: true })
  }

  printed(): Promise<Buffer> {
    return readFile(join(this.#folder, 'printed')).catch(() => Buffer.alloc(0))
  }

  async #configure(): Promise<void> {
    const at = (name: string): string => join(this.#folder, name)
    await chmod(this.#folder, 0o755)
    for (const name of ['etc', 'bin', 'bin/backend', 'bin/filter', 'spool', 'cache', 'state', 'log'])
      await mkdir(at(name))
    for (const name of ['daemon', 'notifier']) await symlink(join('/usr/lib/cups', name), at(`bin/${name}`))
    // A backend says "STATE:" on standard error (backend(7)); one that only root may run, runs as root.
    const backend = `#!/bin/sh
[ $# -eq 0 ] && { echo 'direct slip:/ "Slip" "Slip"'; exit 0; }
while [ -f '${at('no-paper')}' ]; do echo 'STATE: +media-empty-error' >&2; sleep 0.1; done
echo 'STATE: -media-empty-error' >&2
if [ -n "$6" ]; then cat "$6"; else cat; fi > '${at('printed')}'
`
    await writeFile(at('bin/backend/slip'), backend)
    await chmod(at('bin/backend/slip'), 0o700)
    const folders = {
      ServerRoot: 'etc',
      ServerBin: 'bin',
      RequestRoot: 'spool',
      CacheDir: 'cache',
      StateDir: 'state',
      AccessLog: 'log/access',
      ErrorLog: 'log/error',
      PageLog: 'log/page',
    }
    const lines = Object.entries(folders).map(([name, path]) => `${name} ${at(path)}`)
    await writeFile(
      at('etc/cups-files.conf'),
      [...lines, 'SystemGroup root', 'User lp', 'Group lp', ''].join('\n'),
    )
    await writeFile(
      at('etc/printers.conf'),
      '<Printer slip>\nDeviceURI slip:/\nState Idle\nAccepting Yes\n</Printer>\n',
    )
    // Who may print and cancel is Debian's own word.
    const policy = /<Policy default>.*?<\/Policy>/s.exec(await readFile(debianConfiguration, 'utf8'))?.[0]
    if (policy === undefined) throw new Error(`${debianConfiguration} has no default policy.`)
    const location = '<Location />\nOrder allow,deny\n</Location>'
    const settings = [
      `Listen localhost:${this.#port}`,
      'Browsing Off',
      'WebInterface No',
      'PreserveJobFiles No',
    ]
    await writeFile(at('etc/cupsd.conf'), [...settings, location, policy, ''].join('\n'))
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
