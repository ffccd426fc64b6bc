import { readFileSync } from 'node:fs'
import { ticketFile } from '../service/window-ticket.ts'
import { openChromiumWindow } from '../shell/chromium/window.ts'
import { keepWindow } from '../shell/keep-window.ts'
import { pageReporter } from '../shell/page-reporter.ts'
import { CannotDo, exitCodes } from './cannot-do.ts'

/**
 * `window`: keeps the locked Chromium window of a service that runs as another user; ends when it cannot be kept,
 * for systemd to begin anew. The service leaves the address, with a code that works once, in its runtime folder.
 */
export async function windowCommand({ runtime }: { runtime: string }): Promise<number> {
  if (process.getuid?.() === 0) throw new CannotDo('The booth window does not run as root.')
  const { origin } = addressOf(runtime)
  const calledOff = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => calledOff.abort())
  const end = await keepWindow({
    open: () => openChromiumWindow(addressOf(runtime).href, { development: false }),
    report: pageReporter((signal) => fetch(`${origin}/api/health`, { signal })),
    // The window's user does not write the booth's journal; its own lines go to journald.
    onRenewal: (because) => process.stderr.write(`The window is opened again: ${because}.\n`),
    signal: calledOff.signal,
  })
  return end === 'called-off' ? exitCodes.yes : exitCodes.no
}

function addressOf(runtime: string): URL {
  const file = ticketFile(runtime)
  try {
    return new URL(readFileSync(file, 'utf8').trim())
  } catch (error) {
    throw new CannotDo(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): is the booth service running?`,
    )
  }
}
