import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { FuseOptionsV1 } from 'app-builder-lib'
import { describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { leadsOut, lockContents, lockSession, windowOptions } from '../../../main/shell/electron/window.ts'

const ours = 'app://booth/'

/** Ways to name something that is not the booth. */
const foreignSchemes = [
  'http://',
  'https://',
  'file:///',
  'data:text/html,',
  'blob:https://evil.example/',
  'javascript:',
  'about:',
  'view-source:',
  'chrome://',
  'devtools://',
  'mailto:',
  'tel:',
  'smb://',
  'ftp://',
  'ws://',
] as const

describe("Electron's security checklist", () => {
  it('gives the page a sandbox and no bridge', () => {
    expect(windowOptions.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      devTools: false,
      navigateOnDragDrop: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    })
    expect(windowOptions.webPreferences).not.toHaveProperty('enableBlinkFeatures')
    expect(windowOptions.webPreferences).not.toHaveProperty('preload')
    expect(windowOptions.webPreferences?.partition).not.toMatch(/^persist:/)
  })

  it('lets our page have the camera, and nobody anything else', () => {
    const session = fakeSession()
    lockSession(session as unknown as Parameters<typeof lockSession>[0])
    const ask = (permission: string, requestingUrl: string, mediaTypes?: string[]): boolean => {
      let answer = false
      session.request?.(null, permission, (given: boolean) => (answer = given), { requestingUrl, mediaTypes })
      return answer
    }
    expect(ask('media', ours, ['video'])).toBe(true)
    expect(ask('media', ours, ['video', 'audio'])).toBe(false)
    expect(ask('media', ours, ['audio'])).toBe(false)
    expect(ask('media', ours, [])).toBe(false)
    expect(ask('media', 'https://evil.example/', ['video'])).toBe(false)
    expect(ask('media', 'app://booth.evil/', ['video'])).toBe(false)
    for (const permission of [
      'geolocation',
      'notifications',
      'midi',
      'clipboard-read',
      'fullscreen',
      'hid',
      'serial',
      'usb',
      'openExternal',
      'display-capture',
    ])
      expect(ask(permission, ours)).toBe(false)
    expect(session.check?.(null, 'media', 'app://booth', { mediaType: 'video' })).toBe(true)
    expect(session.check?.(null, 'media', 'app://booth', { mediaType: 'audio' })).toBe(false)
    for (const scheme of foreignSchemes) {
      const answer = vi.fn()
      session.beforeRequest?.({ url: `${scheme}x` }, answer)
      expect([scheme, answer.mock.calls[0]?.[0]]).toEqual([scheme, { cancel: true }])
    }
    for (const [url, cancel] of [
      [ours, false],
      ['blob:app://booth/0190a0b0', false],
      ['data:image/png;base64,AA', false],
      ['https://evil.example/', true],
      ['http://127.0.0.1:8790/', true],
      ['data:text/html,x', true],
      ['file:///etc/passwd', true],
      ['blob:https://evil.example/x', true],
    ] as const) {
      const answer = vi.fn()
      session.beforeRequest?.({ url }, answer)
      expect([url, answer.mock.calls[0]?.[0]]).toEqual([url, { cancel }])
    }
    const download = { preventDefault: vi.fn() }
    session.emitter.emit('will-download', download)
    expect(download.preventDefault).toHaveBeenCalled()
  })

  it('stays where it is: no navigation, window, webview, menu or zoom', () => {
    const emitter = new EventEmitter()
    let opened: unknown
    const contents = Object.assign(emitter, {
      setWindowOpenHandler: (handler: (details: unknown) => unknown) => (opened = handler({ url: ours })),
      setVisualZoomLevelLimits: vi.fn(() => Promise.resolve()),
      setZoomLevel: vi.fn(),
    })
    lockContents(contents as unknown as Parameters<typeof lockContents>[0])
    expect(opened).toEqual({ action: 'deny' })
    expect(contents.setVisualZoomLevelLimits).toHaveBeenCalledWith(1, 1)
    const prevented = (event: string, url?: string): boolean => {
      const preventDefault = vi.fn()
      emitter.emit(event, { preventDefault, ...(url !== undefined && { url }) })
      return preventDefault.mock.calls.length > 0
    }
    for (const url of [...foreignSchemes.map((scheme) => `${scheme}x`), 'app://other/', 'about:blank'])
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
        expect(prevented(event, url)).toBe(true)
    expect(prevented('will-navigate', ours)).toBe(false)
    expect(prevented('will-attach-webview')).toBe(true)
    expect(prevented('context-menu')).toBe(true)
    const choose = vi.fn()
    emitter.emit('select-bluetooth-device', { preventDefault: vi.fn() }, [{ deviceId: 'first' }], choose)
    expect(choose).toHaveBeenCalledWith('')
    emitter.emit('zoom-changed')
    expect(contents.setZoomLevel).toHaveBeenCalledWith(0)
  })

  it('passes on the keys of a person and none of a browser', () => {
    const plain = { control: false, meta: false, alt: false }
    for (const key of ['Tab', 'Enter', 'Escape', 'ArrowLeft', '7', 'Backspace'])
      expect(leadsOut({ key, ...plain })).toBe(false)
    for (const key of ['F5', 'F11', 'F12', 'ContextMenu']) expect(leadsOut({ key, ...plain })).toBe(true)
    expect(leadsOut({ key: 'w', ...plain, control: true })).toBe(true)
    expect(leadsOut({ key: 'ArrowLeft', ...plain, alt: true })).toBe(true)
    expect(leadsOut({ key: 'q', ...plain, meta: true })).toBe(true)
  })
})

describe('electron-builder.yml', () => {
  const configuration = parse(readFileSync('electron-builder.yml', 'utf8')) as {
    electronFuses: Record<string, boolean>
  }

  it("fits electron-builder's own schema", async () => {
    const { validateConfiguration } = createRequire(import.meta.url)(
      'app-builder-lib/out/util/config/config.js',
    ) as {
      validateConfiguration: (config: unknown, log: unknown) => Promise<void>
    }
    await expect(
      validateConfiguration(configuration, { isEnabled: false, add: () => undefined }),
    ).resolves.toBeUndefined()
    await expect(
      validateConfiguration({ ...configuration, bogus: 1 }, { isEnabled: false, add: () => undefined }),
    ).rejects.toThrow('bogus')
  })

  it('decides every fuse', () => {
    // A fuse of a later Electron is a compile error here until somebody has decided it.
    const fuses: Required<Omit<FuseOptionsV1, 'resetAdHocDarwinSignature'>> = {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    }
    expect(configuration.electronFuses).toEqual(fuses)
  })
})

type Handler = (...values: never[]) => unknown
function fakeSession() {
  const emitter = new EventEmitter()
  const fake = {
    emitter,
    request: undefined as ((...values: unknown[]) => void) | undefined,
    check: undefined as ((...values: unknown[]) => boolean) | undefined,
    setPermissionRequestHandler: (handler: Handler) => void (fake.request = handler as never),
    setPermissionCheckHandler: (handler: Handler) => void (fake.check = handler as never),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
    setBluetoothPairingHandler: vi.fn(),
    beforeRequest: undefined as
      ((details: { url: string }, answer: (response: { cancel: boolean }) => void) => void) | undefined,
    webRequest: { onBeforeRequest: (listener: Handler) => void (fake.beforeRequest = listener as never) },
    on: (event: string, listener: (...values: unknown[]) => void) => void emitter.on(event, listener),
  }
  return fake
}
