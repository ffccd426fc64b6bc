import sharp from 'sharp'

/**
 * Renders one of our own drawings (demo, simulators, fixtures) to a picture file. Never for input from
 * outside: the photo check refuses SVG before any renderer sees it.
 */
export async function renderSvg(svg: string, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  const drawing = sharp(Buffer.from(svg), { unlimited: false }).flatten({ background: '#ffffff' })
  return await (format === 'png' ? drawing.png() : drawing.jpeg({ quality: 92 })).toBuffer()
}
