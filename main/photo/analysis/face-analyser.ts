import { detectFaces, type Detection } from './face-detector.ts'
import { type Eyes, type FaceMesh, fitMesh, refineMesh } from './face-mesh.ts'
import { loadModel, type ReadModelFile, startBackend } from './models.ts'
import { type PersonMask, segmentPerson } from './person-mask.ts'
import type { Raster } from './raster.ts'

/** The networks behind the photo check: the same code in the booth service and in the browser. */
export type FaceAnalyser = Readonly<{
  detect(raster: Raster, minimumScore?: number): Detection[]
  mesh(raster: Raster, detection: Detection): FaceMesh
  /** Follows a face from the mesh of the frame before, without the detector; `eyes` of an earlier frame stay as they were. */
  follow(raster: Raster, earlier: FaceMesh, eyes?: Eyes): FaceMesh
  mask(raster: Raster): PersonMask
}>

export type AnalyserFiles = Readonly<{
  readModel: ReadModelFile
  /** Address of the folder with the WebAssembly files, with a slash at its end. Needed in the browser. */
  wasmFolder?: string
}>

/** Below this the detector sees faces in curtains. Compliant stills score 0.78 and more. */
export const defaultMinimumScore = 0.4

/** The segmentation alone, for a thread of its own. */
export async function createSegmenter({
  readModel,
  wasmFolder,
}: AnalyserFiles): Promise<FaceAnalyser['mask']> {
  await startBackend(wasmFolder)
  const selfie = await loadModel('selfie', readModel)
  return (raster) => segmentPerson(selfie, raster)
}

export async function createFaceAnalyser({ readModel, wasmFolder }: AnalyserFiles): Promise<FaceAnalyser> {
  await startBackend(wasmFolder)
  const [blazeface, facemesh, iris, selfie] = await Promise.all([
    loadModel('blazeface', readModel),
    loadModel('facemesh', readModel),
    loadModel('iris', readModel),
    loadModel('selfie', readModel),
  ])
  return {
    detect: (raster, minimumScore = defaultMinimumScore) => detectFaces(blazeface, raster, minimumScore),
    mesh: (raster, detection) => fitMesh({ facemesh, iris }, raster, detection),
    follow: (raster, earlier, eyes) => refineMesh({ facemesh, iris }, raster, earlier.points, eyes),
    mask: (raster) => segmentPerson(selfie, raster),
  }
}
