import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ViewHost } from './session-host.ts'

/** File in the service's runtime folder; main/update reads its time. */
const idleFile = (runtimeFolder: string): string => join(runtimeFolder, 'idle')

/**
 * Keeps a file as long as nobody is in the booth: its time says since when. An update waits for it, for
 * replacing the software ends the service. The returned function takes it away.
 */
export function keepIdleMark(host: ViewHost, runtimeFolder: string): () => void {
  const file = idleFile(runtimeFolder)
  let marked = false
  const follow = (): void => {
    if (host.idle === marked) return
    marked = host.idle
    if (marked) writeFileSync(file, '')
    else rmSync(file, { force: true })
  }
  follow()
  const leave = host.onView(follow)
  return () => {
    leave()
    rmSync(file, { force: true })
  }
}
