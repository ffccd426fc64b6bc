import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { ShellWindow } from '../keep-window.ts'

const require = createRequire(import.meta.url)

/** Electron's package downloads its runtime when it is first asked for; a dead line must not hold the booth up. */
const downloadWithinMs = 120_000

const programIn = (folder: string): string => join(folder, 'dist', 'electron')

/** Path of the Electron runtime, fetched now if it is not there yet; null where it cannot be had. */
export function electronRuntime(): string | null {
  let folder: string
  try {
    folder = dirname(require.resolve('electron/package.json'))
  } catch {
    return null
  }
  const program = programIn(folder)
  if (existsSync(program)) return program
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadWithinMs })
  return existsSync(program) ? program : null
}

/** Opens the production window over the service's Unix socket. */
export function openElectronWindow(
  runtime: string,
  options: Readonly<{ main: string; socketPath: string; development: boolean }>,
): ShellWindow {
  const asRoot = options.development && process.getuid?.() === 0
  const child = spawn(runtime, [...(asRoot ? ['--no-sandbox'] : []), options.main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      MACHINAKA_SOCKET: options.socketPath,
      ...(options.development && { MACHINAKA_DEVELOPMENT: '1' }),
    },
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return {
    ended,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
