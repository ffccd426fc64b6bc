import type { Raster } from '../../main/photo/analysis/raster.ts'
import { lookedAtHeight } from './frame-watcher.ts'

/** Draws a frame, made smaller, where its pixels can be read. */
export function createFrameReader(): (frame: VideoFrame) => Raster {
  const canvas = new OffscreenCanvas(1, 1)
  return (frame) => {
    const height = Math.min(lookedAtHeight, frame.displayHeight)
    const width = Math.round((frame.displayWidth * height) / frame.displayHeight)
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
    if (!context) throw new Error('This browser draws no canvas in a worker.')
    context.drawImage(frame, 0, 0, width, height)
    return { width, height, channels: 4, data: context.getImageData(0, 0, width, height).data }
  }
}
