import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron'
import { appOrigin } from './proxy.ts'

/** The one window. No preload, no Node, no bridge: the page speaks HTTP to its own origin and nothing else. */
export const windowOptions: BrowserWindowConstructorOptions = {
  kiosk: true,
  fullscreen: true,
  frame: false,
  show: false,
  backgroundColor: '#f5f2ea',
  autoHideMenuBar: true,
  closable: false,
  webPreferences: {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    devTools: false,
    spellcheck: false,
    safeDialogs: true,
    disableDialogs: true,
    navigateOnDragDrop: false,
    enableWebSQL: false,
    experimentalFeatures: false,
    plugins: false,
    // The guidance speaks on a screen that nobody has touched yet.
    autoplayPolicy: 'no-user-gesture-required',
    // Nothing of a session outlives the process: an in-memory partition.
    partition: 'booth',
  },
}

/** URL's own `origin` is "null" for a scheme of ours: protocol and host are compared. */
const isOurs = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === appOrigin
}

/** Ours, or made by the page itself (pictures of the camera, images of the style sheet). */
const isWithin = (url: string): boolean => isOurs(url) || /^(blob:app:\/\/booth\/|data:image\/)/.test(url)

/** Denies a session everything but the camera for our own page. */
export function lockSession(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setDisplayMediaRequestHandler'
    | 'setBluetoothPairingHandler'
    | 'on'
    | 'webRequest'
  >,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    answer(
      permission === 'media' &&
        isOurs(details.requestingUrl) &&
        types.length > 0 &&
        types.every((t) => t === 'video'),
    )
  })
  // The check handler allows video too, or the camera's labels vanish (electron#42775).
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      permission === 'media' &&
      isOurs(origin) &&
      (details.mediaType === 'video' || details.mediaType === 'unknown'),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  // Behind the content security policy: nothing that the window asks for leaves the machine.
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isWithin(url) }))
  session.on('will-download', (event) => event.preventDefault())
}

/** Keeps a page where it is: no navigation, no windows, no zoom, no devtools, no context menu. */
export function lockContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setVisualZoomLevelLimits' | 'setZoomLevel'>,
): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  const stay = (event: { preventDefault(): void; url?: string }): void => {
    if (event.url === undefined || !isOurs(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    // Without an answer Electron may take the first device that it finds.
    event.preventDefault()
    choose('')
  })
  contents.on('context-menu', (event) => event.preventDefault())
  contents.on('zoom-changed', () => contents.setZoomLevel(0))
  contents.on('before-input-event', (event, input) => {
    if (leadsOut(input)) event.preventDefault()
  })
  void contents.setVisualZoomLevelLimits(1, 1)
}

/** Keys that a page has no use for and a browser or a desktop has. */
const desktopKeys: ReadonlySet<string> = new Set([
  'F1',
  'F3',
  'F5',
  'F6',
  'F7',
  'F10',
  'F11',
  'F12',
  'ContextMenu',
  'BrowserBack',
  'BrowserForward',
  'PrintScreen',
])
export const leadsOut = ({
  key,
  control,
  meta,
  alt,
}: Readonly<{ key: string; control: boolean; meta: boolean; alt: boolean }>): boolean =>
  control || meta || alt || desktopKeys.has(key)

/** Switches of a command line under which the shell does not start: they would open it to somebody else. */
export const refusedSwitches = [
  'inspect',
  'inspect-brk',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'no-sandbox',
  'disable-web-security',
  'use-fake-device-for-media-stream',
  'use-fake-ui-for-media-stream',
  'load-extension',
  'js-flags',
] as const

/** Why the shell does not start, in one sentence, or null. As root Electron has no sandbox: development only. */
export function refusalOf(
  hasSwitch: (name: string) => boolean,
  { asRoot, development }: Readonly<{ asRoot: boolean; development: boolean }>,
): string | null {
  if (asRoot && !development) return 'The booth window does not run as root.'
  const refused = refusedSwitches.find(
    (name) => hasSwitch(name) && !(name === 'no-sandbox' && asRoot && development),
  )
  return refused === undefined ? null : `The booth window does not start with --${refused}.`
}
