import { contentHash } from './stream-watchdog.ts'

/** What is looked at for the watchdog and the light lock. Brightness is 0 to 255. */
export type FrameSample = Readonly<{ content: number; brightness: number }>

/** Rows through the middle, the whole width, unscaled: scaling would average a sensor's noise away. */
const sampleRows = 4
/** Highest quality that still keeps 12 megapixels under the service's limit. */
const stillQuality = 0.95

let sampleCanvas: OffscreenCanvas | null = null

export function lookAt(video: HTMLVideoElement, width: number, height: number): FrameSample {
  sampleCanvas ??= new OffscreenCanvas(width, sampleRows)
  if (sampleCanvas.width !== width) sampleCanvas.width = width
  const context = drawingOn(sampleCanvas)
  context.drawImage(video, 0, Math.floor(height / 2), width, sampleRows, 0, 0, width, sampleRows)
  const { data } = context.getImageData(0, 0, width, sampleRows)
  let green = 0
  for (let index = 1; index < data.length; index += 4) green += data[index] ?? 0
  return { content: contentHash(data), brightness: (green * 4) / data.length }
}

/** Draws at once, within the frame's own callback; encodes afterwards. */
export function encodeStill(video: HTMLVideoElement, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  drawingOn(canvas).drawImage(video, 0, 0, width, height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality: stillQuality })
}

function drawingOn(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false })
  if (!context) throw new Error('This browser draws no canvas.')
  return context
}
