import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Node options under which `snapshotOfProcess` works. `folder` is searched with the rest, so keep it apart. */
export const snapshotOptions = (folder: string): string[] => [
  '--heapsnapshot-signal=SIGUSR2',
  `--diagnostic-dir=${folder}`,
]

const snapshotsIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.heapsnapshot'))

/** Milliseconds: a snapshot of 200 MB on a busy machine. */
const patienceMs = 60_000

/**
 * Everything reachable in a Node process after garbage collection, as V8's JSON; the file is written to the
 * folder of `snapshotOptions`. Strings are cut to their first 1,024 characters by V8, and the content of
 * buffers is not in it: see `bufferSizes`.
 */
export const snapshotOfProcess = async (pid: number, folder: string): Promise<Buffer> => {
  const before = new Set(snapshotsIn(folder))
  process.kill(pid, 'SIGUSR2')
  const until = performance.now() + patienceMs
  for (;;) {
    const made = snapshotsIn(folder).find((name) => !before.has(name))
    if (made !== undefined) {
      const path = join(folder, made)
      const size = statSync(path).size
      await delay(200)
      // Complete when the JSON is closed and the file has stopped growing.
      if (size > 0 && statSync(path).size === size) {
        const content = readFileSync(path)
        if (content.subarray(-64).toString().trimEnd().endsWith('}')) return content
      }
    }
    if (performance.now() > until) throw new Error('the process wrote no heap snapshot')
    await delay(50)
  }
}

/** A DevTools session, such as Playwright's CDPSession. */
export type DevTools = Readonly<{
  send(method: 'HeapProfiler.collectGarbage' | 'HeapProfiler.enable'): Promise<unknown>
  send(method: 'HeapProfiler.takeHeapSnapshot', parameters: { reportProgress: boolean }): Promise<unknown>
  on(event: 'HeapProfiler.addHeapSnapshotChunk', listener: (event: { chunk: string }) => void): unknown
}>

/** The same of a page. */
export const snapshotOfPage = async (session: DevTools): Promise<Buffer> => {
  const chunks: Buffer[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  return Buffer.concat(chunks)
}

type SnapshotJson = {
  snapshot: { meta: { node_fields: string[] } }
  nodes: number[]
  strings: string[]
}

/**
 * Sizes in bytes of the memory behind all buffers that are still held. A picture that was purged leaves none of
 * its size: lengths of encoded pictures are practically unique.
 */
export const bufferSizes = (snapshot: Buffer): number[] => {
  const { snapshot: head, nodes, strings } = JSON.parse(snapshot.toString('utf8')) as SnapshotJson
  const fields = head.meta.node_fields
  const [name, size] = [fields.indexOf('name'), fields.indexOf('self_size')]
  const sizes: number[] = []
  for (let at = 0; at < nodes.length; at += fields.length) {
    if (strings[nodes[at + name] ?? -1] === 'system / JSArrayBufferData') sizes.push(nodes[at + size] ?? 0)
  }
  return sizes
}
