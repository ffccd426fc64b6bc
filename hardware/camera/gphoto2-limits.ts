/** Hard limits, in milliseconds. */
export type Gphoto2Limits = Readonly<{
  /** `--auto-detect`: under a second, more on a USB bus with many devices. */
  detectMs: number
  /** A shot: focus, exposure and 10 MB over USB 2 take 2–5 s; a camera that hunts for focus gives up at about 8 s. */
  captureMs: number
  /** Preview frames come 10–30 times a second; the first one after the mirror has gone up, about 2 s. */
  frameMs: number
  /** While nobody looks or shoots, the camera is asked for this often. */
  idleCheckMs: number
}>

export const usualLimits: Gphoto2Limits = {
  detectMs: 10_000,
  captureMs: 20_000,
  frameMs: 6_000,
  idleCheckMs: 30_000,
}

/** The largest JPEG of a 60-megapixel camera is about 40 MB. */
export const maxStillBytes = 60 * 1024 * 1024
/** Live pictures of DSLRs are 640 to 1,920 pixels wide: 50 to 500 kB. */
export const maxFrameBytes = 4 * 1024 * 1024
/** Failed shots in a row after which the connection is made anew. */
export const toleratedFailures = 2
