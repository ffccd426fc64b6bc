import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { EventFacts } from '../../../main/journal/journal.ts'
import type { CuttingProxy } from './cutting-proxy.ts'
import { startCuttingProxy } from './cutting-proxy.ts'
import { seeded } from '../../seeded.ts'

/** What a booth process is started with: one JSON argument. Indices are those of `application()`. */
export type BoothOrder = Readonly<{
  outboxFolder: string
  keysFolder: string
  intakeUrl: string
  portraitFile: string
  next: number
  until: number
  verbose: boolean
}>

/** A line of a booth process's standard output. */
export type BoothWord =
  | Readonly<{ says: 'open'; pid: number }>
  | Readonly<{ says: 'drained' }>
  | Readonly<{ says: 'trying'; index: number }>
  | Readonly<{ says: 'confirmed'; index: number; id: string }>
  | Readonly<{ says: 'kept'; index: number; reference: string }>
  | Readonly<{ says: 'not-kept'; index: number; because: string }>
  | Readonly<{ says: 'event'; event: string; facts: EventFacts }>

type Child = ReturnType<typeof start>

/** What applicants were told, and where kills fell between being asked and being told. */
export type Told = {
  /** Index by application ID. */
  confirmed: Map<string, number>
  /** Index by reference of those said to be kept already, after a kill. */
  kept: Map<string, number>
  /** Indices that were being tried when their booth was killed. */
  interrupted: Set<number>
  next: number
}

const boothProgram = fileURLToPath(new URL('booth-process.ts', import.meta.url))
const intakeProgram = fileURLToPath(new URL('../../../intake/main.ts', import.meta.url))

/** @param errors descriptor of a file for standard error. */
const start = (program: string, parameters: readonly string[], errors: number) => {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', errors] })
  if (!child.stdout) throw new Error('a piped output is there')
  return Object.assign(child, { stdout: child.stdout })
}

const kill = async (child: Child | undefined, signal: NodeJS.Signals): Promise<number | null> => {
  if (!child) return null
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
  return child.exitCode
}

export type Scene = Readonly<{
  folder: string
  keysFolder: string
  portraitFile: string
}>

/** Booth and intake as real processes with a line between them, each of which can be struck down and put up again. */
export class Torture {
  readonly #scene: Scene
  readonly proxy: CuttingProxy
  readonly told: Told = { confirmed: new Map(), kept: new Map(), interrupted: new Set(), next: 1 }
  #booth: Child | undefined
  #intake: Child | undefined
  readonly #errors: number
  #trying: number | undefined
  #drained = false
  #until = 0
  #boothUp = false
  #intakeUp = false

  private constructor(scene: Scene, proxy: CuttingProxy) {
    this.#scene = scene
    this.proxy = proxy
    this.#errors = openSync(join(scene.folder, 'errors.log'), 'a')
  }

  static async begin(scene: Scene): Promise<Torture> {
    return new Torture(scene, await startCuttingProxy())
  }

  get database(): string {
    return join(this.#scene.folder, 'intake', 'intake.sqlite')
  }
  get outboxFolder(): string {
    return join(this.#scene.folder, 'booth-17', 'outbox')
  }
  get drained(): boolean {
    return this.#drained
  }

  startIntake(): void {
    const child = start(
      intakeProgram,
      [
        'serve',
        '--development',
        '--json',
        '--port=0',
        `--database=${this.database}`,
        `--keys=${join(this.#scene.folder, 'intake', 'keys')}`,
      ],
      this.#errors,
    )
    this.#intake = child
    this.#intakeUp = false
    createInterface(child.stdout).on('line', (line) => {
      const { url } = JSON.parse(line) as { url: string }
      if (this.#intake !== child) return
      this.proxy.target(Number(new URL(url).port))
      this.#intakeUp = true
    })
  }

  /** @param until the index at which the booth stops confirming and only sends. */
  startBooth(until: number): void {
    this.#until = until
    this.#trying = undefined
    this.#drained = false
    this.#boothUp = false
    const order: BoothOrder = {
      outboxFolder: this.outboxFolder,
      keysFolder: this.#scene.keysFolder,
      intakeUrl: `http://127.0.0.1:${this.proxy.port}`,
      portraitFile: this.#scene.portraitFile,
      next: this.told.next,
      until,
      verbose: false,
    }
    this.#booth = start(boothProgram, [JSON.stringify(order)], this.#errors)
    createInterface(this.#booth.stdout).on('line', (line) => this.#heard(JSON.parse(line) as BoothWord))
  }

  async killBooth(): Promise<void> {
    await this.#endBooth('SIGKILL')
    if (this.#trying !== undefined) this.told.interrupted.add(this.#trying)
    this.#trying = undefined
  }

  async killIntake(): Promise<void> {
    await kill(this.#intake, 'SIGKILL')
  }

  /** Both as a system would stop them. @returns their exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    const codes = [await this.#endBooth('SIGTERM'), await kill(this.#intake, 'SIGTERM')]
    await this.proxy.close()
    return codes
  }

  async end(): Promise<void> {
    await kill(this.#booth, 'SIGKILL')
    await kill(this.#intake, 'SIGKILL')
    await this.proxy.close().catch(() => {})
  }

  /**
   * Strikes up to `kills` times within `milliseconds` at random moments; between them the line is cut at
   * random bytes.
   * @returns how often each was struck.
   */
  async strike(
    kills: number,
    milliseconds: number,
    seed: number,
  ): Promise<Readonly<{ booth: number; intake: number; line: number }>> {
    const random = seeded(seed)
    const struck = { booth: 0, intake: 0, line: 0 }
    const until = performance.now() + milliseconds
    while (struck.booth + struck.intake < kills && performance.now() < until) {
      // A quarter may fall into the start of a process, the rest into its work.
      if (random() < 0.25) await delay(random() * 1_000)
      else {
        await this.#bothUp()
        await delay(random() * 400)
      }
      const which = random()
      if (which < 0.3) {
        struck.line += 1
        const direction = random() < 0.6 ? 'up' : 'down'
        if (random() < 0.5) this.proxy.cutAll()
        else
          this.proxy.cutNext({
            direction,
            afterBytes: Math.floor(random() * (direction === 'up' ? 60_000 : 1_200)),
          })
      } else if (which < 0.7) {
        struck.booth += 1
        await this.killBooth()
        this.startBooth(this.#until)
      } else {
        struck.intake += 1
        await this.killIntake()
        this.startIntake()
      }
    }
    return struck
  }

  /** What booth and intake said on standard error, without the intake's journal. */
  errors(): string {
    const lines = readFileSync(join(this.#scene.folder, 'errors.log'), 'utf8').split('\n')
    return lines
      .filter((line) => !line.startsWith('{'))
      .slice(-40)
      .join('\n')
  }

  async #bothUp(): Promise<void> {
    const until = performance.now() + 30_000
    while (!this.#boothUp || !this.#intakeUp) {
      if (performance.now() > until)
        throw new Error(`booth or intake did not start within half a minute\n${this.errors()}`)
      await delay(10)
    }
  }

  async #endBooth(signal: NodeJS.Signals): Promise<number | null> {
    const booth = this.#booth
    const silent = booth && !booth.stdout.closed ? once(booth.stdout, 'close') : undefined
    const code = await kill(booth, signal)
    // What it said before its end is still in the pipe.
    await silent
    return code
  }

  #heard(word: BoothWord): void {
    switch (word.says) {
      case 'trying':
        this.#trying = word.index
        return
      case 'confirmed':
        this.told.confirmed.set(word.id, word.index)
        this.#told(word.index)
        return
      case 'kept':
        this.told.kept.set(word.reference, word.index)
        this.#told(word.index)
        return
      case 'drained':
        this.#drained = true
        return
      case 'open':
        this.#boothUp = true
        return
      case 'not-kept':
      case 'event':
    }
  }

  #told(index: number): void {
    this.#trying = undefined
    this.told.next = index + 1
  }
}
