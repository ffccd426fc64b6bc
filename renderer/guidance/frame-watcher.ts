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
 * Everything is observed so often; in the frames between, the mesh follows the face and the rest is taken to
 * be as it was. Other people, light and hair change more slowly than this.
 */
const observeEveryMs = 400
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
    return { ...nothingObserved, ...observePicture(listening, overview, picture, 'still') }
  }

  function follow({ overview, picture }: Frame, earlier: FaceMesh, person: PersonMask): Observed | null {
    mesh = analyser.follow(overview, earlier)
    if (mesh.evidence < leastEvidence) return null
    const scale = picture.width / overview.width
    const face = measureFace(scaledMesh(mesh, scale), scaledMask(person, scale), picture)
    return { ...observed, face, crop: proposeCrop(face.geometry, picture) }
  }

  return (frame) => {
    const { at, picture, specialReason } = frame
    const followed = mesh && mask && at - observedAt < observeEveryMs ? follow(frame, mesh, mask) : null
    observed = followed ?? observe(frame)
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
