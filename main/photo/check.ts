import type { FaceAnalyser } from './analysis/face-analyser.ts'
import type { MeasuredFace } from './analysis/geometry.ts'
import { nothingObserved, type Observation } from './analysis/observation.ts'
import { findFaces, observePixels, placePerson } from './analysis/observe.ts'
import type { PersonMask } from './analysis/person-mask.ts'
import { measureQuality } from './analysis/quality.ts'
import type { Raster } from './analysis/raster.ts'
import { judge } from './analysis/rule.ts'
import { rules } from './analysis/rules.ts'
import { blurRatio, faceDetail, faceDetailBox, observeGrain } from './analysis/sharpness.ts'
import type { CheckedPhoto, CheckOptions, PhotoKind, QualityMeasure } from './contract.ts'
import { cutAndScale, decodeFull, decodeOverview } from './decode.ts'
import { inspectFile } from './file.ts'
import { writePortrait } from './portrait.ts'

/** The networks of a check; the segmentation may run aside, on another core. */
export type CheckNetworks = Pick<FaceAnalyser, 'detect' | 'mesh'> &
  Readonly<{ mask(overview: Raster): PersonMask | Promise<PersonMask> }>

/** Checks one picture from its bytes. Never throws for what the bytes hold. */
export async function checkPhoto(
  networks: CheckNetworks,
  bytes: Uint8Array,
  options: CheckOptions = {},
): Promise<CheckedPhoto> {
  const started = performance.now()
  const kind = options.kind ?? 'still'
  const { observation, portrait, quality } = await observeFile(networks, bytes, { ...options, kind })
  const { verdict, reasons, notChecked } = judge(observation, rules, {
    kind,
    specialReason: options.specialReason ?? false,
  })
  return {
    check: {
      verdict,
      reasons: [...reasons],
      notChecked: [...notChecked],
      face: observation.face?.geometry ?? null,
      crop: observation.crop?.box ?? null,
      milliseconds: performance.now() - started,
      ...(options.quality === true ? { quality: [...quality] } : {}),
    },
    portrait,
  }
}

export type ObservedFile = Readonly<{
  observation: Observation
  portrait: Uint8Array | null
  quality: readonly QualityMeasure[]
}>

/** Observes a picture file, and cuts the portrait where that is wanted and can be done. */
export async function observeFile(
  networks: CheckNetworks,
  bytes: Uint8Array,
  options: CheckOptions & Readonly<{ kind: PhotoKind }>,
): Promise<ObservedFile> {
  const { kind } = options
  const faulty = (fault: Observation['fault']): ObservedFile => ({
    observation: { ...nothingObserved, kind, fault },
    portrait: null,
    quality: [],
  })
  const inspected = await inspectFile(bytes)
  if (!inspected.ok) return faulty(inspected.error)
  const { format, ...facts } = inspected.value
  const decoded = await decodeBoth(bytes)
  if (decoded === null) return faulty('unreadable')
  const { overview } = decoded
  const mask = networks.mask(overview)
  const found = placePerson(findFaces(networks, overview), await mask, overview, facts, kind)
  const full = await decoded.full
  if (full === null) return faulty('unreadable')
  // Cutting and encoding run in the decoder's threads while the pixels are judged in this one.
  const box = options.portrait === true ? (found.crop?.box ?? null) : null
  const portrait = box === null ? null : writePortrait(full, box)
  const detail = found.face === null ? null : observeDetail(full, found.face)
  const observation: Observation = {
    ...nothingObserved,
    ...observePixels(found, overview),
    ...(await detail),
    kind,
    file: { ...facts, jpeg: format === 'jpeg' },
  }
  return {
    observation,
    portrait: await portrait,
    quality: options.quality === true ? measureQuality(found, overview) : [],
  }
}

/**
 * The small picture first, for the networks; the whole one is decoded meanwhile. Null where the file is
 * broken: the decoder names no cause that would help a person.
 */
async function decodeBoth(
  bytes: Uint8Array,
): Promise<Readonly<{ overview: Raster; full: Promise<Raster | null> }> | null> {
  const full = decodeFull(bytes).catch(() => null)
  const overview = await decodeOverview(bytes).catch(() => null)
  return overview === null ? null : { overview, full }
}

/** Pixels around the face beyond which more of them say nothing new of noise and compression. */
const grainSide = 320

export async function observeDetail(
  full: Raster,
  face: MeasuredFace,
): Promise<Pick<Observation, 'blurRatio' | 'grain'>> {
  const box = faceDetailBox(face.axes, full)
  const cut = cutAndScale(full, box, faceDetail.side, faceDetail.side)
  const inner = Math.min(grainSide, box.width)
  const grain = observeGrain(full, {
    left: box.left + (box.width - inner) / 2,
    top: box.top + (box.height - inner) / 2,
    width: inner,
    height: inner,
  })
  return { blurRatio: blurRatio(await cut), grain }
}
