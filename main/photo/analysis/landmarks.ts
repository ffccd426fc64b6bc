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
  lowerLipInner: 14,
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

/** The outline of the face, clockwise from the forehead's top. */
export const faceOval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const

/** Pairs of skin points that mirror each other (viewer's left, viewer's right): forehead to jaw. */
export const mirroredPairs = [
  [108, 337],
  [69, 299],
  [50, 280],
  [101, 330],
  [205, 425],
  [36, 266],
  [118, 347],
  [214, 434],
  [192, 416],
] as const
