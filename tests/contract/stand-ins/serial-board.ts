import type { PseudoTerminal } from '../../../hardware/pseudo-terminal.ts'

/** The other end of the line protocols of lamp and sensor (hardware/lamp/contract.ts, hardware/sensor/contract.ts). */
export class StandInBoard {
  readonly #terminal: PseudoTerminal
  readonly #kind: 'lamp' | 'sensor'
  #input = ''
  #talk: NodeJS.Timeout | undefined
  percent = 0
  occupied = false
  /** The light does not follow. */
  broken = false
  /** The board has hung: it says nothing. */
  mute = false

  constructor(terminal: PseudoTerminal, kind: 'lamp' | 'sensor') {
    this.#terminal = terminal
    this.#kind = kind
    terminal.onReceived((bytes) => {
      this.#input += Buffer.from(bytes).toString('latin1')
      const lines = this.#input.split('\n')
      this.#input = lines.pop() ?? ''
      for (const line of lines) this.#answer(line.trim())
    })
    // More often than the 2 s of the protocol: tests are short.
    if (kind === 'sensor') this.#talk = setInterval(() => this.#speak(), 30)
  }

  occupy(occupied: boolean): void {
    this.occupied = occupied
    this.#speak()
  }

  breakDown(): void {
    this.broken = true
    this.#say('ERR driver')
  }

  raw(bytes: Uint8Array): void {
    this.#terminal.send(bytes)
  }

  stop(): void {
    clearInterval(this.#talk)
  }

  #speak(): void {
    this.#say(`OCCUPIED ${this.occupied ? 1 : 0}`)
  }

  #answer(line: string): void {
    if (line === 'ID') return this.#say(`ID ${this.#kind} 1 Stand-in ${this.#kind}`)
    if (this.#kind === 'sensor') return
    if (this.broken) return this.#say('ERR driver')
    const wanted = /^SET (\d+)$/.exec(line)?.[1]
    if (wanted !== undefined) {
      if (Number(wanted) > 100) return this.#say('ERR range')
      this.percent = Number(wanted)
    } else if (line !== 'GET') return this.#say('ERR command')
    this.#say(`OK ${this.percent}`)
  }

  #say(line: string): void {
    if (!this.mute) this.#terminal.send(`${line}\r\n`)
  }
}
