import PdfDocument from 'pdfkit'
import { pdfBytes } from './pdf-bytes.ts'

const millimetre = 72 / 25.4
/** Width of the common receipt roll; the slip is printed on the same. */
const page = { width: 80 * millimetre, height: 80 * millimetre }

/** What an external test of the printer prints: nothing of anybody. */
export const testPage = async (): Promise<Uint8Array> => {
  const document = new PdfDocument({ size: [page.width, page.height], margin: 5 * millimetre })
  document.fontSize(14).text('Machinaka: test page', { align: 'center' }).moveDown()
  document.fontSize(9).text(new Date().toISOString(), { align: 'center' }).moveDown()
  // A ladder of lines: a worn head or a slipping roller shows in it.
  for (let line = 0; line < 12; line += 1) {
    document
      .lineWidth(0.25 * (line + 1))
      .moveTo(5 * millimetre, document.y + line * 6)
      .lineTo(page.width - 5 * millimetre, document.y + line * 6)
      .stroke()
  }
  return await pdfBytes(document)
}
