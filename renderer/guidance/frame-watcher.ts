import type { FaceAnalyser } from '../../main/photo/analysis/face-analyser.ts'
import { type FaceMesh, liesUpon } from '../../main/photo/analysis/face-mesh.ts'
import { nothingObserved, type Observation as Observed } from '../../main/photo/analysis/observation.ts'
import {
  findFaces,
  type FoundFaces,
  type FoundPerson,
  leastEvidence,
  observePixels,
  placePerson,
} from '../../main/photo/analysis/observe.ts'
import type { PersonMask } from '../../main/photo/analysis/person-mask.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import { judge } from '../../main/photo/analysis/rule.ts'
import { rules } from '../../main/photo/analysis/rules.ts'
import type { Observation } from './hint-engine.ts'
import type { HintCode } from './hints.ts'
import type { PictureSize } from './portrait-frame.ts'
import { cropHints, outlineHints } from './position-hints.ts'
import { reasonHints } from './reason-hints.ts'

/*
 * Not everything is looked at in every frame, or too few frames could be: in each one the mesh follows the face
 * (15 ms); its eyes (25 ms more), light, wall, hair and glasses (30 ms more) and other people (60 ms more) change
 * more slowly. Milliseconds of one core of a small booth's processor.
 */
/** Closed eyes are told of after `blinkMs` only. */
const lookAtEyesEveryMs = 200
const findFacesEveryMs = 1_000
const observeEveryMs = 500
/** Eyes that opened or closed since are observed anew, but no more often than this. */
const observeAgainMs = 150
/** Change of lid opening / T that counts as that: half of what open eyes have. */
const lidsMoved = 0.03

/** Pixels of height of the overview: the networks take 256 and less, and reading back costs by the pixel. */
export const lookedAtHeight = 600

export type Frame = Readonly<{
  /** The frame made smaller, to `lookedAtHeight`. */
  overview: Raster
  /** Its own size in pixels: limits are in these. */
  picture: PictureSize
  at: number
  specialReason: boolean
}>

/** Looks at one frame after another with the rules of the photo check. */
export function watchFrames(analyser: FaceAnalyser): (frame: Frame) => Observation {
  let found: FoundFaces | null = null
  let foundAt = Number.NEGATIVE_INFINITY
  let eyesAt = Number.NEGATIVE_INFINITY
  let mask: PersonMask | null = null
  let observed: Observed = nothingObserved
  let observedAt = Number.NEGATIVE_INFINITY
  let observedLids: number | null = null
  let given: readonly HintCode[] = []

  /** The mesh of the frame before on this one; null once it lies on no face. */
  function follow({ overview, at }: Frame, earlier: FaceMesh): FaceMesh | null {
    const seen = at - eyesAt < lookAtEyesEveryMs ? earlier.eyes : undefined
    if (seen === undefined) eyesAt = at
    const mesh = analyser.follow(overview, earlier, seen)
    return mesh.evidence >= leastEvidence ? mesh : null
  }

  function facesOf(frame: Frame): FoundFaces {
    const followed = found?.mesh ? follow(frame, found.mesh) : null
    if (found && followed && frame.at - foundAt < findFacesEveryMs) return { ...found, mesh: followed }
    foundAt = frame.at
    const fit: FaceAnalyser['mesh'] = (overview, detection) =>
      followed && liesUpon(followed, detection) ? followed : analyser.mesh(overview, detection)
    return findFaces({ detect: analyser.detect, mesh: fit }, frame.overview)
  }

  function isStale({ face }: FoundPerson, at: number): boolean {
    const since = at - observedAt
    if (since >= observeEveryMs || (face === null) !== (observed.face === null)) return true
    const blinked =
      face !== null && observedLids !== null && Math.abs(face.geometry.lidOpening - observedLids) > lidsMoved
    return blinked && since >= observeAgainMs
  }

  function observe(frame: Frame): Observed {
    const { overview, picture, at } = frame
    found = facesOf(frame)
    const followed = mask && placePerson(found, mask, overview, picture, 'still')
    if (followed && !isStale(followed, at)) {
      const { face, faces, crop } = followed
      return { ...observed, face, faces, crop }
    }
    mask = analyser.mask(overview)
    const person = placePerson(found, mask, overview, picture, 'still')
    observedAt = at
    observedLids = person.face?.geometry.lidOpening ?? null
    return { ...nothingObserved, ...observePixels(person, overview) }
  }

  return (frame) => {
    const { at, picture, specialReason } = frame
    observed = observe(frame)
    const face = observed.face?.geometry ?? null
    const { reasons } = judge(observed, rules, { kind: 'still', specialReason })
    const blocking = new Set<HintCode>(reasonHints(reasons, observed))
    if (face) {
      for (const hint of cropHints(face, picture)) blocking.add(hint)
      // Whoever cannot sit as the outline wants is not held to it: what can be cropped will do.
      if (!specialReason) for (const hint of outlineHints(face, picture, given)) blocking.add(hint)
    }
    given = [...blocking]
    return { at, blocking: given }
  }
}
