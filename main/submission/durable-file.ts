import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes a rename durable: the entry is in the folder, and the folder is a file of its own. */
export const syncFolder = (folder: string): void => {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** After a power cut the file is the old one or the new one, whole. `mode` counts from the first byte on. */
export const writeDurably = (path: string, content: string | Uint8Array, mode: number): void => {
  const temporary = `${path}.new`
  const descriptor = openSync(temporary, 'w', mode)
  try {
    writeFileSync(descriptor, content)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, path)
  syncFolder(dirname(path))
}
