import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import type { Places } from './places.ts'

/** Which file descriptor of `flock` the lock's is. */
const handedOver = 3

/**
 * One updater at a time: the timer's may start while a technician's is at work. Node has no file locks, so that
 * util-linux's `flock` takes it on a descriptor of ours; it is held until this process ends, however it ends.
 * @returns whether it is our turn
 */
export function takeTurn({ state }: Places): boolean {
  mkdirSync(state, { recursive: true, mode: 0o755 })
  const lock = openSync(join(state, 'turn'), 'w', 0o600)
  const { status } = spawnSync('flock', ['--nonblock', String(handedOver)], {
    stdio: ['ignore', 'ignore', 'ignore', lock],
  })
  return status === 0
}
