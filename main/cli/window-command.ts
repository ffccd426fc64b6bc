import { readFileSync } from 'node:fs'
import { ticketFile } from '../service/window-ticket.ts'
import { openChromiumWindow } from '../shell/chromium/window.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'

/**
 * `window`: the locked Chromium window of a service that runs as another user; ends when the browser ends, for
 * systemd to begin anew. The service leaves the address, with a code that works once, in its runtime folder.
 */
export async function windowCommand({ runtime }: { runtime: string }): Promise<number> {
  if (process.getuid?.() === 0) throw new CannotDo('The booth window does not run as root.')
  const file = ticketFile(runtime)
  let address: string
  try {
    address = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new CannotDo(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): is the booth service running?`,
    )
  }
  const window = openChromiumWindow(address, { development: false })
  const told = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await Promise.race([told, window.ended])
  await window.close()
  return exitCodes.yes
}
