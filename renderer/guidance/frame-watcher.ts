import { proposeCrop } from '../../main/photo/analysis/crop.ts'
import type { FaceAnalyser } from '../../main/photo/analysis/face-analyser.ts'
import type { FaceMesh } from '../../main/photo/analysis/face-mesh.ts'
import { measureFace } from '../../main/photo/analysis/geometry.ts'
import { nothingObserved, type Observation as Observed } from '../../main/photo/analysis/observation.ts'
import { observePicture } from '../../main/photo/analysis/observe.ts'
import type { PersonMask } from '../../main/photo/analysis/person-mask.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import { judge } from '../../main/photo/analysis/rule.ts'
import { rules } from '../../main/photo/analysis/rules.ts'
import type { Observation } from './hint-engine.ts'
import type { HintCode } from './hints.ts'
import type { PictureSize } from './portrait-frame.ts'
import { cropHints, outlineHints } from './position-hints.ts'
import { reasonHints } from './reason-hints.ts'

/**
 * Everything is observed so often (100–150 ms each time on a booth's processor); in the frames between
 * (25 ms), the mesh follows the face and the rest is taken to be as it was. Other people, light and hair
 * change more slowly than this.
 */
const observeEveryMs = 500
/** Eyes that opened or closed since are observed anew, but no more often than this. */
const observeAgainMs = 150
/** Change of lid opening / T that counts as that: half of what open eyes have. */
const lidsMoved = 0.03
/** Below this score the mesh has lost its face: as in `observePicture`. */
const leastEvidence = 0

export type Frame = Readonly<{
  /** The frame made smaller. */
  overview: Raster
  /** Its own size in pixels: limits are in these. */
  picture: PictureSize
  at: number
  specialReason: boolean
}>

/** Looks at one frame after another with the rules of the photo check. */
export function watchFrames(analyser: FaceAnalyser): (frame: Frame) => Observation {
  let observed: Observed = nothingObserved
  let observedAt = Number.NEGATIVE_INFINITY
  let observedLids: number | null = null
  let mesh: FaceMesh | null = null
  let mask: PersonMask | null = null
  let given: readonly HintCode[] = []

  function observe({ overview, picture, at }: Frame): Observed {
    observedAt = at
    mesh = null
    // The observation keeps neither mesh nor mask: they are taken where they are made, the largest face first.
    const listening: FaceAnalyser = {
      ...analyser,
      mesh: (raster, detection) => {
        const fitted = analyser.mesh(raster, detection)
        mesh ??= fitted
        return fitted
      },
      mask: (raster) => (mask = analyser.mask(raster)),
    }
    const seen = observePicture(listening, overview, picture, 'still')
    observedLids = seen.face?.geometry.lidOpening ?? null
    return { ...nothingObserved, ...seen }
  }

  function follow({ overview, picture }: Frame, earlier: FaceMesh, person: PersonMask): Observed | null {
    mesh = analyser.follow(overview, earlier)
    if (mesh.evidence < leastEvidence) return null
    const scale = picture.width / overview.width
    const face = measureFace(scaledMesh(mesh, scale), scaledMask(person, scale), picture)
    return { ...observed, face, crop: proposeCrop(face.geometry, picture) }
  }

  const blinked = ({ face }: Observed): boolean =>
    face !== null && observedLids !== null && Math.abs(face.geometry.lidOpening - observedLids) > lidsMoved

  return (frame) => {
    const { at, picture, specialReason } = frame
    const since = at - observedAt
    const followed = mesh && mask && since < observeEveryMs ? follow(frame, mesh, mask) : null
    const stale = followed === null || (since >= observeAgainMs && blinked(followed))
    observed = stale ? observe(frame) : followed
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

function scaledMesh(mesh: FaceMesh, scale: number): FaceMesh {
  const iris = ({ centre, radius }: FaceMesh['irisLeft']): FaceMesh['irisLeft'] => ({
    centre: { x: centre.x * scale, y: centre.y * scale },
    radius: radius * scale,
  })
  return {
    ...mesh,
    points: mesh.points.map(({ x, y, z }) => ({ x: x * scale, y: y * scale, z: z * scale })),
    irisLeft: iris(mesh.irisLeft),
    irisRight: iris(mesh.irisRight),
  }
}

const scaledMask = (mask: PersonMask, scale: number): PersonMask => ({
  ...mask,
  left: mask.left * scale,
  top: mask.top * scale,
  cell: mask.cell * scale,
})
