import type { SeatTest } from '../staff/contract.ts'
import type { Measure } from './contract.ts'
import type { OwnFindingCode } from './findings.ts'

/** CIE L*, ΔE and chroma. The photo check warns below 66 and above 18 (rules/background.ts): this is time to act. */
const lightness = { least: 70, most: 97 } as const
const mostUnevenness = 4
const mostTint = 12

/** What the wall behind an empty seat says of light and background. */
export const judgeSeat = (seat: SeatTest): Readonly<{ measures: Measure[]; code?: OwnFindingCode }> => {
  const measures: Measure[] = [
    { name: 'wallLightness', value: seat.lightness, unit: 'L*', ...lightness },
    { name: 'wallUnevenness', value: seat.unevenness, unit: 'ΔE', most: mostUnevenness },
    { name: 'wallTint', value: seat.tint, unit: 'C*', most: mostTint },
  ]
  if (seat.lightness < lightness.least || seat.lightness > lightness.most)
    return { measures, code: 'light-off' }
  if (seat.unevenness > mostUnevenness || seat.tint > mostTint) return { measures, code: 'wall-uneven' }
  return { measures }
}
