import { open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { systemClock, wait, waitUntil } from '../clock.ts'
import type { DeviceFault } from '../device.ts'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import { StatusHolder } from '../status-holder.ts'
import type { Camera, Still } from './contract.ts'

export type FolderCameraOptions = Readonly<{
  id: string
  /** Where the tethering program drops its files. */
  folder: string
  clock?: Clock
  /** How often the folder is looked at, in milliseconds. */
  everyMs?: number
  /** A file whose size has not changed for this long, in milliseconds, is complete. */
  settledMs?: number
  /** From asking to the file, in milliseconds: somebody presses the shutter, the file is copied. */
  captureWithinMs?: number
}>

/** Files of 60-megapixel cameras stay below. */
const maxStillBytes = 60 * 1024 * 1024
/** How often an idle folder is looked after, in milliseconds. */
const folderCheckMs = 2_000
const pictureName = /\.(jpe?g|png|tiff?|webp|heic)$/i

/** Says that the folder is the booth's. Without it nothing in there is deleted. */
const marker = '.machinaka-camera'

/** `changedMs`: when it last changed on this disk; a file copied from the camera can bear the camera's own date. */
type Found = Readonly<{ size: number; changedMs: number }>

/**
 * A camera driven by another program that drops each picture into a folder. The next new, complete file is the
 * still. There is no live picture. The folder belongs to the booth: pictures in it are deleted when they are
 * read, and those that nobody asked for before each shot, for no picture of an applicant stays on a disk.
 * A folder that already holds pictures is not taken over.
 */
export function openFolderCamera(options: FolderCameraOptions): Camera {
  const {
    id,
    folder,
    clock = systemClock,
    everyMs = 250,
    settledMs = 750,
    captureWithinMs = 60_000,
  } = options
  const status = new StatusHolder('camera', clock)
  const closing = new AbortController()
  let busy = false
  let callOffLook: () => void = () => undefined

  /** The pictures in the folder; undefined: it cannot be read. */
  async function list(): Promise<Map<string, Found> | undefined> {
    try {
      const files = new Map<string, Found>()
      for (const name of await readdir(folder)) {
        if (!pictureName.test(name)) continue
        const found = await stat(join(folder, name)).catch(() => undefined)
        if (found?.isFile() === true) files.set(name, { size: found.size, changedMs: found.ctimeMs })
      }
      return files
    } catch {
      return undefined
    }
  }

  async function sweep(files: ReadonlyMap<string, Found>): Promise<void> {
    for (const name of files.keys()) await rm(join(folder, name), { force: true }).catch(() => undefined)
  }

  async function begin(): Promise<void> {
    const files = await list()
    const ours = (await stat(join(folder, marker)).catch(() => undefined)) !== undefined
    if (closing.signal.aborted) return
    if (files === undefined) return status.fail({ code: 'camera-missing', detail: `no folder ${folder}` })
    if (!ours && files.size > 0)
      return status.fail({
        code: 'camera-denied',
        detail: `${folder} holds pictures that are not the booth's`,
      })
    const marked = await writeFile(join(folder, marker), '').then(
      () => true,
      () => false,
    )
    if (closing.signal.aborted) return
    if (!marked) return status.fail({ code: 'camera-denied', detail: `${folder} cannot be written` })
    await sweep(files)
    status.become('online')
    watch()
  }

  /** A share that is gone is a camera that is gone. */
  function watch(): void {
    callOffLook = clock.after(folderCheckMs, () => {
      void stat(join(folder, marker)).then(
        () => {
          if (!closing.signal.aborted) watch()
        },
        () => lost(),
      )
    })
  }

  const opening = begin()

  async function nextFile(notBefore: Date, signal: AbortSignal): Promise<Result<Still, DeviceFault>> {
    await waitUntil(clock, notBefore, signal)
    const old = await list()
    if (old === undefined) return lost()
    await sweep(old)
    const seen = new Map<string, Found & { since: number }>()
    const deadline = clock.now().getTime() + captureWithinMs
    while (clock.now().getTime() < deadline) {
      await wait(clock, everyMs, signal)
      if (signal.aborted) return err({ code: 'camera-capture-failed', detail: 'called off' })
      const files = await list()
      if (files === undefined) return lost()
      const now = clock.now().getTime()
      for (const [name, file] of files) {
        const before = seen.get(name)
        if (before === undefined || before.size !== file.size || before.changedMs !== file.changedMs) {
          seen.set(name, { ...file, since: now })
        } else if (file.size > 0 && now - before.since >= settledMs) {
          // The clock of a file system is coarse: it can show a moment before the one just waited for.
          return take(join(folder, name), new Date(Math.max(file.changedMs, notBefore.getTime())))
        }
      }
    }
    return err({ code: 'camera-capture-failed', detail: `no new file within ${captureWithinMs} ms` })
  }

  async function take(path: string, takenAt: Date): Promise<Result<Still, DeviceFault>> {
    try {
      const file = await open(path, 'r')
      try {
        const { size } = await file.stat()
        if (size > maxStillBytes)
          return err({ code: 'camera-capture-failed', detail: `a file of ${size} bytes` })
        return ok({ bytes: await file.readFile(), takenAt })
      } finally {
        await file.close()
        await rm(path, { force: true })
      }
    } catch {
      return err({ code: 'camera-capture-failed', detail: 'the new file could not be read' })
    }
  }

  function lost(): Result<Still, DeviceFault> {
    if (!closing.signal.aborted) status.fail({ code: 'camera-lost', detail: `no folder ${folder}` })
    return err({ code: 'camera-lost', detail: `no folder ${folder}` })
  }

  return {
    id,
    capabilities: () => ({ kind: 'camera', model: 'tethered camera', driver: 'folder', simulated: false }),
    status: () => status.status,
    onStatus: (listener) => status.onStatus(listener),
    async checkHealth(level) {
      const usable = status.usable
      return usable.ok ? ok({ level, facts: { folder, waitingFiles: (await list())?.size ?? 0 } }) : usable
    },
    async reset() {
      return status.usable
    },
    preview: () => ({ held: 'service', onFrame: () => () => undefined }),
    async capture({ notBefore, signal }) {
      const usable = status.usable
      if (!usable.ok) return usable
      if (busy) return err({ code: 'camera-capture-failed', detail: 'another shot is open' })
      busy = true
      status.become('busy')
      const answer = await nextFile(notBefore, AbortSignal.any([signal, closing.signal]))
      busy = false
      if (status.usable.ok) status.become('online')
      return answer
    },
    async close() {
      status.end()
      callOffLook()
      closing.abort()
      await opening
    },
  }
}
