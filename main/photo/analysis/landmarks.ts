/**
 * Names for points of the MediaPipe face mesh (canonical_face_model_uv_visualization.png). Left and right
 * are the viewer's, so the subject's right eye is `left` here.
 */
export const landmark = {
  noseTip: 1,
  noseBridge: 168,
  foreheadTop: 10,
  chin: 152,
  leftEyeOuter: 33,
  leftEyeInner: 133,
  rightEyeInner: 362,
  rightEyeOuter: 263,
  upperLipInner: 13,
  mouthLeft: 61,
  mouthRight: 291,
  faceLeft: 234,
  faceRight: 454,
  templeLeft: 127,
  templeRight: 356,
} as const

/**
 * The lid contours as the iris network gives them: nine points of the lower lid from the outer to the inner
 * corner, then seven of the upper lid in the same direction.
 */
export const lidContours = {
  left: [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173],
  right: [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398],
} as const

/** Pairs (upper, lower) across the opening: middle third of each eye, and of the inner lips. */
export const openings = {
  leftEye: [
    [160, 144],
    [159, 145],
    [158, 153],
  ],
  rightEye: [
    [387, 373],
    [386, 374],
    [385, 380],
  ],
  lips: [
    [82, 87],
    [13, 14],
    [312, 317],
  ],
} as const
