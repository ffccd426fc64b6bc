import type { CropProposal } from './crop.ts'
import type { EyesObservation } from './eyes.ts'
import type { MeasuredFace } from './geometry.ts'
import type { HeadTopObservation } from './head-top.ts'
import type { LightObservation } from './light.ts'
import type { MouthObservation } from './mouth.ts'
import type { GrainObservation } from './sharpness.ts'
import type { WallObservation } from './wall.ts'
import type { PhotoKind, Region } from '../contract.ts'

/** What is known of the file that a picture came in; sizes after EXIF orientation. */
export type FileObservation = Readonly<{
  jpeg: boolean
  rgb: boolean
  bytes: number
  width: number
  height: number
}>

export type FacesObservation = Readonly<{
  count: number
  /** Area of the second largest face over the largest, 0…1. */
  secondShare: number
  /** The mesh's own score of the largest face (see `FaceMesh`). */
  evidence: number
  /** The second face, for marking it. */
  secondRegion: Region | null
}>

/**
 * Everything the rules judge by, gathered from one picture. `null` means: could not be observed, either
 * because there was no occasion (a video frame has no file) or because something before it failed.
 */
export type Observation = Readonly<{
  kind: PhotoKind
  /** Null for a video frame. */
  file: FileObservation | null
  /** Why the file could not be read at all; then nothing else is observed. */
  fault: 'unreadable' | 'too-many-pixels' | 'too-many-bytes' | null
  picture: Readonly<{ width: number; height: number }> | null
  faces: FacesObservation | null
  /** In pixels of the picture. */
  face: MeasuredFace | null
  crop: CropProposal | null
  eyes: EyesObservation | null
  mouth: MouthObservation | null
  headTop: HeadTopObservation | null
  light: LightObservation | null
  /** See `blurRatio`. */
  blurRatio: number | null
  grain: GrainObservation | null
  wall: WallObservation | null
}>

export const nothingObserved: Observation = {
  kind: 'still',
  file: null,
  fault: null,
  picture: null,
  faces: null,
  face: null,
  crop: null,
  eyes: null,
  mouth: null,
  headTop: null,
  light: null,
  blurRatio: null,
  grain: null,
  wall: null,
}
