/**
 * Speed and memory of the photo check:  node bench/photo.ts [--json] [--checks N] [--no-memory]
 *
 * Speed is a ratio: verdict, crop and encoding against sharp's full decode of the same 12-megapixel JPEG,
 * measured turn by turn in one run, so that a busy machine slows both. Memory is that of a process that holds
 * the checker and of its two workers together, and its growth over many checks with a 95 % interval of the slope.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { drawApplicant } from '../main/demo/drawn-applicant.ts'
import { median, quantile } from '../main/photo/analysis/statistics.ts'
import { observePixels, findPerson } from '../main/photo/analysis/observe.ts'
import { judge } from '../main/photo/analysis/rule.ts'
import { rules } from '../main/photo/analysis/rules.ts'
import { nothingObserved } from '../main/photo/analysis/observation.ts'
import { checkPhoto, observeDetail } from '../main/photo/check.ts'
import { decodeFull, decodeOverview } from '../main/photo/decode.ts'
import { createNodeAnalyser, installedModelFolders } from '../main/photo/model-files.ts'
import { createPhotoChecker } from '../main/photo/photo-checker.ts'
import { startSegmentation } from '../main/photo/segmentation-thread.ts'
import { machine } from './machine.ts'

/** Bars of the photo rules. */
export const bars = {
  /** Verdict, crop and encoding over one full decode. */
  whole: 3,
  /** The pixel rules alone over one full decode. */
  pixelRules: 0.4,
  /** Megabytes of a process and its two workers. */
  memory: 700,
  /** Upper 95 % bound of the growth, megabytes per 1,000 checks. */
  growth: 20,
} as const

/**
 * Levels of 255 to either side: a drawn still comes out at 0.21 bytes a pixel then, as the labelled stills are
 * (median of `accept/` 0.22, cameras' own files more). A smoother one would be decoded faster than any real one.
 */
const grainLevels = 9
/** Rounds that warm the code up and do not count: V8 still compiles the networks' loops in the fourth. */
const warmUpRounds = 6

/** A drawn applicant of 12 megapixels with the grain of a camera: nobody's face. */
export async function twelveMegapixels(): Promise<Buffer> {
  const [width, height] = [4000, 3000]
  // Drawn smaller and enlarged: the SVG renderer is slow beyond one tile of 2,000 pixels.
  const pixels = await sharp(Buffer.from(drawApplicant({ width: width / 2, height: height / 2 })))
    .resize(width, height)
    .removeAlpha()
    .raw()
    .toBuffer()
  // A linear congruential generator (Numerical Recipes) makes the same grain on every machine.
  let state = 1
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pixels[index] = Math.min(
      255,
      Math.max(0, (pixels[index] ?? 0) + ((state >>> 24) % (2 * grainLevels + 1)) - grainLevels),
    )
  }
  return await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

export type SpeedResult = Readonly<{
  decodeMs: number
  wholeMs: number
  pixelRulesMs: number
  whole: number
  pixelRules: number
}>

/** Medians over `rounds`; the ratios are medians of the rounds' own ratios. */
export async function measureSpeed(jpeg: Buffer, rounds: number): Promise<SpeedResult> {
  const folders = installedModelFolders()
  const analyser = await createNodeAnalyser(folders)
  const networks = { ...analyser, mask: await startSegmentation(folders) }
  const overview = await decodeOverview(jpeg)
  const full = await decodeFull(jpeg)
  const found = findPerson(analyser, overview, full, 'still')
  const { face } = found
  if (face === null) throw new Error('The drawn applicant was not found.')
  const decode: number[] = []
  const whole: number[] = []
  const pixels: number[] = []
  const timed = async (into: number[], run: () => Promise<unknown>): Promise<void> => {
    const started = performance.now()
    await run()
    into.push(performance.now() - started)
  }
  for (let round = -warmUpRounds; round < rounds; round++) {
    if (round === 0) for (const times of [decode, whole, pixels]) times.length = 0
    await timed(decode, () => decodeFull(jpeg))
    await timed(whole, () => checkPhoto(networks, jpeg, { portrait: true }))
    await timed(pixels, async () => {
      const detail = observeDetail(full, face)
      const seen = observePixels(found, overview)
      judge({ ...nothingObserved, ...seen, ...(await detail) }, rules, {
        kind: 'still',
        specialReason: false,
      })
    })
  }
  const ratio = (times: readonly number[]): number =>
    median(times.map((time, round) => time / (decode[round] ?? Number.NaN)))
  return {
    decodeMs: median(decode),
    wholeMs: median(whole),
    pixelRulesMs: median(pixels),
    whole: ratio(whole),
    pixelRules: ratio(pixels),
  }
}

export type MemoryResult = Readonly<{
  peakMb: number
  growthMb: number
  growthUpperMb: number
  checks: number
}>

/** Bytes of this process and its workers: resident pages, those that several share divided among them (PSS). */
function memoryOfAll(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
  return ['self', ...children].reduce((sum, pid) => sum + pssOf(pid), 0)
}

/** Bytes; 0 for a worker that has just given way to a fresh one. */
function pssOf(pid: string): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1]) * 1_024
  } catch {
    return 0
  }
}

/** Runs in its own process, so that nothing else is counted. */
async function measureMemory(jpeg: Uint8Array, checks: number): Promise<MemoryResult> {
  const checker = createPhotoChecker({ workers: 2 })
  await checker.warmUp()
  const samples: { check: number; mb: number }[] = []
  let peak = 0
  const note = (): number => {
    const mb = memoryOfAll() / 1e6
    peak = Math.max(peak, mb)
    return mb
  }
  const watch = setInterval(note, 50)
  for (let check = 0; check < checks; check += 2) {
    await Promise.all([1, 2].map(() => checker.check(jpeg, { portrait: true })))
    samples.push({ check, mb: note() })
  }
  clearInterval(watch)
  await checker.close()
  // Buffers and code settle over the first third.
  const settled = samples.slice(Math.floor(samples.length / 3))
  return { peakMb: peak, ...slopeOf(settled), checks }
}

/**
 * Theil–Sen slope (median of the slopes between blocks) and its upper 95 % bound by bootstrap over blocks:
 * single readings jump by a whole picture, which would drown a least-squares line.
 */
function slopeOf(samples: readonly Readonly<{ check: number; mb: number }>[]): {
  growthMb: number
  growthUpperMb: number
} {
  const size = Math.max(1, Math.floor(samples.length / 12))
  const blocks = Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    const part = samples.slice(index * size, (index + 1) * size)
    // The lower quartile is what stays held; what lies above is a picture in flight.
    return {
      check: median(part.map(({ check }) => check)),
      mb: quantile(
        part.map(({ mb }) => mb),
        0.25,
      ),
    }
  })
  const slopes = (of: typeof blocks): number[] =>
    of.flatMap((a, i) =>
      of
        .slice(i + 1)
        .flatMap((b) => (b.check === a.check ? [] : [((b.mb - a.mb) / (b.check - a.check)) * 1000])),
    )
  let state = 7
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
  const resampled = Array.from({ length: 400 }, () =>
    median(slopes(blocks.map(() => blocks[Math.floor(random() * blocks.length)] ?? { check: 0, mb: 0 }))),
  ).filter((slope) => Number.isFinite(slope))
  return { growthMb: median(slopes(blocks)), growthUpperMb: quantile(resampled, 0.95) }
}

function memoryInOwnProcess(jpeg: Uint8Array, checks: number): Promise<MemoryResult> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--memory-child', String(checks)], {
      stdio: 'inherit',
      serialization: 'advanced',
    })
    child.send(jpeg)
    child.once('message', (message) => {
      resolve(message as MemoryResult)
    })
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`The memory bench ended with code ${code}.`))
    })
  })
}

const valueAfter = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

if (import.meta.main) {
  if (process.argv.includes('--memory-child')) {
    const [jpeg] = (await once(process, 'message')) as [Uint8Array]
    process.send?.(await measureMemory(jpeg, valueAfter('--memory-child', 200)))
    process.disconnect?.()
  } else {
    const jpeg = await twelveMegapixels()
    const speed = await measureSpeed(jpeg, 15)
    const memory = process.argv.includes('--no-memory')
      ? null
      : await memoryInOwnProcess(jpeg, valueAfter('--checks', 400))
    if (process.argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ machine: machine(), speed, memory, bars })}\n`)
    else {
      process.stdout.write(
        `${machine()}\nfull decode ${speed.decodeMs.toFixed(0)} ms; verdict, crop and encoding ${speed.wholeMs.toFixed(0)} ms = ${speed.whole.toFixed(2)} × (bar ${bars.whole}); ` +
          `pixel rules ${speed.pixelRulesMs.toFixed(0)} ms = ${speed.pixelRules.toFixed(2)} × (bar ${bars.pixelRules})\n`,
      )
      if (memory !== null) {
        process.stdout.write(
          `two workers: ${memory.peakMb.toFixed(0)} MB at most (bar ${bars.memory}); growth ${memory.growthMb.toFixed(1)} MB per 1,000 checks, ` +
            `upper 95 % bound ${memory.growthUpperMb.toFixed(1)} (bar ${bars.growth}), over ${memory.checks} checks\n`,
        )
      }
    }
    const missed =
      speed.whole > bars.whole ||
      speed.pixelRules > bars.pixelRules ||
      (memory !== null && (memory.peakMb > bars.memory || memory.growthUpperMb > bars.growth))
    if (missed) process.exitCode = 1
  }
}
