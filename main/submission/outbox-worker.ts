import { parentPort, workerData } from 'node:worker_threads'
import { OutboxStore } from './outbox-store.ts'
import type { OutboxAnswer, OutboxCall, OutboxWorkerData } from './outbox.ts'

// SQLite waits for the disk; in its own thread only the outbox waits with it.
const { folder } = workerData as OutboxWorkerData
const port = parentPort
if (!port) throw new Error('the outbox worker runs as a worker thread only')

const store = OutboxStore.open(folder)
const answer = (message: OutboxAnswer): void => port.postMessage(message)
answer({ call: 0, ok: true, value: store.setAside ?? null })

port.on('message', (message: OutboxCall) => {
  if (message.method === 'close') {
    store.close()
    answer({ call: message.call, ok: true, value: undefined })
    port.close()
    return
  }
  try {
    const method = store[message.method] as (...values: readonly unknown[]) => unknown
    answer({ call: message.call, ok: true, value: method.apply(store, [...message.values]) })
  } catch (error) {
    answer({ call: message.call, ok: false, says: error instanceof Error ? error.message : String(error) })
  }
})
