import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, parse } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { languages, type Language } from '../languages.ts'
import { loadMessages } from '../load.ts'
import { sayings, voices } from './pronunciation.ts'

/**
 * Renders the spoken guidance: `node locales/voice/render.ts [--out DIR] [--recordings DIR] [--only KEY]…`.
 * A recording `<language>/<key>.*` takes the place of the synthetic clip. What has not changed comes out of a
 * cache by the hash of everything that makes the sound. All of it takes 100 s of processor time at first.
 */
const run = promisify(execFile)
const root = new URL('../..', import.meta.url).pathname
const cache = join(root, 'node_modules/.cache/machinaka-voice')

/**
 * Opus for speech: 24 kbit/s is transparent for a synthetic voice, at a complexity that takes half the time
 * of the default. Without metadata, so that it is reproducible.
 */
const encoding =
  '-ac 1 -c:a libopus -b:a 24k -compression_level 2 -application voip -map_metadata -1 -fflags +bitexact'.split(
    ' ',
  )
/** Clips a call of ffmpeg encodes: starting it costs more than a clip. */
const batchSize = 40

type Clip = Readonly<{ language: Language; name: string; hash: string; source: Source }>
type Source =
  | Readonly<{ kind: 'voice'; voice: string; rate: number; text: string }>
  | Readonly<{ kind: 'recording'; file: string }>

const hashOf = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('hex')

/** Version line of a program; undefined where it is not installed. */
const versionOf = (program: string, option: string): Promise<string | undefined> =>
  run(program, [option]).then(
    ({ stdout }) => stdout.split('\n')[0],
    () => undefined,
  )

async function recordedFiles(recordings: string, language: Language): Promise<ReadonlyMap<string, string>> {
  const folder = join(recordings, language)
  const names = await readdir(folder).catch(() => [])
  return new Map(names.map((name) => [parse(name).name, join(folder, name)]))
}

async function plan(engine: string, recordings: string): Promise<readonly Clip[]> {
  const easyJapanese = await loadMessages('ja-easy')
  const clips: Clip[] = []
  for (const language of languages) {
    const said = sayings(language, await loadMessages(language), easyJapanese)
    const recorded = await recordedFiles(recordings, language)
    const known: ReadonlySet<string> = new Set(said.map(({ clip }) => clip))
    const strange = [...recorded.keys()].find((name) => !known.has(name))
    if (strange !== undefined)
      throw new RangeError(`${join(recordings, language)}: no text named ${strange} is spoken.`)
    for (const { clip: name, text } of said) {
      const file = recorded.get(name)
      if (file === undefined) {
        const { voice, rate } = voices[language]
        const hash = hashOf(engine, voice, String(rate), text, ...encoding)
        clips.push({ language, name, hash, source: { kind: 'voice', voice, rate, text } })
      } else {
        const hash = hashOf(await readFile(file), ...encoding)
        clips.push({ language, name, hash, source: { kind: 'recording', file } })
      }
    }
  }
  return clips
}

/** Works through items with as many at a time as there are cores. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
}

const batchesOf = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  )

/** Makes the clips that the cache lacks. */
async function make(missing: readonly Clip[], folder: string): Promise<void> {
  const sound = ({ hash, source }: Clip): string =>
    source.kind === 'recording' ? source.file : join(folder, `${hash}.wav`)
  await inParallel(batchesOf(missing), async (batch) => {
    for (const clip of batch) {
      if (clip.source.kind !== 'voice') continue
      const { voice, rate, text } = clip.source
      await run('espeak-ng', ['-v', voice, '-s', String(rate), '-w', sound(clip), '--', text])
    }
    await run('ffmpeg', [
      '-loglevel',
      'error',
      '-nostdin',
      '-y',
      ...batch.flatMap((clip) => ['-i', sound(clip)]),
      ...batch.flatMap(({ hash }, index) => [
        '-map',
        `${index}:a:0`,
        ...encoding,
        join(folder, `${hash}.ogg`),
      ]),
    ])
    for (const { hash } of batch) await rename(join(folder, `${hash}.ogg`), join(cache, `${hash}.ogg`))
  })
}

type Task = Readonly<{ out: string; recordings: string; only: readonly string[] }>

async function render({ out, recordings, only }: Task): Promise<string> {
  const engine = await versionOf('espeak-ng', '--version')
  const encoder = await versionOf('ffmpeg', '-version')
  if (engine === undefined || encoder === undefined)
    return `${engine === undefined ? 'espeak-ng' : 'ffmpeg'} is not installed: no voice clips were made, the booth guides by text alone.`

  const all = await plan(engine, recordings)
  const unknown = only.find((key) => !all.some(({ name }) => name === key))
  if (unknown !== undefined) throw new RangeError(`--only ${unknown}: no text of that name is spoken.`)
  const clips = only.length === 0 ? all : all.filter(({ name }) => only.includes(name))
  await mkdir(cache, { recursive: true })
  const kept = new Set(await readdir(cache))
  const missing = [...new Map(clips.map((clip) => [clip.hash, clip])).values()].filter(
    ({ hash }) => !kept.has(`${hash}.ogg`),
  )
  // The cache's own file system, so that a finished clip can be moved in one step.
  const folder = await mkdtemp(join(cache, 'making-'))
  try {
    await make(missing, folder)
  } finally {
    await rm(folder, { recursive: true })
  }
  if (only.length === 0) await rm(out, { recursive: true, force: true })
  for (const language of languages) await mkdir(join(out, language), { recursive: true })
  for (const { language, name, hash } of clips)
    await copyFile(join(cache, `${hash}.ogg`), join(out, language, `${name}.ogg`))
  const recorded = clips.filter(({ source }) => source.kind === 'recording').length
  return `${clips.length} voice clips in ${languages.length} languages, ${missing.length} made now, ${recorded} recorded.`
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'dist/voice') },
    recordings: { type: 'string', default: join(root, 'locales/voice/recordings') },
    only: { type: 'string', multiple: true, default: [] },
  },
})
try {
  console.log(await render(values))
} catch (error) {
  // A name that nothing speaks is a slip of whoever wrote it, not a fault of the program.
  if (!(error instanceof RangeError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
