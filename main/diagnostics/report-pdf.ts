import PdfDocument from 'pdfkit'
import { registerFonts, type FontWeight } from '../slip/fonts.ts'
import { pdfBytes } from './pdf-bytes.ts'
import { staffTranslator, type StaffLanguage, type StaffTranslate } from '../../locales/staff/index.ts'
import {
  ageWords,
  findingSentences,
  limitWords,
  measureName,
  measureValue,
  verdictWords,
} from '../../locales/staff/report-words.ts'
import { withinLimits, type Finding, type Report, type ReportSection } from './contract.ts'

const millimetre = 72 / 25.4
const margin = 18 * millimetre
const ink = '#171c1f'
const soft = '#3b4449'
const rule = '#cfc9bb'
/** As on the screens: pine green, dark yellow, dark red, each at least 7:1 on paper. */
const verdictInk = { good: '#08513a', care: '#5a3e00', stop: '#8a200d', 'not-tested': soft } as const
const readinessInk = { ready: '#08513a', 'ready-with-warnings': '#5a3e00', 'not-ready': '#8a200d' } as const

type Page = Readonly<{
  document: PDFKit.PDFDocument
  t: StaffTranslate
  width: number
  fonts: Readonly<Record<FontWeight, string>>
}>

/** The readiness report on A4: the same model and words as the screen. */
export const reportPdf = async (report: Report, language: StaffLanguage): Promise<Uint8Array> => {
  const t = staffTranslator(language)
  const document = new PdfDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    info: { Title: `${t('report.title')}: ${report.booth.name}`, Creator: 'Machinaka' },
    lang: language,
  })
  const page: Page = {
    document,
    t,
    width: document.page.width - 2 * margin,
    fonts: registerFonts(document, language),
  }

  head(page, report, language)
  findings(page, report.findings)
  for (const section of report.sections) sectionBlock(page, section)
  pageNumbers(page, report)
  return await pdfBytes(document)
}

const inJapan = (instant: string, language: StaffLanguage): string =>
  new Date(instant).toLocaleString(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'Asia/Tokyo',
    dateStyle: 'long',
    timeStyle: 'medium',
  })

const head = ({ document, t, fonts }: Page, report: Report, language: StaffLanguage): void => {
  const { booth, verdict, madeAt, milliseconds } = report
  document.font(fonts.regular).fontSize(10).fillColor(soft).text(t('report.title'))
  document.font(fonts.bold).fontSize(18).fillColor(ink).text(booth.name)
  document
    .font(fonts.regular)
    .fontSize(10)
    .fillColor(soft)
    .text(`${booth.id}  ·  ${booth.version}`)
    .text(t('report.made', { time: inJapan(madeAt, language), seconds: (milliseconds / 1000).toFixed(1) }))
    .moveDown(0.6)
  document
    .font(fonts.bold)
    .fontSize(20)
    .fillColor(readinessInk[verdict])
    .text(verdictWords(t, verdict, report.findings.length))
    .moveDown(0.4)
}

const findings = ({ document, t, width, fonts }: Page, found: readonly Finding[]): void => {
  if (found.length === 0) {
    document.font(fonts.regular).fontSize(10).fillColor(ink).text(t('report.nothing-found'))
    return
  }
  for (const { section, subject, code, severity, action, detail } of found) {
    document
      .font(fonts.bold)
      .fontSize(11)
      .fillColor(verdictInk[severity])
      .text(`${t(severity)}  ${t(`section.${section}`)}  ${t(`action.${action}`)}`, { width })
    // What to do first, then where to look; diagnostics' own findings say both at once.
    document.font(fonts.regular).fontSize(10).fillColor(ink)
    for (const sentence of findingSentences(t, code, 'technician')) document.text(sentence, { width })
    document
      .fontSize(8.5)
      .fillColor(soft)
      .text([subject, code, detail].filter((part) => part !== undefined).join('  ·  '), { width })
      .moveDown(0.4)
  }
}

const sectionBlock = (page: Page, section: ReportSection): void => {
  const { document, t, width, fonts } = page
  const rowHeight = 14
  const { name, verdict, device, live, measures, tests } = section
  const needed = 40 + (tests.length + measures.length) * rowHeight
  const left = document.page.height - margin - document.y
  if (needed > left && needed < document.page.height - 2 * margin) document.addPage()

  document.moveDown(0.6)
  document
    .moveTo(margin, document.y)
    .lineTo(margin + width, document.y)
    .lineWidth(0.5)
    .strokeColor(rule)
    .stroke()
    .moveDown(0.3)
  document
    .font(fonts.bold)
    .fontSize(12)
    .fillColor(ink)
    .text(t(`section.${name}`), { continued: true })
  document.fillColor(verdictInk[verdict]).text(name === 'identity' ? '' : `   ${t(verdict)}`)
  const said = [
    device === null ? undefined : `${device.model} (${device.driver})`,
    live === null ? undefined : t(`state.${live.state}`),
  ].filter((part) => part !== undefined)
  if (said.length > 0) document.font(fonts.regular).fontSize(9).fillColor(soft).text(said.join('  ·  '))

  const row = (cells: readonly [string, string, string], wrong: boolean): void => {
    const top = document.y
    if (top + rowHeight > document.page.height - margin) document.addPage()
    const y = document.y
    const columns = [0, 0.5, 0.78] as const
    for (const [index, text] of cells.entries()) {
      const from = columns[index] ?? 0
      const to = columns[index + 1] ?? 1
      document
        .font(wrong && index === 1 ? fonts.bold : fonts.regular)
        .fontSize(9)
        .fillColor(wrong && index === 1 ? verdictInk.stop : index === 1 ? ink : soft)
        .text(text, margin + from * width, y, {
          width: (to - from) * width,
          height: rowHeight,
          ellipsis: true,
        })
    }
    document.x = margin
    document.y = y + rowHeight
  }
  for (const { test, outcome, ageSeconds } of tests) {
    const age = ageSeconds === null ? '' : t('report.last-test', { age: ageWords(t, ageSeconds) })
    row([t(`test.${test}`), t(`test.${outcome}`), age], outcome === 'failed')
  }
  for (const measure of measures) {
    row(
      [measureName(t, measure.name), measureValue(t, measure), limitWords(t, measure)],
      !withinLimits(measure),
    )
  }
}

const pageNumbers = ({ document, width, fonts }: Page, { booth, madeAt }: Report): void => {
  const { count } = document.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index)
    // Below the text's margin; without this pdfkit would begin a new page for it.
    document.page.margins.bottom = 0
    document
      .font(fonts.regular)
      .fontSize(8)
      .fillColor(soft)
      .text(
        `${booth.id}  ·  ${madeAt}  ·  ${index + 1}/${count}`,
        margin,
        document.page.height - 12 * millimetre,
        {
          width,
          align: 'right',
        },
      )
  }
}
