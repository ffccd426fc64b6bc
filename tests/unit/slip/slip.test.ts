import { execFileSync } from 'node:child_process'
import { create } from 'qrcode'
import { describe, expect, it } from 'vitest'
import { languages, type Language } from '../../../locales/languages.ts'
import { loadTranslator } from '../../../locales/load.ts'
import { withoutRuby } from '../../../locales/ruby.ts'
import { defaultPhoneLines } from '../../../main/config/phone-lines.ts'
import type { SlipModel } from '../../../main/slip/content.ts'
import { renderSlip, type SlipPaper } from '../../../main/slip/slip.ts'
import { slipDocument } from '../../../main/slip/slip-document.ts'

const formId = '50123487620199340758216'
const tail = formId.slice(-4)

const model = (language: Language, overrides: Partial<SlipModel> = {}): SlipModel => ({
  language,
  outcome: 'accepted',
  at: new Date('2026-11-22T14:32:00+09:00'),
  booth: '17号機 駅北口',
  number: '4827-0519-36AB',
  formIdTail: tail,
  specialReason: true,
  weeksUntilNotice: 4,
  phoneLines: defaultPhoneLines,
  informationUrl: 'https://www.kojinbango-card.go.jp/',
  ...overrides,
})

const poppler = (tool: string, args: readonly string[], pdf: Uint8Array): string =>
  execFileSync(tool, [...args], { input: pdf, encoding: 'utf8' })
/** The text of a PDF without the breaks and spaces that a layout makes. */
const textOf = (pdf: Uint8Array): string =>
  poppler('pdftotext', ['-raw', '-', '-'], pdf).replaceAll(/\s+/g, '')
const close = (text: string): string => withoutRuby(text).replaceAll(/\s+/g, '')
const pagesOf = (pdf: Uint8Array): number =>
  Number(/Pages:\s+(\d+)/.exec(poppler('pdfinfo', ['-'], pdf))?.[1])

const papers: readonly SlipPaper[] = ['80mm', 'a4']
const render = (slip: SlipModel, paper: SlipPaper = '80mm'): Promise<Uint8Array> =>
  slipDocument(slip, { paper })

const rendered = new Map<string, Promise<Uint8Array>>()
/** The usual slip of a language: each is rendered once, most tests look at the same paper. */
function usual(language: Language, paper: SlipPaper = '80mm'): Promise<Uint8Array> {
  const name = `${language} ${paper}`
  const pdf = rendered.get(name) ?? render(model(language), paper)
  rendered.set(name, pdf)
  return pdf
}
const heightOf = (pdf: Uint8Array): number =>
  Number(/Page size:\s+\S+ x (\S+)/.exec(poppler('pdfinfo', ['-'], pdf))?.[1])
/** How far down the lowest word of any page reaches, in points. */
const lowestWord = (pdf: Uint8Array): number =>
  Math.max(
    ...[...poppler('pdftotext', ['-bbox', '-', '-'], pdf).matchAll(/yMax="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    ),
  )

/** A page as grey pixels, 200 a inch. */
function pixelsOf(
  pdf: Uint8Array,
): Readonly<{ width: number; height: number; dark: (x: number, y: number) => boolean }> {
  const pgm = execFileSync('pdftoppm', ['-gray', '-r', '200', '-'], {
    input: pdf,
    maxBuffer: 64 * 1024 * 1024,
  })
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 64).toString('latin1'))
  const [width, height] = [Number(header?.[1]), Number(header?.[2])]
  const start = header?.[0].length ?? 0
  return { width, height, dark: (x, y) => (pgm[start + y * width + x] ?? 255) < 128 }
}

describe('the slip', { timeout: 60_000 }, () => {
  it.each(languages)('carries what is needed at home and at the counter (%s)', async (language) => {
    const t = await loadTranslator(language)
    const japanese = await loadTranslator('ja')
    const text = textOf(await usual(language))
    const line = language.startsWith('ja') ? '0120-95-0178' : '0120-0178-27'
    // Readings stand between the words of easy Japanese; what has none is found as it is.
    const needed =
      language === 'ja-easy'
        ? [t('slip.title'), t('slip.next')]
        : [
            t('slip.title'),
            t('slip.outcome.accepted'),
            t('slip.special-reason', { number: line }),
            t('slip.keep-form'),
            t('slip.collect'),
            t('done.identity.one.residence-card'),
            t('done.identity.two.pension'),
            t('done.bring.notification-card'),
            t('slip.information'),
          ]
    for (const words of needed) expect(text).toContain(close(words))
    for (const words of [japanese('slip.title'), japanese('slip.keep-form'), japanese('slip.collect')])
      expect(text).toContain(close(words))
    for (const words of [
      '4827-0519-36AB',
      tail,
      line,
      '17号機',
      '14:32',
      'https://www.kojinbango-card.go.jp/',
    ])
      expect(text).toContain(words)
    expect(text).not.toMatch(/[《》｜]/)
  })

  it.each(papers)('embeds its fonts, so that every printer has them (%s)', async (paper) => {
    const fonts = poppler('pdffonts', ['-'], await usual('ko', paper))
      .trim()
      .split('\n')
      .slice(2)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(/NotoSansCJK\S+\s+.*\byes yes yes\b/)
  })

  it('never shows the whole form ID, and nothing but its last four figures of it', async () => {
    for (const paper of papers) {
      const text = textOf(await usual('en', paper))
      expect(text).not.toContain(formId.slice(0, -4))
      expect(text.replaceAll(tail, '').match(/\d{9,}/g)).toBeNull()
    }
  })

  it('is made beside the service: presses are answered meanwhile', async () => {
    let beats = 0
    const beat = setInterval(() => (beats += 1), 5)
    const pdf = await renderSlip(model('en'), { paper: '80mm' })
    clearInterval(beat)
    expect(textOf(pdf)).toBe(textOf(await usual('en')))
    // Making it takes hundreds of milliseconds; a blocked loop would have beaten a few times at most.
    expect(beats).toBeGreaterThan(20)
    await expect(renderSlip(model('en', { formIdTail: formId }), { paper: '80mm' })).rejects.toThrow(
      /four figures/,
    )
  })

  it('refuses a tail that is more than four figures', async () => {
    await expect(render(model('en', { formIdTail: formId }))).rejects.toThrow(/four figures/)
  })

  it('asks for the telephone call only where there is a special reason', async () => {
    const t = await loadTranslator('en')
    const call = close(t('slip.special-reason', { number: '0120-0178-27' }))
    expect(textOf(await usual('en'))).toContain(call)
    expect(textOf(await render(model('en', { specialReason: false })))).not.toContain(call)
  })

  it('says what to do instead of what comes next where the application was refused', async () => {
    const t = await loadTranslator('en')
    const text = textOf(await render(model('en', { outcome: 'refused', reason: 'form-id-unknown' })))
    expect(text).toContain(close(t('refused.form-id-unknown.say')))
    expect(text).not.toContain(close(t('slip.collect')))
  })

  it('carries the address of the official information as a code, module for module', async () => {
    const sheet = await usual('ja', 'a4')
    const { width, height, dark } = pixelsOf(sheet)
    const below = Math.ceil((lowestWord(sheet) / 72) * 200)
    const spots = Array.from({ length: (height - below) * width }, (_, index) => index)
      .map((index) => ({ x: index % width, y: below + Math.floor(index / width) }))
      .filter(({ x, y }) => dark(x, y))
    const left = Math.min(...new Set(spots.map(({ x }) => x)))
    const right = Math.max(...new Set(spots.map(({ x }) => x)))
    const top = Math.min(...new Set(spots.map(({ y }) => y)))
    const { modules } = create(model('ja').informationUrl, { errorCorrectionLevel: 'M' })
    const module = (right + 1 - left) / modules.size
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        expect(
          dark(Math.floor(left + (column + 0.5) * module), Math.floor(top + (row + 0.5) * module)),
          `row ${row}, column ${column}`,
        ).toBe(modules.get(row, column) !== 0)
  })

  it('fits: one page on the roll, as long as its text; one sheet a language on A4', async () => {
    const long = await usual('ja-easy')
    expect(pagesOf(long)).toBe(1)
    expect(heightOf(await render(model('ja', { specialReason: false })))).toBeLessThan(heightOf(long))
    // Easy Japanese has the most lines, Spanish the longest.
    const sheets = process.env['MACHINAKA_FULL'] === '1' ? languages : (['ja-easy', 'es', 'ja'] as const)
    for (const language of sheets) {
      const sheet = await usual(language, 'a4')
      expect(pagesOf(sheet), language).toBe(language === 'ja' ? 1 : 2)
      // The code stands below the last word.
      const code = (28 / 25.4) * 72
      expect(lowestWord(sheet) + code, language).toBeLessThan(heightOf(sheet))
    }
  })
})
