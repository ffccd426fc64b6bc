import type { FaceAnalyser } from '../../main/photo/analysis/face-analyser.ts'
import type { Detection } from '../../main/photo/analysis/face-detector.ts'
import type { FaceMesh } from '../../main/photo/analysis/face-mesh.ts'
import { measureFace } from '../../main/photo/analysis/geometry.ts'
import type { PersonMask } from '../../main/photo/analysis/person-mask.ts'
import type { Raster } from '../../main/photo/analysis/raster.ts'
import type { Observation } from './hint-engine.ts'
import type { HintCode } from './hints.ts'
import { positionHints } from './position-hints.ts'

/** The mesh follows the face in each frame; the detector looks for others, and for a lost face, so often. */
const detectEveryMs = 500
/** Hair and outline move with the head, but slowly against it. */
const maskEveryMs = 300
/** Below this the mesh has lost its face (the network's own 0…1). */
const leastPresence = 0.5

export type Look = (raster: Raster, at: number, specialReason: boolean) => Observation

/** Looks at one frame after another: cheap things each time, the detector and the mask now and then. */
export function lookThrough(analyser: FaceAnalyser): Look {
  let mesh: FaceMesh | null = null
  let faces: readonly Detection[] = []
  let mask: PersonMask | null = null
  let detectedAt = Number.NEGATIVE_INFINITY
  let maskedAt = Number.NEGATIVE_INFINITY
  let given: readonly HintCode[] = []

  return (raster, at) => {
    if (mesh) mesh = analyser.follow(raster, mesh)
    if (mesh && mesh.presence < leastPresence) mesh = null
    if (!mesh || at - detectedAt >= detectEveryMs) {
      detectedAt = at
      faces = analyser.detect(raster)
      const [face] = faces
      if (!face) mesh = null
      else mesh ??= analyser.mesh(raster, face)
    }
    if (!mask || at - maskedAt >= maskEveryMs) {
      maskedAt = at
      mask = analyser.mask(raster)
    }
    given = mesh ? hintsFor(mesh, mask, faces, raster, given) : ['nobody']
    return { at, blocking: given }
  }
}

function hintsFor(
  mesh: FaceMesh,
  mask: PersonMask,
  faces: readonly Detection[],
  raster: Raster,
  given: readonly HintCode[],
): HintCode[] {
  const { geometry } = measureFace(mesh, mask, raster)
  return [...(faces.length > 1 ? (['several'] as const) : []), ...positionHints(geometry, raster, given)]
}
