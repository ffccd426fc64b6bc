import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { OutboxStore } from '../../../main/submission/outbox-store.ts'
import { digestOf } from '../../../main/submission/seal.ts'

/**
 * Adds rows until one is refused; then the power goes, before anything else is written. Says on standard output
 * which were kept.
 */
const store = OutboxStore.open(process.argv[2] ?? '')
for (let index = 1; index <= 20; index += 1) {
  const envelope = randomBytes(20_000)
  const row = {
    id: `row-${index}`,
    reference: `ref-${index}`,
    formMac: randomBytes(32),
    envelope,
    digest: digestOf(envelope),
  }
  const added = store.add(row, { maxWaiting: 100, minFreeBytes: 0 })
  if (added.ok) writeSync(1, `${row.id}\n`)
  else process.kill(process.pid, 'SIGKILL')
}
