import { mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { err, ok, type Result } from '../../hardware/result.ts'
import type { PhotoCheck, PhotoChecker, PhotoKind } from './contract.ts'
import { fileLimits } from './file.ts'

export type CheckFilesOptions = Readonly<{
  checker: PhotoChecker
  kind?: PhotoKind
  specialReason?: boolean
  quality?: boolean
  /** Folder for the 35:45 portraits of stills that can be cut; made if it is missing. */
  cropFolder?: string
}>

/** One line of `booth photo --json`: the check, and the file as it was named. */
export type PhotoLine = Readonly<{ file: string }> & PhotoCheck

/**
 * `checked`: there is a verdict (a file that is no picture has one too: reject, `file-unreadable`).
 * `not-done`: the path could not be opened, the portrait not be written, or the check was ended; the
 * sentence says which.
 */
export type PhotoOutcome =
  | Readonly<{ outcome: 'checked'; line: PhotoLine; portrait: string | null }>
  | Readonly<{ outcome: 'not-done'; file: string; sentence: string }>

/** Files opened ahead of the one whose answer is awaited: keeps two workers busy, holds few pictures. */
const ahead = 2

/** Checks files and gives one outcome each, in the order given. Does not close the checker. */
export async function* checkFiles(
  files: readonly string[],
  options: CheckFilesOptions,
): AsyncGenerator<PhotoOutcome, void, void> {
  const names = new Set<string>()
  const running: Promise<PhotoOutcome>[] = []
  for (const file of files) {
    running.push(checkFile(file, portraitName(file, names), options))
    const first = running.length > ahead ? running.shift() : undefined
    if (first !== undefined) yield await first
  }
  for (const outcome of running) yield await outcome
}

/** Exit code of `booth photo`: 2 if anything could not be done, else 1 if anything was rejected. */
export function exitCodeOf(outcomes: readonly PhotoOutcome[]): 0 | 1 | 2 {
  if (outcomes.some(({ outcome }) => outcome === 'not-done')) return 2
  return outcomes.some((each) => each.outcome === 'checked' && each.line.verdict === 'reject') ? 1 : 0
}

async function checkFile(file: string, name: string, options: CheckFilesOptions): Promise<PhotoOutcome> {
  const { checker, kind = 'still', specialReason = false, quality = false, cropFolder } = options
  const bytes = await readPicture(file)
  if (!bytes.ok) return { outcome: 'not-done', file, sentence: bytes.error }
  try {
    const { check, portrait } = await checker.check(bytes.value, {
      kind,
      specialReason,
      quality,
      portrait: cropFolder !== undefined,
    })
    const line = { file, ...check }
    if (portrait === null || cropFolder === undefined) return { outcome: 'checked', line, portrait: null }
    const target = path.join(cropFolder, name)
    const written = await writePortrait(target, portrait)
    return written.ok
      ? { outcome: 'checked', line, portrait: target }
      : { outcome: 'not-done', file, sentence: written.error }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown'
    return { outcome: 'not-done', file, sentence: `${file} could not be checked. ${why}` }
  }
}

/** Reads a file, but no more of it than tells that it is too large. */
async function readPicture(file: string): Promise<Result<Uint8Array, string>> {
  try {
    await using handle = await open(file)
    const facts = await handle.stat()
    if (!facts.isFile()) return err(`${file} is not a file.`)
    const bytes = Buffer.alloc(Math.min(facts.size, fileLimits.bytes + 1))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    return ok(bytes.subarray(0, bytesRead))
  } catch (error) {
    return err(`${file} could not be opened: ${reasonOf(error)}.`)
  }
}

async function writePortrait(target: string, portrait: Uint8Array): Promise<Result<void, string>> {
  try {
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, portrait)
    return ok(undefined)
  } catch (error) {
    return err(`${target} could not be written: ${reasonOf(error)}.`)
  }
}

/** `NAME.jpg`; where two pictures share a name, `NAME-2.jpg`, so that none is overwritten. */
function portraitName(file: string, taken: Set<string>): string {
  const stem = path.parse(file).name
  let name = `${stem}.jpg`
  for (let count = 2; taken.has(name); count++) name = `${stem}-${count}.jpg`
  taken.add(name)
  return name
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ENOSPC: 'the disk is full',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (code === '' ? 'unknown reason' : code)
}
