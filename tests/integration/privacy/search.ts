import { lstatSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { carveImages } from './images.ts'
import { TraceIndex } from './trace-index.ts'
import type { ApplicantFacts, TraceKind } from './traces.ts'
import { separatedDigits, tracesOf } from './traces.ts'

export type { ApplicantFacts } from './traces.ts'

/** One leak: which file or buffer, what of the applicant, how written, and where. Holds no digit of it. */
export type Leak = Readonly<{ where: string; kind: TraceKind | 'image'; form: string; offset: number }>

export type SearchOptions = Readonly<{
  /** Pictures that belong to the software: given offset, format and size, may this one be there? Default: none may. */
  mayBeThere?: (where: string, image: Readonly<{ format: string; width: number; height: number }>) => boolean
}>

/** Searches what it is given, in all written forms of the facts. Made once for an applicant, used on many files. */
export class PrivacySearch {
  readonly #traces: TraceIndex
  readonly #grouped: readonly (readonly [string, RegExp])[]
  readonly #options: SearchOptions

  constructor(facts: ApplicantFacts, options: SearchOptions = {}) {
    this.#traces = new TraceIndex(tracesOf(facts))
    this.#grouped = separatedDigits(facts.formId)
    this.#options = options
  }

  /** Each way of writing is reported once a buffer. */
  async bytes(where: string, bytes: Uint8Array): Promise<readonly Leak[]> {
    return await this.#search(where, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)
  }

  async text(where: string, text: string): Promise<readonly Leak[]> {
    return await this.bytes(where, Buffer.from(text))
  }

  /** The files' contents and their names; what vanished meanwhile is skipped. */
  async files(paths: Iterable<string>): Promise<readonly Leak[]> {
    const leaks: Leak[] = []
    for (const path of paths) {
      leaks.push(...(await this.text(`the name ${path}`, path)))
      const content = readIfThere(path)
      if (content) leaks.push(...(await this.bytes(path, content)))
    }
    return leaks
  }

  async #search(where: string, bytes: Buffer, depth: number): Promise<readonly Leak[]> {
    const leaks: Leak[] = []
    for (const { trace, offset } of this.#traces.find(bytes)) {
      leaks.push({ where, kind: trace.kind, form: trace.form, offset })
    }
    const latin1 = bytes.toString('latin1')
    for (const [form, expression] of this.#grouped) {
      const found = expression.exec(latin1)
      if (found) leaks.push({ where, kind: 'form-id', form, offset: found.index })
    }
    for (const image of await carveImages(bytes)) {
      if (this.#options.mayBeThere?.(where, image)) continue
      const { offset, format, width, height } = image
      leaks.push({ where, kind: 'image', form: `${format} ${width}×${height}`, offset })
    }
    if (depth < deepest) {
      for (const [inner, offset, name] of packed(bytes, latin1)) {
        leaks.push(...(await this.#search(`${where}, ${name} at ${offset}`, inner, depth + 1)))
      }
    }
    return leaks
  }
}

/** Base64 in gzip in base64 is as far as anything of ours goes. */
const deepest = 2

/** Whole runs of base64 are opened: a picture in a data URL is as readable as a file. */
const base64Run = /[A-Za-z0-9+/_-]{200,}/g
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08])

const packed = function* (bytes: Buffer, latin1: string): Generator<readonly [Buffer, number, string]> {
  for (const run of latin1.matchAll(base64Run)) {
    // Where the run begins inside a longer one is not known: four alignments, of which three are noise.
    for (let shift = 0; shift < 4; shift += 1) {
      yield [Buffer.from(run[0].slice(shift), 'base64'), run.index + shift, 'base64']
    }
  }
  for (let at = bytes.indexOf(gzipMagic); at !== -1; at = bytes.indexOf(gzipMagic, at + 1)) {
    try {
      yield [gunzipSync(bytes.subarray(at)), at, 'gzip']
    } catch {
      // Three bytes by chance, or cut short.
    }
  }
}

/**
 * All regular files below `folders`, of those changed at or after `since`.
 * Sockets, devices and links are passed over: what a link points to is found where it lies.
 */
export const filesUnder = (folders: readonly string[], since = new Date(0)): string[] =>
  folders.flatMap((folder) => {
    let entries
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch {
      return []
    }
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesUnder([path], since)
      return entry.isFile() && changedSince(path, since) ? [path] : []
    })
  })

const changedSince = (path: string, since: Date): boolean => {
  try {
    return lstatSync(path).mtimeMs >= since.getTime()
  } catch {
    return false
  }
}

const readIfThere = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
