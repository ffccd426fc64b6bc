import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A serial line without hardware (development and tests): `socat` holds a pseudo-terminal whose other end
 * is this object. Killing it cuts the line as an unplugged cable does; it can be started again at the same
 * path.
 */
export class PseudoTerminal {
  #process: ChildProcessByStdio<Writable, Readable, null> | undefined
  #listener: (bytes: Uint8Array) => void = () => undefined
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** Starts a line at `path` (a symbolic link, made now). Throws where `socat` is not installed. */
  static async start(path: string): Promise<PseudoTerminal> {
    const terminal = new PseudoTerminal(path)
    await terminal.plugIn()
    return terminal
  }

  get plugged(): boolean {
    return this.#process !== undefined
  }

  async plugIn(): Promise<void> {
    if (this.#process !== undefined) return
    rmSync(this.path, { force: true })
    const child = spawn('socat', ['STDIO', `pty,raw,echo=0,link=${this.path}`], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    await once(child, 'spawn')
    this.#process = child
    child.stdin.on('error', () => undefined) // EPIPE: killed while bytes were on the way
    child.stdout.on('data', (bytes: Uint8Array) => this.#listener(bytes))
    while (!existsSync(this.path)) {
      if (child.exitCode !== null)
        throw new Error(`socat ended with ${child.exitCode} before ${this.path} existed.`)
      await sleep(2)
    }
  }

  /** Cuts the line and removes its path, as pulling a USB plug does. */
  async unplug(): Promise<void> {
    const child = this.#process
    if (child === undefined) return
    this.#process = undefined
    rmSync(this.path, { force: true })
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** Sends bytes to whoever has the line open. They are dropped while unplugged. */
  send(bytes: Uint8Array | string): void {
    this.#process?.stdin.write(bytes)
  }

  /** What is written to the line, chunk by chunk. One listener: the newest. */
  onReceived(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener
  }
}
