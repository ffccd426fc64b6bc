import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../locales/languages.ts'

/**
 * Noto Sans CJK for paper: text stays text (searchable, selectable), and each language has its own forms
 * of the shared characters. The booth's package depends on fonts-noto-cjk; pdfkit embeds only the glyphs used.
 */
const directories = ['/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk'] as const
const files = { regular: 'NotoSansCJK-Regular.ttc', bold: 'NotoSansCJK-Bold.ttc' } as const

export type FontWeight = keyof typeof files

const families = { ja: 'NotoSansCJKjp', 'zh-Hans': 'NotoSansCJKsc', ko: 'NotoSansCJKkr' } as const
const familyOf = (language: Language): string =>
  language === 'zh-Hans' || language === 'ko' ? families[language] : families.ja

/** Where the fonts lie; undefined where fonts-noto-cjk is not installed. */
export const fontDirectory = (): string | undefined =>
  directories.find((directory) => Object.values(files).every((file) => existsSync(join(directory, file))))

/** The font files as bytes, 19 MB each: read once for all documents of a job, not kept between jobs. */
export type FontFiles = Readonly<Record<FontWeight, Buffer>>

/** Throws where the fonts are not installed: a booth without them is not installed as its package says. */
export function readFonts(): FontFiles {
  const directory = fontDirectory()
  if (directory === undefined)
    throw new Error(`No Noto Sans CJK in ${directories.join(' or ')}: install the package fonts-noto-cjk.`)
  return {
    regular: readFileSync(join(directory, files.regular)),
    bold: readFileSync(join(directory, files.bold)),
  }
}

/** Makes the fonts of a language known to a document and returns their names by weight. */
export function registerFonts(
  document: PDFKit.PDFDocument,
  language: Language,
  bytes: FontFiles = readFonts(),
): Readonly<Record<FontWeight, string>> {
  const family = familyOf(language)
  const register = (weight: FontWeight, style: string): string => {
    const name = `${family}-${style}`
    document.registerFont(name, bytes[weight], name)
    return name
  }
  return { regular: register('regular', 'Regular'), bold: register('bold', 'Bold') }
}
