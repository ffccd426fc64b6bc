import type { IntakeLog } from './log.ts'
import type { Store } from './store/store.ts'

/**
 * An accepted application stays open for this long: no second one for its form is taken. From acceptance to
 * the notice it takes about a month; a lost card can be applied for with the same form later.
 */
const openDays = 90
const everyMs = 3_600_000
const day = 86_400_000

/** Forgets, once an hour, the form marks of applications that are no longer open. Answers how to stop. */
export function startRetention(store: Store, log: IntakeLog): () => void {
  const sweep = async () => {
    const closed = await store.closeForms(new Date(Date.now() - openDays * day).toISOString())
    if (closed > 0) log('forms-closed', { count: closed })
  }
  const timer = setInterval(() => void sweep().catch(() => log('fault', { kind: 'retention' })), everyMs)
  return () => clearInterval(timer)
}
