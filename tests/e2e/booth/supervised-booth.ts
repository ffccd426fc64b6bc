import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { PseudoTerminal } from '../../../hardware/pseudo-terminal.ts'
import { outboxFolder } from '../../../main/cli/outbox-command.ts'
import type { Config } from '../../../main/config/schema.ts'
import { writeCameraVideo } from '../../../main/demo/camera-video.ts'
import { drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { prepareGround } from '../../../main/demo/ground.ts'
import { JournalReader } from '../../../main/demo/journal-reader.ts'
import { systemChromium } from '../../../main/demo/window.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'
import { listOutbox } from '../../../main/submission/commands.ts'
import { openSubmission } from '../../../main/submission/submission.ts'

export const xvfb = '/usr/bin/Xvfb'
const cli = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts')

/** As in packaging/systemd/machinaka-booth.service. */
const restartAfterMs = 2_000

/**
 * `booth start --shell chromium` on a display of its own: the booth's own shell opens its own window and brings it
 * back; whoever made this stands for systemd alone (Restart=always). The intake is away, and one application of
 * somebody before lies sealed in the outbox.
 */
export class SupervisedBooth implements AsyncDisposable {
  readonly reader: PseudoTerminal
  readonly journal: JournalReader
  readonly #config: Config
  readonly #debuggingPort: number
  readonly #start: () => ChildProcess
  readonly #undo: AsyncDisposableStack
  #service: ChildProcess
  #over = false

  private constructor(
    parts: Readonly<{
      reader: PseudoTerminal
      config: Config
      debuggingPort: number
      start: () => ChildProcess
      undo: AsyncDisposableStack
    }>,
  ) {
    this.reader = parts.reader
    this.#config = parts.config
    this.#debuggingPort = parts.debuggingPort
    this.#start = parts.start
    this.#undo = parts.undo
    this.journal = new JournalReader(parts.config.journal.folder)
    this.#service = this.#run()
  }

  static async open(): Promise<SupervisedBooth> {
    await using building = new AsyncDisposableStack()
    const folder = mkdtempSync(join(tmpdir(), 'machinaka-supervised-'))
    building.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
    const display = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    building.defer(() => void display.kill())
    const [number] = (await once(display.stdout, 'data')) as [Buffer]

    const line = join(folder, 'code-reader')
    const reader = await PseudoTerminal.start(line)
    building.defer(() => reader.unplug())
    const port = await freePort()
    const { config, configFile, intake } = await prepareGround(folder, ({ devices, service }) => ({
      service: { ...service, listen: { on: 'port', port } },
      devices: {
        ...devices,
        codeReader: { driver: 'serial-line', port: line, baudRate: 9600 },
        camera: { driver: 'uvc', device: '', width: 1280, height: 960, frameRate: 30 },
      },
    }))
    await intake.stop()
    await confirmSomebody(config)

    const debuggingPort = await freePort()
    const browser = join(folder, 'chromium')
    const video = join(folder, 'camera.mjpeg')
    await writeCameraVideo(await renderSvg(drawApplicant({}), 'png'), 'the drawn applicant', video)
    writeFileSync(browser, watchedBrowser(debuggingPort, video))
    chmodSync(browser, 0o755)
    const args = ['start', '--shell', 'chromium', '--config', configFile]
    const start = (): ChildProcess =>
      spawn(process.execPath, [cli, ...args], {
        stdio: 'ignore',
        env: { ...process.env, DISPLAY: `:${number.toString().trim()}`, MACHINAKA_CHROMIUM: browser },
      })
    return new SupervisedBooth({ reader, config, debuggingPort, start, undo: building.move() })
  }

  get origin(): string {
    const { listen } = this.#config.service
    return listen.on === 'port' ? `http://127.0.0.1:${listen.port}` : ''
  }

  /** What lies in the outbox, by reference; read beside the running service. */
  outbox(): string[] {
    const rows = listOutbox(outboxFolder(this.#config.storage.folder))
    if (!rows.ok) throw new Error(rows.error)
    return rows.value.map(({ reference }) => reference).toSorted()
  }

  /** The page that the window shows, as soon as it has one; its window must be closed before another is asked for. */
  async page(withinMs: number): Promise<Page> {
    const until = Date.now() + withinMs
    for (;;) {
      try {
        const browser = await chromium.connectOverCDP(`http://127.0.0.1:${this.#debuggingPort}`, {
          timeout: 2_000,
        })
        const page = browser.contexts()[0]?.pages()[0]
        if (page !== undefined) return page
      } catch (error) {
        if (Date.now() > until) throw error
      }
      await sleep(50)
    }
  }

  async renderers(page: Page): Promise<number[]> {
    const session = await page.context().browser()?.newBrowserCDPSession()
    const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] }
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  }

  /** The browser's own process, whose end ends the window. */
  get window(): number {
    const [kiosk] = this.#children('--kiosk')
    if (kiosk === undefined) throw new Error('the service has no window')
    return kiosk
  }

  get service(): number {
    return this.#service.pid ?? 0
  }

  /** Ends every photo worker; how many there were. */
  killPhotoWorkers(): number {
    const workers = this.#children('/photo/worker')
    for (const pid of workers) process.kill(pid, 'SIGKILL')
    return workers.length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true
    if (this.#service.exitCode === null && this.#service.signalCode === null) {
      const gone = once(this.#service, 'exit')
      this.#service.kill('SIGTERM')
      await gone
    }
    await this.#undo.disposeAsync()
  }

  /** Processes of the service whose command line holds a word. */
  #children(word: string): number[] {
    const { pid } = this.#service
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    return children
      .filter((child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(word))
      .map(Number)
  }

  #run(): ChildProcess {
    const service = this.#start()
    service.once('exit', () => void this.#again())
    return service
  }

  async #again(): Promise<void> {
    await sleep(restartAfterMs)
    if (this.#over) return
    this.#service = this.#run()
  }
}

/** Debian's Chromium as the test needs it: it can be looked into, and its camera shows the drawn applicant. */
const watchedBrowser = (port: number, video: string): string => `#!/bin/sh
exec ${systemChromium} --remote-debugging-port=${port} --use-fake-device-for-media-stream \\
  --use-fake-ui-for-media-stream --use-file-for-fake-video-capture=${video} "$@"
`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function confirmSomebody({ storage, intake }: Config): Promise<void> {
  const submission = await openSubmission({
    outboxFolder: outboxFolder(storage.folder),
    keysFolder: intake.keysFolder,
    intakeUrl: intake.url,
    development: true,
    journal: { record: () => undefined },
  })
  const confirmed = await submission.confirm({
    formId: '48210000000000000000017',
    dateOfBirth: '1987-03-21',
    signatureCertificate: true,
    authenticationCertificate: true,
    brailleName: false,
    specialReason: false,
    language: 'ja',
    portrait: new Uint8Array(20_000).fill(7),
  })
  await submission.close()
  if (!confirmed.ok) throw new Error(confirmed.error.code)
}
