import type { Booth } from '../service/booth.ts'
import { openChromiumWindow } from './chromium/window.ts'
import { electronRuntime, openElectronWindow } from './electron/runtime.ts'
import type { ShellWindow } from './keep-window.ts'

export const shells = ['electron', 'chromium', 'none'] as const
export type Shell = (typeof shells)[number]

export type ChosenShell = Readonly<{ name: 'electron'; runtime: string } | { name: 'chromium' | 'none' }>

/**
 * The shell asked for; where none is, Electron if its runtime is or can be had, else the system's Chromium.
 * @throws a one-sentence Error where Electron was asked for and cannot be had
 */
export function chooseShell(wanted: Shell | undefined, say: (line: string) => void): ChosenShell {
  if (wanted === 'chromium' || wanted === 'none') return { name: wanted }
  const runtime = electronRuntime()
  if (runtime !== null) return { name: 'electron', runtime }
  if (wanted === 'electron')
    throw new Error(
      "Electron's runtime is not here and could not be downloaded; --shell chromium works without it.",
    )
  say("Electron's runtime could not be downloaded: the system's Chromium shows the booth.")
  return { name: 'chromium' }
}

/**
 * How a window of the booth is opened, or null for none. Each Chromium window gets a one-time code of its own.
 * @throws a one-sentence Error where the service does not listen as the shell needs it
 */
export function windowOpener(
  shell: ChosenShell,
  booth: Booth,
  electronMain: string,
): (() => ShellWindow) | null {
  const { development, service } = booth.config
  const { listen } = service
  switch (shell.name) {
    case 'none':
      return null
    case 'electron': {
      if (listen.on !== 'socket') throw new Error('The Electron window needs service.listen.on "socket".')
      const options = { main: electronMain, socketPath: listen.path, development }
      return () => openElectronWindow(shell.runtime, options)
    }
    case 'chromium':
      if (booth.url === null) throw new Error('The Chromium window needs service.listen.on "port".')
      return () => openChromiumWindow(`${booth.url}/#${booth.access.issueCode()}`, { development })
  }
}
