import PdfDocument from 'pdfkit'
import QRCode from 'qrcode'
import { formats } from '../../locales/formats.ts'
import { localeTags, type Language } from '../../locales/languages.ts'
import { loadTranslator } from '../../locales/load.ts'
import { rubySegments, withoutRuby, type RubySegment } from '../../locales/ruby.ts'
import { slipContent, type SlipContent, type SlipModel } from './content.ts'
import { linesOf } from './flow.ts'
import { readFonts, registerFonts, type FontFiles, type FontWeight } from './fonts.ts'

const pointsPerMm = 72 / 25.4
const mm = (length: number): number => length * pointsPerMm

export type SlipPaper = '80mm' | 'a4'

/** Sizes in points, lengths in millimetres. An 80 mm roll prints 72 mm; its length follows the text. */
const papers = {
  '80mm': { width: 80, height: 'as-needed', margin: 4, text: 9.5, title: 14, number: 19, qr: 28 },
  a4: { width: 210, height: 297, margin: 18, text: 11, title: 18, number: 26, qr: 28 },
} as const
type Measures = Readonly<Record<'width' | 'margin' | 'text' | 'title' | 'number' | 'qr', number>> &
  Readonly<{ height: number | 'as-needed' }>

/** A sheet that would be too long is set in smaller type, down to what a healthy eye still reads (7 pt). */
const shrinking = [1, 0.9, 0.8, 0.65] as const
const shrunk = (measures: Measures, share: number): Measures => ({
  ...measures,
  text: measures.text * share,
  title: measures.title * share,
  number: measures.number * share,
})

/** Line height and size of a reading, as shares of the text size. */
const leading = 1.5
const rubyShare = 0.5

/** A long roll to measure on: the longest page PDF 1.x allows is 14,400 points. */
const measuringHeight = 14_000

type Pen = Readonly<{
  document: PDFKit.PDFDocument
  fonts: Readonly<Record<FontWeight, string>>
  left: number
  width: number
}>

/** Draws a paragraph at the document's height and moves below it. */
function paragraph(pen: Pen, text: string, size: number, weight: FontWeight = 'regular'): void {
  const { document, fonts, left, width } = pen
  const rubySize = size * rubyShare
  const wide = (words: string, points: number): number =>
    document.font(fonts[weight]).fontSize(points).widthOfString(words)
  const measure = ({ text: words, reading }: RubySegment): number =>
    Math.max(wide(words, size), reading === undefined ? 0 : wide(reading, rubySize))
  for (const line of linesOf(text, width, measure)) {
    const ruby = line.some((piece) => piece.reading !== undefined) ? rubySize * 1.1 : 0
    const top = document.y + ruby
    let x = left
    for (const piece of line) {
      const room = measure(piece)
      const put = (words: string, points: number, y: number): void => {
        document.font(fonts[weight]).fontSize(points)
        document.text(words, x + (room - document.widthOfString(words)) / 2, y, { lineBreak: false })
      }
      put(piece.text, size, top)
      if (piece.reading !== undefined) put(piece.reading, rubySize, top - rubySize * 0.75)
      x += room
    }
    document.x = left
    document.y = top + size * leading
  }
}

/** A paragraph behind a dot that stands out on the left. */
function bullet(pen: Pen, text: string, size: number): void {
  const { document, left, width } = pen
  const indent = size * 1.2
  const top = document.y
  paragraph({ ...pen, left: left + indent, width: width - indent }, text, size)
  const radius = size * 0.14
  // The dot stands at the middle of the first line, which begins lower where it carries readings.
  const readings = rubySegments(text).some((piece) => piece.reading !== undefined)
    ? size * rubyShare * 1.1
    : 0
  document.circle(left + indent / 3, top + readings + (size * leading) / 2, radius).fill('black')
}

const gap = (pen: Pen, points: number): void => void (pen.document.y += points)

function rule(pen: Pen): void {
  const { document, left, width } = pen
  gap(pen, 4)
  document
    .moveTo(left, document.y)
    .lineTo(left + width, document.y)
    .lineWidth(0.7)
    .stroke()
  gap(pen, 6)
}

/** A light box around what must not be overlooked. */
function boxed(pen: Pen, draw: (inner: Pen) => void): void {
  const { document, left, width } = pen
  const padding = 6
  const top = document.y
  gap(pen, padding)
  draw({ ...pen, left: left + padding, width: width - 2 * padding })
  gap(pen, padding / 2)
  document
    .rect(left, top, width, document.y - top)
    .lineWidth(1.2)
    .stroke()
  gap(pen, 8)
}

function drawContent(pen: Pen, content: SlipContent, measures: Measures): void {
  const { text } = measures
  paragraph(pen, content.title, measures.title, 'bold')
  paragraph(pen, content.outcome, text + 1)
  gap(pen, 4)
  paragraph(pen, content.number.label, text)
  paragraph(pen, content.number.value, measures.number, 'bold')
  for (const { label, value } of content.facts) paragraph(pen, `${label}: ${value}`, text)
  gap(pen, 6)
  const { request } = content
  if (request !== undefined) boxed(pen, (inner) => paragraph(inner, request, text, 'bold'))
  paragraph(pen, content.next.title, text + 2, 'bold')
  for (const step of content.next.steps) bullet(pen, step, text)
  if (content.documents !== undefined) {
    gap(pen, 6)
    paragraph(pen, content.documents.title, text + 2, 'bold')
    for (const group of content.documents.groups) {
      paragraph(pen, group.title, text, 'bold')
      paragraph(pen, group.items, text - 1)
    }
  }
  if (content.phone !== undefined) {
    gap(pen, 6)
    paragraph(pen, content.phone.title, text, 'bold')
    paragraph(pen, content.phone.number, text + 6, 'bold')
    paragraph(pen, content.phone.details.join(' / '), text - 1)
  }
  gap(pen, 6)
}

/** The code as black squares on the paper, with the quiet zone of four modules the standard asks for. */
function drawQr(pen: Pen, url: string, sizeMm: number): void {
  const { document } = pen
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
  const quiet = 4
  const module = mm(sizeMm) / (modules.size + 2 * quiet)
  const left = pen.left
  const top = document.y
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column) !== 0)
        document.rect(left + (column + quiet) * module, top + (row + quiet) * module, module, module)
  document.fill('black')
  document.y = top + mm(sizeMm)
}

/** What to bring is told once on a roll: paper is short, and the second language is for the counter. */
const withoutDocuments = ({ documents: _documents, ...content }: SlipContent): SlipContent => content

/** Draws the whole slip and returns how far down it reaches, in points. */
function drawSlip(
  document: PDFKit.PDFDocument,
  model: SlipModel,
  contents: ReadonlyMap<Language, SlipContent>,
  measures: Measures,
  fontFiles: FontFiles,
): number {
  const left = mm(measures.margin)
  const width = mm(measures.width) - 2 * left
  const roll = measures.height === 'as-needed'
  let reach = 0
  document.y = left
  for (const [language, content] of contents) {
    const pen: Pen = { document, fonts: registerFonts(document, language, fontFiles), left, width }
    const first = language === model.language
    if (!first && roll) rule(pen)
    if (!first && !roll) {
      document.addPage()
      document.y = left
    }
    drawContent(pen, first || !roll ? content : withoutDocuments(content), measures)
    if (first || !roll) drawInformation(pen, content.information, model.informationUrl, measures)
    reach = Math.max(reach, document.y + left)
  }
  return reach
}

function drawInformation(pen: Pen, label: string, url: string, measures: Measures): void {
  paragraph(pen, label, measures.text, 'bold')
  paragraph(pen, url, measures.text - 1)
  drawQr(pen, url, measures.qr)
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Lays out the slip and returns the PDF. Takes 0.5 to 1 s of the thread it runs on, most of it for the fonts. */
export async function slipDocument(
  model: SlipModel,
  { paper }: Readonly<{ paper: SlipPaper }>,
): Promise<Uint8Array> {
  if (!/^[0-9]{4}$/.test(model.formIdTail))
    throw new Error('A slip shows the last four figures of a form ID.')
  const measures = papers[paper]
  const languages: readonly Language[] = model.language === 'ja' ? ['ja'] : [model.language, 'ja']
  const contents = new Map<Language, SlipContent>()
  for (const language of languages)
    contents.set(language, slipContent(model, language, await loadTranslator(language), formats(language)))

  const page = (height: number): PDFKit.PDFDocument =>
    new PdfDocument({
      size: [mm(measures.width), height],
      margin: 0,
      lang: localeTags[model.language],
      info: { Title: withoutRuby(contents.get(model.language)?.title ?? ''), Creator: 'Machinaka' },
    })
  const fontFiles = readFonts()
  const sheet = measures.height === 'as-needed' ? measuringHeight : mm(measures.height)
  let set: Measures = measures
  let reach = Infinity
  for (const share of shrinking) {
    set = shrunk(measures, share)
    reach = drawSlip(page(measuringHeight), model, contents, set, fontFiles)
    if (reach <= sheet) break
  }
  const document = page(measures.height === 'as-needed' ? reach : sheet)
  const bytes = bytesOf(document)
  drawSlip(document, model, contents, set, fontFiles)
  document.end()
  return bytes
}
