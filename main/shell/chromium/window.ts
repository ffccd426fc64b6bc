import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ShellWindow } from '../keep-window.ts'
import { chromiumArguments } from './arguments.ts'

/** Debian's package; the booth downloads no browser. Development may name another. */
const chromiumProgram = '/usr/bin/chromium'
const browserOf = (development: boolean): string =>
  (development ? process.env['MACHINAKA_CHROMIUM'] : undefined) ?? chromiumProgram

/** Memory, not a disk: what a browser writes by itself is gone with the power. */
const memoryFolder = (): string =>
  [process.env['XDG_RUNTIME_DIR'], '/dev/shm', '/tmp'].find((f) => f && existsSync(f)) ?? '/tmp'

const profilePrefix = 'machinaka-window-'

const remove = (profile: string): void => rmSync(profile, { recursive: true, force: true, maxRetries: 3 })

/** A window that was struck down together with whoever kept it has left its profile. */
function removeProfilesOfBefore(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name.startsWith(profilePrefix) && lstatSync(path).uid === process.getuid?.()) remove(path)
  }
}

/** Opens the booth's page in a locked Chromium with an empty profile of its own. */
export function openChromiumWindow(
  address: string,
  options: Readonly<{ development: boolean }>,
): ShellWindow {
  const folder = memoryFolder()
  // A booth has one window, a developer may have several.
  if (!options.development) removeProfilesOfBefore(folder)
  const profile = mkdtempSync(join(folder, profilePrefix))
  const withoutSandbox = options.development && process.getuid?.() === 0
  const wayland = process.env['WAYLAND_DISPLAY'] !== undefined
  const switches = chromiumArguments({ address, profile, withoutSandbox, wayland })
  const browser = [browserOf(options.development), ...switches]
  const child: ChildProcess = spawn(
    // The window ends with whoever opened it, however that ends: nobody stands before a screen without a service.
    'setpriv',
    ['--pdeathsig', 'KILL', ...browser],
    {
      // What Chromium complains about on its own account names no applicant and helps nobody at a booth.
      stdio: 'ignore',
      // Its processes end together.
      detached: true,
    },
  )
  const ended = new Promise<void>((resolve) => {
    const gone = (): void => {
      remove(profile)
      resolve()
    }
    child.once('exit', gone)
    child.once('error', gone)
  })
  return {
    ended,
    async close() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        try {
          process.kill(-child.pid, 'SIGKILL')
        } catch {
          child.kill('SIGKILL')
        }
      }
      await ended
    },
  }
}
