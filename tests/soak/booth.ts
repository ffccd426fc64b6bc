import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openBooth } from '../../main/cli/open-booth.ts'
import { loadConfig } from '../../main/config/load.ts'
import type { Memory } from './memory.ts'

/** What may grow in a service that runs for months. Bytes, or counts. */
export type ServiceMeasure = Memory &
  Readonly<{
    descriptors: number
    timers: number
    tempFiles: number
    /** Node's own warnings, of listeners that pile up among them. */
    warnings: number
  }>

/** The booth service as `booth start --shell none` opens it, which also measures itself when it is asked. */
const loaded = loadConfig(process.argv[2])
if (!loaded.ok || loaded.value === null) throw new Error(loaded.ok ? 'No configuration.' : loaded.error)
let warnings = 0
process.on('warning', () => warnings++)
const booth = await openBooth(loaded.value, () => undefined)

function measure(): ServiceMeasure {
  // The second pass takes what finalizers of the first have let go.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return {
    heap: heapUsed,
    resident: rss,
    descriptors: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
    tempFiles: readdirSync(tmpdir(), { recursive: true }).length,
    warnings,
  }
}

process.on('message', () => process.send?.(measure()))
process.once('disconnect', () => void booth.close().then(() => process.exit(0)))
process.send?.({ address: `${booth.url}/#${booth.access.issueCode()}` })
