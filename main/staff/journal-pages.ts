import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from '../../hardware/result.ts'

const journalFile = /^journal\.\d{4}-\d\d-\d\d\.\d+\.log$/

const dayAndNumber = (file: string): readonly [string, number] => {
  const [, day = '', number = '0'] = file.split('.')
  return [day, Number(number)]
}

/** Files of the journal, oldest first. */
const journalFiles = async (folder: string): Promise<string[]> => {
  const files = (await readdir(folder)).filter((name) => journalFile.test(name))
  return files.sort((a, b) => {
    const [dayA, numberA] = dayAndNumber(a)
    const [dayB, numberB] = dayAndNumber(b)
    return dayA.localeCompare(dayB) || numberA - numberB
  })
}

/** The newest `count` lines, newest last; none where there is no file yet. */
export const lastLines = async (folder: string, count: number): Promise<string[]> => {
  try {
    const lines: string[] = []
    for (const file of (await journalFiles(folder)).toReversed()) {
      const text = await readFile(join(folder, file), 'utf8')
      lines.unshift(...text.split('\n').filter((line) => line !== ''))
      if (lines.length >= count) break
    }
    return lines.slice(-count)
  } catch {
    return []
  }
}

/** Copies every file to a new folder under `target`, a mounted stick. The error is a code of the system. */
export const exportJournal = async (
  folder: string,
  target: string,
  name: string,
): Promise<Result<Readonly<{ folder: string; files: number }>, string>> => {
  try {
    const files = await journalFiles(folder)
    const destination = join(target, name)
    await mkdir(destination)
    for (const file of files) await copyFile(join(folder, file), join(destination, file))
    return ok({ folder: destination, files: files.length })
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code ?? 'unknown')
  }
}
