import { app, BrowserWindow, Menu, powerSaveBlocker, protocol, session } from 'electron'
import { CrashLadder } from '../ladder.ts'
import { appOrigin, boothProxy } from './proxy.ts'
import { lockContents, lockSession, refusedSwitches, windowOptions } from './window.ts'

/** The production window: shows the service's page and denies everything else. Exits for systemd to restart it. */
const socketPath = process.env['MACHINAKA_SOCKET'] ?? '/run/machinaka/booth.sock'
const developmentAsRoot = process.env['MACHINAKA_DEVELOPMENT'] === '1'

/** A service that restarts is back within seconds. */
const reloadAfterMs = 1_000

const leave = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}
if (process.getuid?.() === 0 && !developmentAsRoot) leave('The booth window does not run as root.')
for (const name of refusedSwitches)
  if (app.commandLine.hasSwitch(name) && !(name === 'no-sandbox' && developmentAsRoot))
    leave(`The booth window does not start with --${name}.`)
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
const proxy = boothProxy({ socketPath })
booth.protocol.handle('app', async (request) => {
  const answer = await proxy(request)
  if (answer.ok && new URL(request.url).pathname === '/api/next') renew()
  return answer
})

const window = new BrowserWindow(windowOptions)
const { webContents } = window
const ladder = new CrashLadder()
let renewing = false

const load = (): void => void window.loadURL(`${appOrigin}/`).catch(() => undefined) // did-fail-load says it too

/** The next applicant begins in a new renderer process: what the old one has seen goes with it. */
function renew(): void {
  renewing = true
  webContents.forcefullyCrashRenderer()
}
function again(): void {
  if (renewing) {
    renewing = false
    load()
  } else if (ladder.next() === 'give-up') app.exit(1)
  else setTimeout(load, reloadAfterMs)
}
webContents.on('render-process-gone', again)
webContents.on('unresponsive', () => webContents.forcefullyCrashRenderer())
webContents.on('did-fail-load', again)
window.once('ready-to-show', () => window.show())
load()
