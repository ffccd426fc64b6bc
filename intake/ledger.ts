import { openStore } from './store/open-store.ts'
import type { LedgerLine } from './store/store.ts'

export type { LedgerLine }

/**
 * What an intake has received and how it was settled, read beside a running one: one line an application,
 * oldest ID first, nothing personal.
 */
export async function* ledger(database: string): AsyncIterable<LedgerLine> {
  const store = await openStore(database, 'read')
  try {
    yield* store.ledger()
  } finally {
    await store.close()
  }
}
