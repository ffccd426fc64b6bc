import type { Observation } from './hint-engine.ts'

/** A frame to look at. The worker closes it. */
export type ToWorker = Readonly<{ frame: VideoFrame; capturedAt: number; specialReason: boolean }>

export type WorkerMessage =
  | Readonly<{ type: 'ready'; backend: string }>
  /** The models could not be loaded: no hints, no automatic shutter; the key still takes pictures. */
  | Readonly<{ type: 'failed'; because: string }>
  | Readonly<{ type: 'seen'; observation: Observation }>
