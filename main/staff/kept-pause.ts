import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../durable-file.ts'

const marker = (folder: string): string => join(folder, 'paused')

/** A booth that staff paused stays so over the nightly restart and over an update. */
export const wasPaused = (folder: string): boolean => existsSync(marker(folder))

/** Where the disk refuses, the pause lives as long as the service: the storage section says why. */
export const keepPause = async (folder: string, paused: boolean): Promise<void> => {
  if (paused) await writeDurably(marker(folder), '')
  else await rm(marker(folder), { force: true })
}
