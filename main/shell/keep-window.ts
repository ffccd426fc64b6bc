import type { Journal } from '../journal/journal.ts'
import { CrashLadder } from './ladder.ts'
import { PageWatch } from './page-watch.ts'

/** An open window, of whichever shell. */
export type ShellWindow = Readonly<{
  /** Resolves when it has ended, whyever. */
  ended: Promise<void>
  close(): Promise<void>
}>

/** How often the page's health is looked at, in milliseconds: a fraction of what it may be silent. */
const lookEveryMs = 1_000

export type KeepOptions = Readonly<{
  open: () => ShellWindow
  onHeartbeat: (listener: (painted: number) => void) => () => void
  journal: Journal
  signal: AbortSignal
}>

/**
 * Keeps a window open: one that ends, falls silent, freezes or stays white is closed and opened again; the new
 * page begins at welcome, for its nonce is new. When that does not help any more it resolves, and the process
 * ends for the service manager to begin anew.
 */
export async function keepWindow({
  open,
  onHeartbeat,
  journal,
  signal,
}: KeepOptions): Promise<'given-up' | 'called-off'> {
  const watch = new PageWatch()
  const ladder = new CrashLadder()
  const unsubscribe = onHeartbeat((painted) => watch.heard(painted))
  try {
    while (!signal.aborted) {
      watch.opened()
      const window = open()
      const because = await endOf(window, watch, signal)
      await window.close()
      if (signal.aborted) break
      journal.record('window-renewed', { because })
      if (ladder.next() === 'give-up') return 'given-up'
    }
    return 'called-off'
  } finally {
    unsubscribe()
  }
}

function endOf(
  window: ShellWindow,
  watch: PageWatch,
  signal: AbortSignal,
): Promise<'ended' | 'silent' | 'frozen'> {
  return new Promise((resolve) => {
    const finish = (because: 'ended' | 'silent' | 'frozen'): void => {
      clearInterval(look)
      signal.removeEventListener('abort', abort)
      resolve(because)
    }
    const abort = (): void => finish('ended')
    const look = setInterval(() => {
      const { health } = watch
      if (health === 'silent' || health === 'frozen') finish(health)
    }, lookEveryMs)
    signal.addEventListener('abort', abort, { once: true })
    void window.ended.then(() => finish('ended'))
  })
}
