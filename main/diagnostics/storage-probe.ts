import { open, statfs, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { found, type Probe, type ProbeFinding } from './probe.ts'

const megabyte = 1024 * 1024
/** A page of the database. */
const writtenBytes = 4096
const writes = 5
/** A solid-state disk syncs in a few milliseconds, a worn card in hundreds: then "confirm" is felt. */
const usualSlowSyncMs = 200
/** Twice what the outbox insists on: time to act. */
const fillingFactor = 2

export type StorageOptions = Readonly<{
  /** The booth's state folder. */
  folder: string
  minFreeMegabytes: number
  slowSyncMs?: number
  /** SQLite's own check of the outbox; false is damage. */
  integrity?: (signal: AbortSignal) => Promise<boolean>
  /** Damaged outbox files that were kept apart. */
  setAside?: () => number
}>

export const storageProbe = ({
  folder,
  minFreeMegabytes,
  slowSyncMs = usualSlowSyncMs,
  integrity,
  setAside,
}: StorageOptions): Probe => ({
  section: 'storage',
  test: 'self',
  level: 'internal',
  async run(signal) {
    let syncMs: number
    let freeMegabytes: number
    try {
      syncMs = await medianSync(folder)
      const { bavail, bsize } = await statfs(folder)
      freeMegabytes = Math.floor((bavail * bsize) / megabyte)
    } catch (error) {
      return found({
        code: 'storage-not-writable',
        detail: (error as NodeJS.ErrnoException).code ?? 'unknown',
      })
    }
    const sound = integrity === undefined || (await integrity(signal))
    const findings: ProbeFinding[] = []
    if (freeMegabytes < minFreeMegabytes) findings.push({ code: 'disk-full' })
    else if (freeMegabytes < minFreeMegabytes * fillingFactor) findings.push({ code: 'disk-filling' })
    if (syncMs > slowSyncMs) findings.push({ code: 'storage-slow' })
    if (!sound) findings.push({ code: 'storage-damaged' })
    if ((setAside?.() ?? 0) > 0) findings.push({ code: 'outbox-set-aside' })
    return {
      measures: [
        { name: 'free', value: freeMegabytes, unit: 'MB', least: minFreeMegabytes * fillingFactor },
        { name: 'sync', value: syncMs, unit: 'ms', most: slowSyncMs },
        ...(integrity === undefined ? [] : [{ name: 'integrity', value: sound, unit: '' }]),
      ],
      findings,
    }
  },
})

/** Median time to write a page and have it on the disk, milliseconds. */
const medianSync = async (folder: string): Promise<number> => {
  const path = join(folder, '.sync-test')
  const file = await open(path, 'w', 0o600)
  try {
    const times: number[] = []
    for (let write = 0; write < writes; write += 1) {
      const began = performance.now()
      await file.write(new Uint8Array(writtenBytes), 0, writtenBytes, write * writtenBytes)
      await file.sync()
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    return Math.round((times[Math.floor(writes / 2)] ?? 0) * 10) / 10
  } finally {
    await file.close()
    await unlink(path)
  }
}
