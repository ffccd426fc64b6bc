/** Ends a document and collects its bytes. */
export const pdfBytes = async (document: PDFKit.PDFDocument): Promise<Uint8Array> => {
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise((resolve) => document.once('end', resolve))
  document.end()
  await ended
  return new Uint8Array(Buffer.concat(pieces))
}
