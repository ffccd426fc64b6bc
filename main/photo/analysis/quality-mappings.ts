/**
 * Quality scores of ISO/IEC 29794-5, mapped from raw values as its reference implementation OFIQ does
 * (BSI, MIT licence; photo-rules.md). For the record and for comparison: the verdict does not use them,
 * since their head size contradicts passport framing and their luminance follows the tone of the skin.
 */
const sigmoid = (x: number, centre: number, width: number): number => 1 / (1 + Math.exp((centre - x) / width))

const pose = (degrees: number): number => 100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2

const mappings = {
  BackgroundUniformity: (gradient: number) => 190 * (1 - sigmoid(gradient, 10, 100)),
  IlluminationUniformity: (overlap: number) => 100 * overlap ** 0.3,
  LuminanceMean: (mean: number) => 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)),
  LuminanceVariance: (variance: number) => 100 * Math.sin((60 * Math.PI * variance) / (60 * variance + 1)),
  UnderExposurePrevention: (share: number) => 120 * (0.832 - sigmoid(share, 0.92, 0.05)),
  OverExposurePrevention: (share: number) => 1 / (share + 0.01),
  DynamicRange: (entropy: number) => 12.5 * entropy,
  NaturalColour: (distance: number) => 200 * (1 - sigmoid(distance, 0, 10)),
  SingleFacePresent: (ratio: number) => 100 * (1 - ratio),
  EyesOpen: (opening: number) => 100 * sigmoid(opening, 0.02, 0.01),
  MouthClosed: (opening: number) => 100 * (1 - sigmoid(opening, 0.2, 0.06)),
  InterEyeDistance: (pixels: number) => 100 * sigmoid(pixels, 70, 20),
  HeadSize: (share: number) => 200 * (1 - sigmoid(Math.abs(share - 0.45), 0, 0.05)),
  LeftwardCropOfTheFaceImage: (ratio: number) => 100 * sigmoid(ratio, 0.9, 0.1),
  RightwardCropOfTheFaceImage: (ratio: number) => 100 * sigmoid(ratio, 0.9, 0.1),
  MarginAboveOfTheFaceImage: (ratio: number) => 100 * sigmoid(ratio, 1.4, 0.1),
  MarginBelowOfTheFaceImage: (ratio: number) => 100 * sigmoid(ratio, 1.8, 0.1),
  HeadPoseYaw: pose,
  HeadPosePitch: pose,
  HeadPoseRoll: pose,
} as const

export type QualityName = keyof typeof mappings
export const qualityNames = Object.keys(mappings) as readonly QualityName[]

/** The score 0–100 of a raw value. */
export function qualityScore(name: QualityName, raw: number): number {
  const score = Math.round(mappings[name](raw))
  return Number.isFinite(score) ? Math.min(100, Math.max(0, score)) : 0
}
