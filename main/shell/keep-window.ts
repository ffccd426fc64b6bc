import type { PageReport } from '../service/contract.ts'
import { CrashLadder } from './ladder.ts'
import { lookEveryMs, WindowWatch, type PageFault } from './window-watch.ts'

/** An open window, of whichever shell. */
export type ShellWindow = Readonly<{
  /** Resolves when it has ended, whyever. */
  ended: Promise<void>
  close(): Promise<void>
}>

/** Why a window was opened anew. */
export type RenewalCause = PageFault | 'ended'

export type KeepOptions = Readonly<{
  open: () => ShellWindow
  /** What the service knows of the page; null while the service is away. */
  report: () => Promise<PageReport | null>
  onRenewal: (because: RenewalCause) => void
  signal: AbortSignal
}>

/**
 * Keeps a window open: one that ends, or whose page dies, freezes or stays white, is closed and opened again; the
 * new page begins at welcome, for its nonce is new. When that does not help any more it resolves, and the process
 * ends for the service manager to begin anew.
 */
export async function keepWindow({
  open,
  report,
  onRenewal,
  signal,
}: KeepOptions): Promise<'given-up' | 'called-off'> {
  const ladder = new CrashLadder()
  while (!signal.aborted) {
    const watch = new WindowWatch(await report())
    const window = open()
    const because = await faultOf(window, watch, report, signal)
    await window.close()
    if (because === 'called-off') break
    onRenewal(because)
    // A service that was away says nothing against the window.
    if (because !== 'service-restarted' && ladder.next() === 'give-up') return 'given-up'
  }
  return 'called-off'
}

function faultOf(
  window: ShellWindow,
  watch: WindowWatch,
  report: () => Promise<PageReport | null>,
  signal: AbortSignal,
): Promise<RenewalCause | 'called-off'> {
  return new Promise((resolve) => {
    const finish = (because: RenewalCause | 'called-off'): void => {
      clearInterval(looking)
      resolve(because)
    }
    const look = async (): Promise<void> => {
      const because = watch.look(await report())
      if (because !== null) finish(because)
    }
    const looking = setInterval(() => void look(), lookEveryMs)
    signal.addEventListener('abort', () => finish('called-off'), { once: true })
    void window.ended.then(() => finish('ended'))
  })
}
