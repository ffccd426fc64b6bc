import type { QualityMeasure } from '../contract.ts'
import { luminance } from './colour.ts'
import { at, type FaceMesh } from './face-mesh.ts'
import type { MeasuredFace } from './geometry.ts'
import { faceOval } from './landmarks.ts'
import type { FoundPerson } from './observe.ts'
import { personAt, type PersonMask } from './person-mask.ts'
import { type QualityName, qualityNames, qualityScore } from './quality-mappings.ts'
import type { Raster } from './raster.ts'
import { sampleSkin } from './skin.ts'
import { forEachWithin } from './polygon.ts'

/**
 * The measures of ISO/IEC 29794-5 that need no further network, on the picture as it is. Regions follow the
 * face mesh instead of OFIQ's own landmarks, so raw values come near OFIQ's without equalling them.
 */
export function measureQuality(found: FoundPerson, overview: Raster): QualityMeasure[] {
  const { mesh, onOverview, face, faces, picture } = found
  if (mesh === null || onOverview === null || face === null) return []
  const raw: Readonly<Record<QualityName, number>> = {
    BackgroundUniformity: backgroundGradient(overview, found.mask),
    SingleFacePresent: faces.secondShare,
    ...luminanceOf(overview, mesh),
    NaturalColour: colourDistance(overview, mesh, onOverview),
    ...geometryOf(face, picture),
  }
  return qualityNames.map((name) => ({ name, raw: raw[name], score: qualityScore(name, raw[name]) }))
}

type Levels =
  | 'IlluminationUniformity'
  | 'LuminanceMean'
  | 'LuminanceVariance'
  | 'UnderExposurePrevention'
  | 'OverExposurePrevention'
  | 'DynamicRange'

/** Linear luminance of the face in 256 levels; dark up to level 25, burnt out from 247. */
function luminanceOf(overview: Raster, mesh: FaceMesh): Record<Levels, number> {
  const levels = new Float64Array(256)
  const left = new Float64Array(256)
  const right = new Float64Array(256)
  const bridge = at(mesh.points, 168)
  const chin = at(mesh.points, 152)
  const polygon = faceOval.map((index) => at(mesh.points, index))
  forEachWithin(overview, polygon, 1, (x, y, red, green, blue) => {
    const level = Math.round(255 * luminance(red, green, blue))
    levels[level] = (levels[level] ?? 0) + 1
    // Which side of the line from the bridge of the nose to the chin.
    const side = (chin.x - bridge.x) * (y - bridge.y) - (chin.y - bridge.y) * (x - bridge.x)
    const half = side > 0 ? left : right
    half[level] = (half[level] ?? 0) + 1
  })
  const shares = normalised(levels)
  const sumOf = (value: (share: number, level: number) => number): number =>
    shares.reduce((total, share, level) => total + value(share, level), 0)
  const mean = sumOf((share, level) => (share * level) / 255)
  const leftShares = normalised(left)
  const rightShares = normalised(right)
  return {
    IlluminationUniformity: leftShares.reduce(
      (total, share, level) => total + Math.min(share, rightShares[level] ?? 0),
      0,
    ),
    LuminanceMean: mean,
    LuminanceVariance: sumOf((share, level) => share * (level / 255 - mean) ** 2),
    UnderExposurePrevention: sumOf((share, level) => (level <= 25 ? share : 0)),
    OverExposurePrevention: sumOf((share, level) => (level >= 247 ? share : 0)),
    DynamicRange: sumOf((share) => (share > 0 ? -share * Math.log2(share) : 0)),
  }
}

function normalised(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total === 0 ? 0 : count / total))
}

/** Distance of the cheeks' mean a* and b* from the range of natural skin (5–25, 5–35). */
function colourDistance(overview: Raster, mesh: FaceMesh, face: MeasuredFace): number {
  const { a, b } = sampleSkin(overview, mesh, face.axes.interEyePx).colour('cheekLeft', 'cheekRight')
  return Math.hypot(Math.max(0, 5 - a, a - 25), Math.max(0, 5 - b, b - 35))
}

/** Mean length of the Scharr gradient of the luminance (0–255) where no person is. */
function backgroundGradient(overview: Raster, mask: PersonMask): number {
  const { width, height, channels, data } = overview
  const level = (x: number, y: number): number => {
    const index = (y * width + x) * channels
    return 255 * luminance(data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0)
  }
  let sum = 0
  let count = 0
  // Every third pixel is enough for a mean.
  for (let y = 1; y < height - 1; y += 3) {
    for (let x = 1; x < width - 1; x += 3) {
      if (personAt(mask, x, y) > 0.1) continue
      const across =
        3 * (level(x + 1, y - 1) - level(x - 1, y - 1)) +
        10 * (level(x + 1, y) - level(x - 1, y)) +
        3 * (level(x + 1, y + 1) - level(x - 1, y + 1))
      const down =
        3 * (level(x - 1, y + 1) - level(x - 1, y - 1)) +
        10 * (level(x, y + 1) - level(x, y - 1)) +
        3 * (level(x + 1, y + 1) - level(x + 1, y - 1))
      sum += Math.hypot(across, down)
      count++
    }
  }
  return count === 0 ? 0 : sum / count
}

type Geometric =
  | 'EyesOpen'
  | 'MouthClosed'
  | 'InterEyeDistance'
  | 'HeadSize'
  | 'LeftwardCropOfTheFaceImage'
  | 'RightwardCropOfTheFaceImage'
  | 'MarginAboveOfTheFaceImage'
  | 'MarginBelowOfTheFaceImage'
  | 'HeadPoseYaw'
  | 'HeadPosePitch'
  | 'HeadPoseRoll'

function geometryOf(
  { geometry, axes, eyesToChinPx }: MeasuredFace,
  picture: Readonly<{ width: number; height: number }>,
): Record<Geometric, number> {
  const { interEyePx, yaw, pitch, roll } = geometry
  return {
    EyesOpen: geometry.lidOpening,
    MouthClosed: Math.max(0, geometry.lipOpening),
    InterEyeDistance: interEyePx / Math.max(0.1, Math.cos((yaw * Math.PI) / 180)),
    HeadSize: eyesToChinPx / picture.height,
    LeftwardCropOfTheFaceImage: geometry.pupilRight.x / interEyePx,
    RightwardCropOfTheFaceImage: (picture.width - geometry.pupilLeft.x) / interEyePx,
    MarginAboveOfTheFaceImage: axes.origin.y / eyesToChinPx,
    MarginBelowOfTheFaceImage: (picture.height - axes.origin.y) / eyesToChinPx,
    HeadPoseYaw: yaw,
    HeadPosePitch: pitch,
    HeadPoseRoll: roll,
  }
}
