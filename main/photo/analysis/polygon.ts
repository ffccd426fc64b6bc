import type { Point } from '../contract.ts'
import type { Raster } from './raster.ts'

/** Visits every `step`-th pixel each way between the outermost sides of a polygon, with its RGB bytes. */
export function forEachWithin(
  raster: Raster,
  polygon: readonly Point[],
  step: number,
  visit: (x: number, y: number, red: number, green: number, blue: number) => void,
): void {
  const { width, height, channels, data } = raster
  const top = Math.max(0, Math.ceil(Math.min(...polygon.map(({ y }) => y))))
  const bottom = Math.min(height - 1, Math.floor(Math.max(...polygon.map(({ y }) => y))))
  for (let y = top; y <= bottom; y += step) {
    const crossings = polygon
      .flatMap((point, index) => {
        const next = polygon[(index + 1) % polygon.length] ?? point
        if (point.y <= y === next.y <= y) return []
        return [point.x + ((y - point.y) / (next.y - point.y)) * (next.x - point.x)]
      })
      .sort((a, b) => a - b)
    const from = Math.max(0, Math.ceil(crossings[0] ?? 0))
    const to = Math.min(width - 1, Math.floor(crossings.at(-1) ?? -1))
    for (let x = from; x <= to; x += step) {
      const index = (y * width + x) * channels
      visit(x, y, data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0)
    }
  }
}
