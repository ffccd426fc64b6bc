import type { FaceGeometry, Region } from '../contract.ts'
import type { Observation } from './observation.ts'

/** Boxes to mark, as shares of the picture, upright even where the head is tilted. */
function around(
  observation: Observation,
  box: (geometry: FaceGeometry) => Readonly<{ x: number; y: number; halfWidth: number; halfHeight: number }>,
): Region | undefined {
  const { face, picture } = observation
  if (face === null || picture === null) return undefined
  const { x, y, halfWidth, halfHeight } = box(face.geometry)
  const left = clamp((x - halfWidth) / picture.width)
  const top = clamp((y - halfHeight) / picture.height)
  return {
    left,
    top,
    width: clamp((x + halfWidth) / picture.width) - left,
    height: clamp((y + halfHeight) / picture.height) - top,
  }
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

const eyesMiddle = ({ pupilLeft, pupilRight }: FaceGeometry): Readonly<{ x: number; y: number }> => ({
  x: (pupilLeft.x + pupilRight.x) / 2,
  y: (pupilLeft.y + pupilRight.y) / 2,
})

export const faceRegion = (observation: Observation): Region | undefined =>
  around(observation, (geometry) => ({
    x: (geometry.crown.x + geometry.chin.x) / 2,
    y: (geometry.crown.y + geometry.chin.y) / 2,
    halfWidth: geometry.interEyePx * 1.2,
    halfHeight: geometry.headPx / 2,
  }))

export const eyesRegion = (observation: Observation): Region | undefined =>
  around(observation, (geometry) => ({
    ...eyesMiddle(geometry),
    halfWidth: geometry.interEyePx * 0.9,
    halfHeight: geometry.interEyePx * 0.32,
  }))

export const mouthRegion = (observation: Observation): Region | undefined =>
  around(observation, (geometry) => {
    const middle = eyesMiddle(geometry)
    // The mouth lies at about 5/8 of the way from the eyes to the chin.
    return {
      x: middle.x + (geometry.chin.x - middle.x) * 0.63,
      y: middle.y + (geometry.chin.y - middle.y) * 0.63,
      halfWidth: geometry.interEyePx * 0.6,
      halfHeight: geometry.interEyePx * 0.4,
    }
  })

export const headTopRegion = (observation: Observation): Region | undefined =>
  around(observation, (geometry) => {
    const middle = eyesMiddle(geometry)
    return {
      x: (middle.x + geometry.crown.x) / 2,
      y: middle.y + (geometry.crown.y - middle.y) * 0.75,
      halfWidth: geometry.interEyePx * 1.1,
      halfHeight: Math.abs(middle.y - geometry.crown.y) * 0.4,
    }
  })
