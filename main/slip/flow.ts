import { rubySegments, type RubySegment } from '../../locales/ruby.ts'

/**
 * Breaks a text into lines the way its readers expect, furigana kept over their kanji. pdfkit's own line
 * breaking knows no ruby, and would break Korean inside words and Japanese inside phrases.
 */

/** Width of a piece in points: the wider of its text and its reading. */
export type Measure = (piece: RubySegment) => number

/** What is never parted: one character of Japanese or Chinese, or one word of other scripts. */
type Atom = RubySegment
type Phrase = readonly Atom[]

/** Characters that may not begin a line, and those that may not end one (JIS X 4051, the common ones). */
const noLineStart =
  /^[、。，．・：；？！）」』】〉》〕ー〜ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;?!)\]}’”»]/u
const noLineEnd = /[（「『【〈《〔([{‘“«]$/u
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。「」『』（）・〜：；？！]/u

const atomsOf = (segment: RubySegment): readonly Atom[] =>
  segment.reading !== undefined
    ? [segment]
    : (
        segment.text.match(new RegExp(`${ideographic.source}|(?:(?!${ideographic.source}).)+`, 'gu')) ?? []
      ).map((text) => ({ text }))

/** Phrases stand between spaces; a reading's base may hold none. */
function phrasesOf(text: string): readonly Phrase[] {
  const phrases: Atom[][] = [[]]
  for (const segment of rubySegments(text)) {
    const parts = segment.reading === undefined ? segment.text.split(' ') : [segment.text]
    parts.forEach((part, index) => {
      if (index > 0) phrases.push([])
      const phrase = phrases.at(-1)
      phrase?.push(...atomsOf(segment.reading === undefined ? { text: part } : segment))
    })
  }
  return phrases.filter((phrase) => phrase.length > 0)
}

/** Glues atoms that a line break must not part. */
function unbreakable(phrase: Phrase): readonly Phrase[] {
  const groups: Atom[][] = []
  for (const atom of phrase) {
    const last = groups.at(-1)
    const before = last?.at(-1)?.text ?? ''
    if (last !== undefined && (noLineStart.test(atom.text) || noLineEnd.test(before))) last.push(atom)
    else groups.push([atom])
  }
  return groups
}

/** A phrase is moved whole to the next line while it is shorter than this share of a line. */
const wholePhraseShare = 0.6

/** Lines of pieces, none wider than `width` unless a single word is. */
export function linesOf(text: string, width: number, measure: Measure): readonly (readonly RubySegment[])[] {
  const widthOf = (atoms: Phrase): number => atoms.reduce((sum, atom) => sum + measure(atom), 0)
  const space = measure({ text: ' ' })
  const lines: RubySegment[][] = [[]]
  let used = 0
  const put = (atoms: Phrase, spaced: boolean): void => {
    const wide = widthOf(atoms)
    const gap = spaced && used > 0 ? space : 0
    if (used > 0 && used + gap + wide > width) {
      lines.push([...atoms])
      used = wide
      return
    }
    lines.at(-1)?.push(...(gap > 0 ? [{ text: ' ' }] : []), ...atoms)
    used += gap + wide
  }
  for (const phrase of phrasesOf(text)) {
    if (widthOf(phrase) <= width * wholePhraseShare) put(phrase, true)
    else unbreakable(phrase).forEach((group, index) => put(group, index === 0))
  }
  return lines.map(joinPlain)
}

/** Neighbours without a reading become one piece: fewer pieces on paper, and text that can be selected. */
function joinPlain(line: readonly RubySegment[]): readonly RubySegment[] {
  const joined: { text: string; reading?: string }[] = []
  for (const piece of line) {
    const last = joined.at(-1)
    if (last !== undefined && last.reading === undefined && piece.reading === undefined)
      last.text += piece.text
    else joined.push({ ...piece })
  }
  return joined
}
