import { copyFile, readdir, readFile } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Where releases are looked for: a folder (a stick, a spool) or a static web folder with a list in it. */
export type Source = Readonly<{
  names(): Promise<readonly string[]>
  /** @throws where the file cannot be had, or has more bytes */
  text(name: string, maxBytes: number): Promise<string>
  /** Copies a file of at most so many bytes. @throws the same */
  fetch(name: string, to: string, maxBytes: number): Promise<void>
}>

/** A web server cannot be asked for its files: this one names them, a line each. It is not trusted. */
export const listFile = 'releases.txt'
const maxListBytes = 64 * 1024
/** A package of 100 MB on a line of 1 Mbit/s. */
const patienceMs = 15 * 60_000

export const sourceAt = (where: string): Source => (/^https?:/.test(where) ? webFolder(where) : folder(where))

const folder = (path: string): Source => ({
  names: () => readdir(path),
  text: (name) => readFile(join(path, name), 'utf8'),
  fetch: (name, to) => copyFile(join(path, name), to),
})

function webFolder(where: string): Source {
  const base = where.endsWith('/') ? where : `${where}/`
  const open = async (name: string): Promise<Readable> => {
    const answer = await fetch(new URL(encodeURIComponent(name), base), {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error',
    })
    if (!answer.ok || answer.body === null) throw new Error(`${name}: HTTP ${answer.status}`)
    return Readable.fromWeb(answer.body)
  }
  const text = async (name: string, maxBytes: number): Promise<string> => {
    const pieces: Buffer[] = []
    for await (const piece of (await open(name)).pipe(atMost(maxBytes)) as AsyncIterable<Buffer>)
      pieces.push(piece)
    return Buffer.concat(pieces).toString('utf8')
  }
  return {
    names: async () =>
      (await text(listFile, maxListBytes))
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    text,
    fetch: async (name, to, maxBytes) =>
      pipeline(await open(name), atMost(maxBytes), createWriteStream(to, { mode: 0o600 })),
  }
}

const atMost = (maxBytes: number): Transform => {
  let seen = 0
  return new Transform({
    transform(piece: Buffer, _, done) {
      seen += piece.length
      if (seen > maxBytes) done(new Error(`more than ${maxBytes} bytes`))
      else done(null, piece)
    },
  })
}
