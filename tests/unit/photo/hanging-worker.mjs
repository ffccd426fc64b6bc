// Stands for a photo worker that starts and then hangs or dies, by the first byte it is given.
/* oxlint-disable unicorn/require-post-message-target-origin -- a thread, not a window */
import { parentPort } from 'node:worker_threads'

parentPort.on('message', ({ bytes }) => {
  if (bytes[0] === 1) process.exit(3)
  if (bytes[0] === 2) for (;;);
  if (bytes[0] === 3) throw new Error('broken')
  parentPort.postMessage({ kind: 'checked', checked: { check: { verdict: 'accept' }, portrait: null } })
})
parentPort.postMessage({ kind: 'ready' })
