import type { FaceAnalyser } from './analysis/face-analyser.ts'
import { observePicture } from './analysis/observe.ts'
import { nothingObserved, type Observation } from './analysis/observation.ts'
import { judge } from './analysis/rule.ts'
import { rules } from './analysis/rules.ts'
import { blurRatio, faceDetail, faceDetailBox, observeGrain } from './analysis/sharpness.ts'
import type { MeasuredFace } from './analysis/geometry.ts'
import type { Raster } from './analysis/raster.ts'
import { cutAndScale, decodeFull, decodeOverview } from './decode.ts'
import { inspectFile } from './file.ts'
import { cutPortrait, encodePortrait } from './portrait.ts'
import type { CheckedPhoto, CheckOptions, PhotoKind } from './contract.ts'

/** Checks one picture from its bytes. Never throws for what the bytes hold. */
export async function checkPhoto(
  analyser: FaceAnalyser,
  bytes: Uint8Array,
  options: CheckOptions = {},
): Promise<CheckedPhoto> {
  const started = performance.now()
  const kind = options.kind ?? 'still'
  const { observation, portrait } = await observe(analyser, bytes, kind, options.portrait ?? false)
  const judgement = judge(observation, rules, { kind, specialReason: options.specialReason ?? false })
  return {
    check: {
      verdict: judgement.verdict,
      reasons: [...judgement.reasons],
      notChecked: [...judgement.notChecked],
      face: observation.face?.geometry ?? null,
      crop: observation.crop?.box ?? null,
      milliseconds: performance.now() - started,
    },
    portrait,
  }
}

export async function observe(
  analyser: FaceAnalyser,
  bytes: Uint8Array,
  kind: PhotoKind,
  wantPortrait: boolean,
): Promise<Readonly<{ observation: Observation; portrait: Uint8Array | null }>> {
  const inspected = await inspectFile(bytes)
  if (!inspected.ok)
    return { observation: { ...nothingObserved, kind, fault: inspected.error }, portrait: null }
  const facts = inspected.value
  const file = { ...facts, jpeg: facts.format === 'jpeg' }
  try {
    // The decoder works in its own thread while the networks run in this one.
    const decoding = decodeFull(bytes)
    decoding.catch(() => undefined)
    const overview = await decodeOverview(bytes)
    const seen = observePicture(analyser, overview, { width: facts.width, height: facts.height }, kind)
    const full = await decoding
    const box = seen.crop?.box ?? null
    const portrait =
      wantPortrait && kind === 'still' && box !== null
        ? await encodePortrait(await cutPortrait(full, box))
        : null
    const sharpness = seen.face === null ? {} : await observeDetail(full, seen.face)
    return { observation: { ...nothingObserved, ...seen, ...sharpness, kind, file }, portrait }
  } catch {
    // Only the decoder can fail on what the file holds; it names no cause that helps a person.
    return { observation: { ...nothingObserved, kind, fault: 'unreadable' }, portrait: null }
  }
}

/** Pixels around the face, beyond which more of them say nothing new of noise and compression. */
const grainSide = 512

async function observeDetail(
  full: Raster,
  face: MeasuredFace,
): Promise<Pick<Observation, 'blurRatio' | 'grain'>> {
  const box = faceDetailBox(face.axes, full)
  const detail = await cutAndScale(full, box, faceDetail.side, faceDetail.side)
  const inner = Math.min(grainSide, box.width)
  const part = {
    left: box.left + (box.width - inner) / 2,
    top: box.top + (box.height - inner) / 2,
    width: inner,
    height: inner,
  }
  return { blurRatio: blurRatio(detail), grain: observeGrain(full, part) }
}
