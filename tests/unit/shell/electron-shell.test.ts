import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PageReport } from '../../../main/service/contract.ts'
import { runElectronShell, type ShellSurroundings } from '../../../main/shell/electron/shell.ts'
import { refusedSwitches } from '../../../main/shell/electron/window.ts'
import { renewalBudget } from '../../../main/shell/ladder.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Electron as far as the shell uses it; it remembers what it was told. */
function fakeElectron(switches: readonly string[] = [], alone = true) {
  const contents = Object.assign(new EventEmitter(), {
    forcefullyCrashRenderer: vi.fn(() => queueMicrotask(() => contents.emit('render-process-gone'))),
  })
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    loadURL: vi.fn(() => Promise.resolve()),
    show: vi.fn(),
  })
  const app = Object.assign(new EventEmitter(), {
    commandLine: { hasSwitch: (name: string) => switches.includes(name), appendSwitch: vi.fn() },
    requestSingleInstanceLock: () => alone,
    enableSandbox: vi.fn(),
    whenReady: () => Promise.resolve(),
    exit: vi.fn(),
  })
  const partition = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    setBluetoothPairingHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
    protocol: { handle: vi.fn<(scheme: string, answer: (request: Request) => Promise<Response>) => void>() },
  })
  return {
    app,
    window,
    contents,
    partition,
    Menu: { setApplicationMenu: vi.fn() },
    powerSaveBlocker: { start: vi.fn() },
    protocol: { registerSchemesAsPrivileged: vi.fn() },
    session: { fromPartition: vi.fn(() => partition) },
    BrowserWindow: vi.fn(function BrowserWindow() {
      return window
    }),
  }
}

class Left extends Error {}

type Changes = Readonly<{
  switches?: readonly string[]
  alone?: boolean
  asRoot?: boolean
  development?: boolean
}>

/** Runs the shell over a service that knows of the page what `page.report` says; null: it is away. */
async function shell({ switches, alone, asRoot = false, development = false }: Changes = {}) {
  const electron = fakeElectron(switches, alone)
  const page: { report: PageReport | null } = { report: { joined: 0, health: 'gone' } }
  const proxy = vi.fn((request: Request) =>
    Promise.resolve(
      page.report === null
        ? new Response(null, { status: 503 })
        : request.url.endsWith('/api/health')
          ? Response.json({ ok: true, screen: 'welcome', page: page.report })
          : new Response('answer'),
    ),
  )
  const leave = (sentence: string): never => {
    throw new Left(sentence)
  }
  await runElectronShell({
    electron: electron as unknown as ShellSurroundings['electron'],
    proxy,
    asRoot,
    development,
    leave,
  })
  return { ...electron, page }
}

describe('the Electron shell does not start', () => {
  it.each(refusedSwitches)('with --%s', async (name) => {
    await expect(shell({ switches: [name] })).rejects.toThrow(`--${name}`)
  })

  it('as root, without a sandbox, or twice', async () => {
    await expect(shell({ asRoot: true })).rejects.toThrow('root')
    await expect(shell({ switches: ['no-sandbox'], development: true })).rejects.toThrow('--no-sandbox')
    await expect(shell({ alone: false })).rejects.toThrow('open already')
    await shell({ asRoot: true, development: true, switches: ['no-sandbox'] })
  })
})

describe('the Electron shell', () => {
  it('starts sandboxed, without a menu, with the display kept awake, pinch and history gestures off', async () => {
    const { app, window, Menu, powerSaveBlocker, protocol, session } = await shell()
    expect(app.enableSandbox).toHaveBeenCalled()
    expect(Menu.setApplicationMenu).toHaveBeenCalledWith(null)
    expect(powerSaveBlocker.start).toHaveBeenCalledWith('prevent-display-sleep')
    expect(app.commandLine.appendSwitch).toHaveBeenCalledWith('disable-pinch')
    expect(app.commandLine.appendSwitch).toHaveBeenCalledWith('overscroll-history-navigation', '0')
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      { scheme: 'app', privileges: expect.not.objectContaining({ bypassCSP: true }) },
    ])
    // In memory, without a cache: nothing of a session on the disk.
    expect(session.fromPartition).toHaveBeenCalledWith('booth', { cache: false })
    expect(window.loadURL).toHaveBeenCalledWith('app://booth/')
    expect(window.show).not.toHaveBeenCalled()
    window.emit('ready-to-show')
    expect(window.show).toHaveBeenCalled()
  })

  it('loads a page that died, froze or went white again, and leaves when that does not help', async () => {
    const { app, window, contents, page } = await shell()
    for (const [n, health] of (['gone', 'silent', 'frozen'] as const).entries()) {
      page.report = { joined: n + 1, health: 'well' }
      await vi.advanceTimersByTimeAsync(2_000)
      expect(window.loadURL).toHaveBeenCalledTimes(n + 1)
      page.report = { joined: n + 1, health }
      await vi.advanceTimersByTimeAsync(1_000)
      expect(window.loadURL).toHaveBeenCalledTimes(n + 2)
    }
    expect(app.exit).not.toHaveBeenCalled()
    expect(renewalBudget.count).toBe(3)
    contents.emit('render-process-gone')
    expect(app.exit).toHaveBeenCalledWith(1)
  })

  it('replaces the renderer for the next applicant, as often as there are applicants', async () => {
    const { app, window, contents, partition } = await shell()
    const answer = partition.protocol.handle.mock.calls[0]?.[1]
    for (let applicant = 1; applicant <= 10; applicant++) {
      await answer?.(new Request('app://booth/api/next', { method: 'POST' }))
      await vi.advanceTimersByTimeAsync(0)
      expect(contents.forcefullyCrashRenderer).toHaveBeenCalledTimes(applicant)
      expect(window.loadURL).toHaveBeenCalledTimes(applicant + 1)
    }
    expect(app.exit).not.toHaveBeenCalled()
  })

  it('waits for a service that is away, and shows its page once it is back', async () => {
    const { app, window, page } = await shell()
    page.report = null
    await vi.advanceTimersByTimeAsync(120_000)
    expect(window.loadURL).toHaveBeenCalledTimes(1)
    page.report = { joined: 0, health: 'gone' }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(window.loadURL).toHaveBeenCalledTimes(2)
    expect(app.exit).not.toHaveBeenCalled()
  })
})
