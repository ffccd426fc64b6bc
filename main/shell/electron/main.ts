import { app, BrowserWindow, Menu, powerSaveBlocker, protocol, session } from 'electron'
import { CrashLadder } from '../ladder.ts'
import { appOrigin, boothProxy } from './proxy.ts'
import { lockContents, lockSession, refusedSwitches, windowOptions } from './window.ts'

/** The production window: shows the service's page and denies everything else. Exits for systemd to restart it. */
const socketPath = process.env['MACHINAKA_SOCKET'] ?? '/run/machinaka/booth.sock'
const developmentAsRoot = process.env['MACHINAKA_DEVELOPMENT'] === '1'

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
booth.protocol.handle('app', boothProxy({ socketPath }))

const window = new BrowserWindow(windowOptions)
const ladder = new CrashLadder()
const again = (): void => {
  if (ladder.next() === 'give-up') app.exit(1)
  else setTimeout(() => void window.loadURL(`${appOrigin}/`).catch(again), 1_000)
}
window.webContents.on('render-process-gone', again)
window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer())
window.webContents.on('did-fail-load', again)
window.once('ready-to-show', () => window.show())
await window.loadURL(`${appOrigin}/`).catch(() => undefined)
