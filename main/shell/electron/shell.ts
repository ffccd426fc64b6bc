import type * as Electron from 'electron'
import { CrashLadder } from '../ladder.ts'
import { pageReporter } from '../page-reporter.ts'
import { lookEveryMs, WindowWatch } from '../window-watch.ts'
import { appOrigin } from './proxy.ts'
import { lockContents, lockSession, refusalOf, windowOptions } from './window.ts'

export type ShellSurroundings = Readonly<{
  electron: Pick<
    typeof Electron,
    'app' | 'BrowserWindow' | 'Menu' | 'powerSaveBlocker' | 'protocol' | 'session'
  >
  proxy: (request: Request) => Promise<Response>
  asRoot: boolean
  development: boolean
  /** Ends the process with one sentence. */
  leave: (sentence: string) => never
}>

/** Opens the window and keeps its page alive; a page that cannot be kept ends the process for systemd to begin anew. */
export async function runElectronShell({
  electron,
  proxy,
  asRoot,
  development,
  leave,
}: ShellSurroundings): Promise<void> {
  const { app, BrowserWindow, Menu, powerSaveBlocker, protocol, session } = electron
  const refusal = refusalOf((name) => app.commandLine.hasSwitch(name), { asRoot, development })
  if (refusal !== null) leave(refusal)
  if (!app.requestSingleInstanceLock()) leave('The booth window is open already.')

  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: false },
    },
  ])
  app.enableSandbox()
  app.commandLine.appendSwitch('disable-pinch')
  app.commandLine.appendSwitch('overscroll-history-navigation', '0')
  app.commandLine.appendSwitch(
    'disable-features',
    'Translate,OverscrollHistoryNavigation,TouchpadOverscrollHistoryNavigation',
  )
  app.commandLine.appendSwitch('disable-breakpad')
  app.on('web-contents-created', (_event, contents) => lockContents(contents))

  await app.whenReady()
  Menu.setApplicationMenu(null)
  powerSaveBlocker.start('prevent-display-sleep')
  const booth = session.fromPartition('booth', { cache: false })
  lockSession(booth)
  booth.protocol.handle('app', async (request) => {
    const answer = await proxy(request)
    // The next applicant begins in a new renderer process: what the old one has seen goes with it.
    if (answer.ok && new URL(request.url).pathname === '/api/next') replaceRenderer()
    return answer
  })

  const window = new BrowserWindow(windowOptions)
  const { webContents } = window
  const ladder = new CrashLadder()
  const report = pageReporter((signal) => proxy(new Request(`${appOrigin}/api/health`, { signal })))
  let watch: WindowWatch | null = null
  let replacing = false

  function replaceRenderer(): void {
    replacing = true
    webContents.forcefullyCrashRenderer()
  }
  async function load(): Promise<void> {
    watch = null
    watch = new WindowWatch(await report())
    // A load that fails brings no page: the watch tells.
    await window.loadURL(`${appOrigin}/`).catch(() => undefined)
  }
  webContents.on('render-process-gone', () => {
    const planned = replacing
    replacing = false
    if (planned || ladder.next() === 'renew') void load()
    else app.exit(1)
  })
  webContents.on('unresponsive', () => webContents.forcefullyCrashRenderer())
  window.once('ready-to-show', () => window.show())
  await load()

  async function look(): Promise<void> {
    const because = watch?.look(await report()) ?? null
    if (because === 'service-restarted') await load()
    else if (because !== null) webContents.forcefullyCrashRenderer()
  }
  setInterval(() => void look(), lookEveryMs)
}
