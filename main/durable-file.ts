import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, ok, type Result } from '../hardware/result.ts'

/*
 * Files that survive a power cut: afterwards they are the old ones or the new ones, whole. The new content is
 * synced under another name, takes the old one's place in one step, and the folder's entry is synced too.
 */

/** Only the service's user; it counts from the first byte on. */
const privateMode = 0o600
const freshOf = (path: string): string => `${path}.new`

/** Resolves once the new content outlives a power cut. The error is a code of the system. */
export const writeDurably = async (path: string, text: string): Promise<Result<void, string>> => {
  try {
    const file = await open(freshOf(path), 'w', privateMode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(freshOf(path), path)
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
    return ok(undefined)
  } catch (error) {
    return err(codeOf(error))
  }
}

/** For commands and worker threads, where nobody waits beside it. @throws what the system says */
export const writeDurablySync = (path: string, content: string | Uint8Array): void => {
  const file = openSync(freshOf(path), 'w', privateMode)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(freshOf(path), path)
  syncFolder(dirname(path))
}

/** Makes a rename durable: the entry is in the folder, and the folder is a file of its own. */
export const syncFolder = (folder: string): void => {
  const entries = openSync(folder, 'r')
  try {
    fsyncSync(entries)
  } finally {
    closeSync(entries)
  }
}

/** The text of a file, `null` where there is none. The error is a code of the system. */
export const readIfThere = async (path: string): Promise<Result<string | null, string>> => {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' ? ok(null) : err(code)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'
