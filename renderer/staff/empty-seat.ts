import type { SeatTest } from '../../main/staff/contract.ts'
import type { FrameSource } from '../guidance/frame-source.ts'
import { columns, rows, wallOf } from './wall-measure.ts'

/** Lightness, unevenness and tint of the wall behind an empty seat; `null` where no frame has come yet. */
export const measureEmptySeat = (source: FrameSource): SeatTest | null => {
  const canvas = new OffscreenCanvas(columns, rows)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  context.drawImage(source.element, 0, 0, columns, rows)
  const { data } = context.getImageData(0, 0, columns, rows)
  return wallOf(data)
}
