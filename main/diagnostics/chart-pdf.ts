import PdfDocument from 'pdfkit'
import { staffTranslator, type StaffLanguage } from '../../locales/staff/index.ts'
import { registerFonts } from '../slip/fonts.ts'
import { pdfBytes } from './pdf-bytes.ts'

const millimetre = 72 / 25.4
/** A square is 16 pixels wide on a camera of 1280 × 960 that sees 80 cm: an edge has room to rise and to stand. */
const square = 10 * millimetre
const margin = 10 * millimetre
/** The words stand below, out of the middle of the picture. */
const label = { width: 130 * millimetre, height: 40 * millimetre } as const
/** Printed black on paper white spans far more than the step an edge needs; pure black would drink the ink. */
const ink = '#141414'

/** The test chart for the camera's sharpness, A4: a chequered sheet that says how it is used. */
export const chartPdf = async (language: StaffLanguage): Promise<Uint8Array> => {
  const t = staffTranslator(language)
  const document = new PdfDocument({
    size: 'A4',
    margin,
    info: { Title: t('chart.title'), Creator: 'Machinaka' },
    lang: language,
  })
  const fonts = registerFonts(document, language)
  const { width, height } = document.page
  const columns = Math.floor((width - 2 * margin) / square)
  const rows = Math.floor((height - 2 * margin) / square)
  const left = (width - columns * square) / 2
  const top = (height - rows * square) / 2

  for (let row = 0; row < rows; row += 1) {
    for (let column = row % 2; column < columns; column += 2)
      document.rect(left + column * square, top + row * square, square, square)
  }
  document.fill(ink)

  const box = { left: (width - label.width) / 2, top: height - top - label.height - square }
  const inner = { width: label.width - 12 * millimetre }
  document.rect(box.left, box.top, label.width, label.height).fill('#ffffff')
  document
    .fillColor(ink)
    .font(fonts.bold)
    .fontSize(14)
    .text(t('chart.title'), box.left + 6 * millimetre, box.top + 5 * millimetre, inner)
    .font(fonts.regular)
    .fontSize(10)
    .moveDown(0.3)
    .text(t('chart.say'), inner)
  return await pdfBytes(document)
}
