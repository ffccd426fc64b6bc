import type { FaceAnalyser } from '../../../main/photo/analysis/face-analyser.ts'
import { type ApplicantDrawing, drawApplicant } from '../../../main/demo/drawn-applicant.ts'
import { createNodeAnalyser } from '../../../main/photo/model-files.ts'
import { renderSvg } from '../../../main/photo/render-svg.ts'

let analyser: Promise<FaceAnalyser> | undefined

/** One analyser for the whole test file: loading the networks takes a second. */
export const sharedAnalyser = (): Promise<FaceAnalyser> => (analyser ??= createNodeAnalyser())

/** A drawn applicant as the bytes of a camera still. */
export const drawnStill = async (drawing: Partial<ApplicantDrawing> = {}): Promise<Uint8Array> =>
  await renderSvg(drawApplicant(drawing))
