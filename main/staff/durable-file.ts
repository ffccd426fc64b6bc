import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, ok, type Result } from '../../hardware/result.ts'

/** Only the service's user. */
const privateMode = 0o600

/** Replaces `path` in one step and resolves once the new content outlives a power cut. The error is a system code. */
export const writeDurably = async (path: string, text: string): Promise<Result<void, string>> => {
  const fresh = `${path}.new`
  try {
    const file = await open(fresh, 'w', privateMode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, path)
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

/** The text of a file, `null` where there is none. The error is a system code. */
export const readIfThere = async (path: string): Promise<Result<string | null, string>> => {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' ? ok(null) : err(code)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown'
